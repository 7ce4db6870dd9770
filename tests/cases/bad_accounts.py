"""Bad days of logins: another account at the browser, fewer scopes, a wrong clock, a login that ended."""
import json
import socket

from lib.cases import shown
from lib.home import check
import spotify_reader


def post(simulator, path):
    spotify_reader.fetch(simulator.base + path, data=b"")


def said_by(done):
    return done.stdout + done.stderr


def check_other_account(simulator, home):
    """A06: a browser that is signed in as somebody else."""
    home.run("login", "--auto")
    home.run("poll")
    before = home.work_rows("select count(*) from segue_raw.plays")[0][0]
    post(simulator, "/sim/sign_in?user=listener-1")
    again = home.run_any("login", "--auto")
    check(again.returncode == 3 and "listener-1" in said_by(again) and "nothing has changed" in said_by(again),
          f"another account was taken: {again.returncode} {said_by(again)}")
    simulator.advance(0.01)  # so that the next page gets another name; nothing is played meanwhile
    home.run("poll")
    rows = home.work_rows("select count(*) from segue_raw.plays")[0][0]
    check(rows == before == 50, f"{rows} rows after {before}: a stranger's plays")
    other = home.run_any("login", "--auto", "--user", "ann")
    check(other.returncode == 0, f"ann's own account: {said_by(other)}")
    post(simulator, "/sim/sign_in?user=demo")
    twice = home.run_any("login", "--auto", "--user", "bob")
    check(twice.returncode != 0, f"one account for two users: {said_by(twice)}")
    check("demo" in said_by(home.run_any("status")), f"status names no account: {said_by(home.run_any('status'))}")
    shown("A06", "refused and named; nothing mixed")


def check_lost_login(simulator, home):
    """M02: a revoked login leaves a trace at once."""
    home.run("login", "--auto")
    home.run("poll")
    post(simulator, "/sim/revoke")
    simulator.advance(2)
    home.run("poll", expect=3)
    second = home.run("poll", expect=3).stderr
    check("has not logged in" not in second and "segue login" in second, f"the second poll: {second}")
    status = said_by(home.run_any("status"))
    checked = home.run_any("status", "--check")
    check(checked.returncode == 6, f"status --check: {checked.returncode} {said_by(checked)}")
    for said in (status, said_by(checked)):
        check("the login of me ended on 20" in said and "invalid_grant" in said, f"when and why: {said}")
    shown("M02", "status and status --check say when and why")


def check_scopes(simulator, proxy, home):
    """A07: a consent that grants less than was asked for."""
    home.run("login", "--auto")
    token = next(json.loads(e.answer) for e in reversed(proxy.exchanges) if e.path == "/api/token" and e.status == 200)
    proxy.spoil("/api/token", status=200, body=json.dumps({**token, "scope": "user-read-recently-played"}))
    login = said_by(home.run_any("login", "--auto"))
    status = said_by(home.run_any("status"))
    for said in (login, status):
        check("playlist-modify-private (`segue playlist`: the weekly list)" in said, f"what is missing is not told: {said}")
        check("user-read-recently-played" not in said, f"what was granted is told as missing: {said}")
    shown("A07", "said at login and in status")


def check_clock(simulator, home):
    """A09: the machine's clock is years off at login; Spotify's is not."""
    for days in (-730, 400):
        post(simulator, f"/sim/behaviour?skew_ms={days * 86_400_000}")
        home.run("login", "--auto")
        post(simulator, "/sim/behaviour?skew_ms=0")
        users = home.json("status")["users"][0]
        now = json.loads(simulator.get("/sim/clock"))["now"]
        months = (int(users["token_expires"][:4]) - int(now[:4])) * 12 + int(users["token_expires"][5:7]) - int(now[5:7])
        check(months == 6, f"logged in with a clock {days} days off at {now}: the consent ends {users['token_expires']}")
        home.run("poll", "--land-only")
    shown("A09", "the consent is dated by Spotify's answer")


def check_client_ids(home):
    """M04: an id pasted with blanks or as an address; M05: a port that is taken."""
    there = dict(home.environment)
    for wrong in ("https://developer.spotify.com/dashboard/abc", "two words", "x" * 500 + "/"):
        home.environment["SEGUE_SPOTIFY_CLIENT_ID"] = wrong
        done = home.run_any("login", "--auto")
        check(done.returncode == 2 and "client" in said_by(done), f"{wrong[:30]}: {done.returncode} {said_by(done)}")
    home.environment = there
    shown("M04", "exit 2, says what an id is")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = home.run_any("login", "--port", taken.getsockname()[1])
        check(done.returncode == 2 and "port" in said_by(done), f"a taken port: {done.returncode} {said_by(done)}")
    shown("M05", "exit 2, says so")


def check_one_of_two(proxy, home):
    """M01: a fault of one listener's login or account does not keep another listener from being polled."""
    def polled():
        return [(run["user"], run["exit"]) for run in home.json("status")["runs"] if run["step"] == "poll"][:2]

    with open(home.home / "config.toml", "a") as config:
        config.write('[users.ann]\ntimezone = "UTC"\n')
    proxy.spoil("/v1/me/player/recently-played", status=403, body='{"error":{"status":403,"message":"Forbidden"}}')
    home.run("poll", "--all", expect=4)
    check(sorted(polled()) == [("ann", 4), ("me", 0)], f"poll --all after one refusal: {polled()}")
    sealed = next((home.home / "secrets").glob("ann.*.sealed"))
    whole = sealed.read_bytes()
    sealed.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    said = home.run("poll", "--all", expect=3).stderr
    check(sorted(polled()) == [("ann", 3), ("me", 0)] and "cannot be opened" in said, f"a login that does not open: {polled()} {said}")
    sealed.write_bytes(whole)
    home.run("poll", "--all")
    shown("M01", "the other is polled, exit 4, or 3")


def check_all(simulator, proxy, new_home):
    with new_home("account") as home:
        check_other_account(simulator, home)
        check_one_of_two(proxy, home)
    with new_home("scopes") as home:
        check_scopes(simulator, proxy, home)
    with new_home("clock") as home:
        check_clock(simulator, home)
    with new_home("ids") as home:
        check_client_ids(home)
    with new_home("lost") as home:
        check_lost_login(simulator, home)
