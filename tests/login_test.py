"""Logins against the strict simulator, with a recording proxy between: PKCE and secret, browser and paste, refreshes by several
processes at once and by a process that is killed, several users, and the warnings before a consent ends."""
import fcntl
import http.client
import json
import pathlib
import signal
import socket
import subprocess
import sys
import tempfile
import urllib.parse
import urllib.request

from lib.cases import shown
from lib.servers import LIMIT_S
from lib.home import ROOT, SEGUE, Home, Missed, check, run_test
from lib.recording_proxy import RecordingProxy

sys.path.insert(0, str(ROOT / "demo"))
import run as demo  # noqa: E402
import spotify_reader  # noqa: E402

SECRET = "a-client-secret-of-32-characters"
DAY_HOURS = 24


def home_for(simulator, proxy, name, **more):
    return Home(name, {"SEGUE_SPOTIFY_API_URL": proxy.base, "SEGUE_SPOTIFY_ACCOUNTS_URL": proxy.base,
                       "SEGUE_CLOCK_URL": simulator.base + "/sim/clock", "SEGUE_SPOTIFY_CLIENT_ID": demo.CLIENT, **more})


def sim(simulator, path, **query):
    spotify_reader.fetch(f"{simulator.base}{path}?{urllib.parse.urlencode(query)}", data=b"")


def started(home, *arguments):
    return subprocess.Popen([str(SEGUE), *arguments], env=home.environment, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                            stderr=subprocess.PIPE)


def ended(process, expect, sent=None):
    out, err = process.communicate(sent, timeout=LIMIT_S)
    check(process.returncode == expect, f"exit {process.returncode}, not {expect}: {out}{err}")
    return out + err


def address_in(process):
    """Returns the authorize address that a login prints on stderr."""
    for line in process.stderr:
        if line.startswith("http"):
            return line.strip()
    raise Missed("no address was printed")


def redirect_of(address):
    with spotify_reader._open(urllib.request.Request(address)) as answer:
        return answer.headers["Location"]


def stranger(redirect, path):
    connection = http.client.HTTPConnection(redirect.hostname, redirect.port, timeout=LIMIT_S)
    connection.request("GET", path)
    return connection.getresponse().status


def token_requests(proxy):
    return [e for e in proxy.exchanges if e.path == "/api/token"]


def check_browser_login(proxy, home):
    """Logs in like a browser on this machine: PKCE, a free port of the loopback literal, and a state that no other page knows."""
    login = started(home, "login")
    address = address_in(login)
    query = urllib.parse.parse_qs(urllib.parse.urlsplit(address).query)
    redirect = urllib.parse.urlsplit(query["redirect_uri"][0])
    check(redirect.hostname == "127.0.0.1" and redirect.port and redirect.path == "/callback", f"redirect: {redirect}")
    check(query["code_challenge_method"] == ["S256"] and len(query["state"][0]) >= 20 and query["show_dialog"] == ["true"],
          f"authorize: {address}")
    spotify_reader.fetch(f"{redirect.scheme}://{redirect.netloc}/callback?code=evil&state=forged")
    with socket.create_connection((redirect.hostname, redirect.port)) as idle, socket.create_connection((redirect.hostname, redirect.port)) as tls:
        tls.sendall(b"\x16\x03\x01\x00\x05\x01\x00\x00\x01\x03")  # the beginning of a TLS hello
        check(stranger(redirect, "/favicon.ico") == 404, "a favicon")
        check(stranger(redirect, "/callback") == 200, "a callback without a state")
        check(login.poll() is None and not token_requests(proxy), "a stray request ended the login")
        spotify_reader.fetch(redirect_of(address))
        said = ended(login, 0)
        idle.close()
    check("Logged in as me" in said, said)
    request = token_requests(proxy)[0]
    check(b"code_verifier=" in request.body and "Authorization" not in request.headers, f"PKCE: {request.headers}")
    home.run("poll", "--land-only")
    shown("A11", "takes its own")
    print("PKCE: by a browser, on a free port; a forged state is ignored")


def check_paste_login(proxy, home):
    for spoil, expect in ((lambda url: url.replace("state=", "state=x"), 3), (lambda _: "", 3), (lambda url: f"  {url} \r", 0),
                          (lambda url: f' "{url}" ', 0), (lambda url: f"<{url}>", 0)):
        asked = len(token_requests(proxy))
        login = started(home, "login", "--paste")
        said = ended(login, expect, spoil(redirect_of(address_in(login))) + "\n")
        check(len(token_requests(proxy)) - asked == (1 if expect == 0 else 0), f"codes spent: {said}")
    print("paste: takes the address of this login alone")


def check_outages_keep_the_consent(simulator, proxy, home):
    answers = ({"how": "reset"}, {"how": "cut"}, {"status": 503, "body": "<html>busy</html>"}, {"status": 429, "headers": {"Retry-After": "60"}},
               {"status": 200, "body": "<html>hotel</html>"}, {"status": 400, "body": '{"error":"invalid_client"}'})
    for answer in answers:
        simulator.advance(2)
        proxy.spoil("/api/token", **answer)
        home.run("poll", "--land-only", expect=4)
    for answer in ({"status": 503, "body": "<html>"}, {"status": 429}, {"how": "cut"}):
        proxy.spoil("/api/token", **answer)
        home.run("login", "--auto", expect=4)
    home.run("poll", "--land-only")
    shown("A05", "only invalid_grant ends the consent")
    print(f"outages: {len(answers)} ways to fail a refresh end with 4, and the consent stays")


def check_killed_refresh(simulator, proxy, home):
    """A refresh is killed while the accounts service is slow; the next refresh starts from the same token."""
    simulator.advance(2)
    proxy.hanging.clear()
    proxy.spoil("/api/token", how="hang")
    poll = started(home, "poll", "--land-only")
    check(proxy.hanging.wait(LIMIT_S), "no refresh was asked for")
    poll.send_signal(signal.SIGKILL)
    ended(poll, -signal.SIGKILL)
    home.run("poll", "--land-only")
    print("killed during a refresh: the next one goes on")


def check_four_at_once(simulator, proxy, home):
    simulator.advance(2)
    before = len(token_requests(proxy))
    for poll in [started(home, "poll", "--land-only") for _ in range(4)]:
        ended(poll, 0)
    check(len(token_requests(proxy)) == before + 1, f"{len(token_requests(proxy)) - before} refreshes by four at once")
    print("four polls at once: one refresh, though each refresh kills the token before it")


def check_users(simulator, proxy, home):
    for user, account in (("ann", "listener-1"), ("bob", "listener-2")):
        sim(simulator, "/sim/sign_in", user=account)
        home.run("login", "--auto", "--user", user)
    sim(simulator, "/sim/sign_in", user="demo")
    sealed = sorted(path.name for path in (home.home / "secrets").glob("*.sealed"))
    check(sealed == [f"{user}.{demo.CLIENT}.consent.sealed" for user in ("ann", "bob", "me")], f"consents: {sealed}")
    simulator.advance(2)
    with open(home.home / "secrets" / f"me.{demo.CLIENT}.lock") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # user `me` is refreshing: no other user waits for that
        for user in ("ann", "bob"):
            polled = home.json("poll", "--land-only", "--user", user)
            check(polled["user"] == user and polled["status"] == 200, f"{user}: {polled}")
    home.run("poll", "--user", "carol", expect=3)
    proxy.spoil("/api/token", status=400, body='{"error":"invalid_grant"}')
    simulator.advance(2)
    home.run("poll", "--user", "ann", expect=3)
    home.run("poll", "--land-only", "--user", "bob")
    print("users: a consent each; the end of one leaves the others")


def check_account(simulator, proxy, home):
    """A06: the browser is signed in as somebody else. The old login stays whole, and no play of a stranger lands."""
    before = home.json("status")["users"][0]
    check(before["account"] == "demo" and before["account_id"], f"status: {before}")
    simulator.advance(1)  # so that the next page gets another name
    pages = len(list((home.home / "lake").rglob("*.zst")))
    sim(simulator, "/sim/sign_in", user="listener-1")
    refused = home.run("login", "--auto", expect=3).stderr
    for word in ("listener-1", "demo", "nothing has changed", "--switch-account", "--user NAME"):
        check(word in refused, f"{word} is not said: {refused}")
    check(home.json("status")["users"][0]["token_expires"] == before["token_expires"], "the old consent was replaced")
    home.run("poll", "--land-only")
    me = [e for e in proxy.exchanges if e.path.startswith("/v1/me/player")][-1]
    check(len(list((home.home / "lake").rglob("*.zst"))) == pages + 1 and me.status == 200, "the old login polls no more")
    sim(simulator, "/sim/sign_in", user="demo")
    twice = home.run("login", "--auto", "--user", "ann", expect=3).stderr
    check("logged in as me already" in twice, twice)
    check(home.json("login", "--auto")["account"] == "demo", "the same account again")
    sim(simulator, "/sim/sign_in", user="listener-1")
    check(home.json("login", "--auto", "--switch-account")["account"] == "listener-1", "a switch that was asked for")
    sim(simulator, "/sim/sign_in", user="demo")
    said = home.run("login", "--auto", "--switch-account").stdout
    check("Logged in as me, Spotify account Demo Listener (demo)." in said, said)
    print("account: named at login and in status; another one is refused, the old login stays; one account is no two listeners'")


def check_account_unsaid(simulator, proxy, home):
    """GET /v1/me fails at login: with a known account nothing changes; without one the login is kept, and its account is asked for later."""
    text = "User not registered in the Developer Dashboard"
    proxy.spoil("/v1/me", status=403, headers={"Content-Type": "text/plain"}, body=text)
    said = home.run("login", "--auto", expect=4).stderr
    check(text in said and "app's users" in said and "nothing has changed" in said, said)
    home.run("poll", "--land-only")
    with home_for(simulator, proxy, "unsaid") as other:
        proxy.spoil("/v1/me", status=403, headers={"Content-Type": "text/plain"}, body=text)
        said = other.run("login", "--auto", expect=4).stderr
        check(text in said and "app's users" in said and "is kept" in said, said)
        check(other.json("status")["users"][0]["account"] is None, "an account out of nowhere")
        asked = len([e for e in proxy.exchanges if e.path == "/v1/me"])
        other.run("poll", "--land-only")
        other.run("poll", "--land-only")
        check(len([e for e in proxy.exchanges if e.path == "/v1/me"]) == asked + 1, "asked once at the next use, and kept")
        check(other.json("status")["users"][0]["account"] == "demo", "the account is not kept")
    print("account unsaid: a login is kept where nothing is known, and asked about once at its next use")


def check_less_granted(simulator, proxy):
    with home_for(simulator, proxy, "less") as home:
        sim(simulator, "/sim/grant", scope="user-read-recently-played user-library-read")
        said = home.run("login", "--auto").stdout
        check("user-top-read (" in said and "playlist-modify-private (`segue playlist`" in said and "user-library-read (" not in said, said)
        check("user-follow-read" in home.json("status")["users"][0]["missing_scopes"], "status names no scope")
        check("lacks user-top-read" in home.run("status").stdout, "status says nothing")
    print("scopes: a consent of fewer says what will not work, at login and in status")


def check_lost_login(simulator, proxy):
    """M02: every later command, `status` and `status --check` say when and why the login ended, at once."""
    with home_for(simulator, proxy, "lost") as home:
        home.run("login", "--auto")
        home.run("poll", "--land-only")
        sim(simulator, "/sim/revoke")
        simulator.advance(2)
        for _ in range(2):
            said = home.run("poll", expect=3).stderr
            check("the login of me ended on 20" in said and "because" in said and "segue login" in said, said)
        due = home.run("status", "--check", expect=6).stdout
        check("the login of me ended on" in due, due)
        user = home.json("status")["users"][0]
        check(user["login_ended"] and "invalid_grant" in user["login_ended_because"] and user["account"] == "demo", f"{user}")
        check("ended" in home.run("poll", "--all", expect=3).stderr, "--all says nothing")
        sim(simulator, "/sim/sign_in", user="listener-1")
        home.run("login", "--auto", expect=3)  # the account is still known
        sim(simulator, "/sim/sign_in", user="demo")
        home.run("login", "--auto")
        home.run("poll", "--land-only")
        check(home.json("status")["users"][0]["login_ended"] is None, "the old end is told still")
    print("a lost login: when and why is kept and told; status --check ends with 6 at once")


def check_held_refresh(simulator, proxy, home):
    simulator.advance(2)
    before = len(token_requests(proxy))
    proxy.spoil("/api/token", status=429, headers={"Retry-After": "1800.5"})
    for _ in range(2):
        check("not before 20" in home.run("poll", "--land-only", expect=4).stderr, "until when is not said")
    check(len(token_requests(proxy)) == before + 1, "asked again before its time")
    simulator.advance(1)
    home.run("poll", "--land-only")
    print("429 of the accounts service: nothing is asked before its time")


def check_redirect_uri(proxy, home):
    login = started(home, "login", "--paste")
    said = ended(login, 3, "\n")
    check(said.index("http://127.0.0.1/callback") < said.index("/authorize?"), f"which address to register: {said}")
    proxy.spoil("/authorize", status=400, headers={"Content-Type": "text/plain"}, body="INVALID_CLIENT: Invalid redirect URI")
    said = home.run("login", "--auto", expect=3).stderr
    check("INVALID_CLIENT" in said and "register the redirect URI http://127.0.0.1/callback" in said, said)
    shown("A15", "says which URI to register")
    print("redirect URI: told before the browser opens, and where Spotify refuses another")


def check_wrong_clock(simulator, proxy):
    for days in (-730, 400):
        sim(simulator, "/sim/behaviour", skew_ms=days * 86_400_000)
        with home_for(simulator, proxy, "clock") as home:
            said = home.run("login", "--auto").stderr
            check("clock" in said, f"{days} days off: {said}")
            sim(simulator, "/sim/behaviour", skew_ms=0)
            now = json.loads(simulator.get("/sim/clock"))["now"]
            check(180 < days_left(simulator, home.json("status")["users"][0]["token_expires"]) < 185, f"{days} days off at {now}")
            home.run("poll", "--land-only")
    print("a clock two years off at login: the consent's end is Spotify's own, and the next poll goes through")


def check_secret_login(simulator, proxy, home):
    home.run("login", "--auto")
    authorize = next(e for e in proxy.exchanges if e.path.startswith("/authorize"))
    check("code_challenge" not in authorize.query and authorize.query["show_dialog"] == ["true"], f"authorize: {authorize.path}")
    request = token_requests(proxy)[0]
    check(request.headers.get("Authorization", "").startswith("Basic ") and b"code_verifier" not in request.body, "no secret flow")
    simulator.advance(2)
    home.run("poll", "--land-only")
    check(token_requests(proxy)[-1].headers["Authorization"].startswith("Basic "), "a refresh without the secret")
    home.environment["SEGUE_SPOTIFY_CLIENT_SECRET"] = "another-secret-that-is-wrong"
    simulator.advance(2)
    refused = home.run("poll", expect=4).stderr
    check("invalid_client" in refused and "secret" in refused and "another-secret" not in refused, refused)
    home.run("login", "--auto", expect=3)
    home.environment["SEGUE_SPOTIFY_CLIENT_SECRET"] = SECRET
    home.run("poll", "--land-only")
    print("secret: log-in and refresh show it in the header alone; a wrong one loses nothing")


def check_warnings(simulator, home):
    """Checks the warning of polls on each day of the last weeks; the last day is after the end."""
    home.run("login", "--auto")
    expires = home.json("status")["users"][0]["token_expires"]
    now = json.loads(simulator.get("/sim/clock"))["now"]
    check(expires[8:] == now[8:] and (int(expires[5:7]) - int(now[5:7])) % 12 == 6, f"six months after {now}: {expires}")
    end_ms = json.loads(simulator.get("/sim/clock"))["now_ms"]
    left, said = None, {}
    while left is None or left > 31:
        simulator.advance(10 * DAY_HOURS if left is None or left > 45 else DAY_HOURS)
        warned = home.run("poll", "--land-only").stderr
        left = days_left(simulator, expires)
        check("consent" not in warned or left <= 30, f"{left} days before: {warned}")
    for hours in (30, 23 * DAY_HOURS, 6 * DAY_HOURS):
        simulator.advance(hours)
        left = days_left(simulator, expires)
        warned = home.run("poll", "--land-only").stderr
        check(warned.count("consent") == 1 and "segue login" in warned, f"{left} days before: {warned}")
        said[round(left)] = warned
    check("before" in said[30] and "this week" in said[7] and "within a day" in said[1], f"warnings: {said}")
    simulator.advance(2 * DAY_HOURS)
    home.run("poll", "--land-only", expect=3)
    home.run("login", "--auto")
    check("consent" not in home.run("poll", "--land-only").stderr, "a new consent starts anew")
    check(json.loads(simulator.get("/sim/clock"))["now_ms"] > end_ms, "no time went by")
    print(f"warnings: none until 30 days before the end, then {len(said)} kinds of haste; the end is Spotify's own")


def days_left(simulator, expires):
    import datetime
    now = datetime.datetime.fromisoformat(json.loads(simulator.get("/sim/clock"))["now"].replace("Z", "+00:00"))
    return (datetime.datetime.fromisoformat(expires.replace("Z", "+00:00")) - now).total_seconds() / 86_400


def main():
    with tempfile.TemporaryDirectory() as folder:
        small = ("--listeners", "3", "--history-days", "3")
        (one := pathlib.Path(folder) / "one").mkdir()
        (two := pathlib.Path(folder) / "two").mkdir()
        with demo.Simulator(one, *small, "--rotate-refresh-tokens") as simulator, RecordingProxy(simulator.base) as proxy, \
                home_for(simulator, proxy, "login") as home:
            check_browser_login(proxy, home)
            check_paste_login(proxy, home)
            check_four_at_once(simulator, proxy, home)
            check_outages_keep_the_consent(simulator, proxy, home)
            check_killed_refresh(simulator, proxy, home)
            check_redirect_uri(proxy, home)
            check_held_refresh(simulator, proxy, home)
            check_account(simulator, proxy, home)
            check_account_unsaid(simulator, proxy, home)
            check_less_granted(simulator, proxy)
            check_wrong_clock(simulator, proxy)
            check_users(simulator, proxy, home)
            check_lost_login(simulator, proxy)
            home.run("login", "--auto")  # all logins were revoked
            check_warnings(simulator, home)
        with demo.Simulator(two, *small, "--client-secret", SECRET) as simulator, RecordingProxy(simulator.base) as proxy, \
                home_for(simulator, proxy, "secret", SEGUE_SPOTIFY_CLIENT_SECRET=SECRET) as home:
            check_secret_login(simulator, proxy, home)


if __name__ == "__main__":
    run_test(main)
