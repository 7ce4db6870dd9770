"""Bad days of polls, logins, networks and homes, as people reported them: the real program against the strict simulator, with
a proxy between that spoils one answer after another. tests/cases/api/cases.py says what is right."""
import email.utils
import json
import pathlib
import sys
import tempfile

TESTS = pathlib.Path(__file__).resolve().parent.parent
sys.path[:0] = [str(TESTS), str(TESTS.parent / "demo")]
from cases import bad_accounts, bad_files, bad_homes, bad_networks  # noqa: E402
from lib.cases import shown  # noqa: E402
from lib.home import Home, check, run_test  # noqa: E402
from lib.recording_proxy import RecordingProxy  # noqa: E402
import run as demo  # noqa: E402

RECENT = "/v1/me/player/recently-played"
TEXT = {"Content-Type": "text/plain"}


def home_for(simulator, base, name, **more):
    return Home(name, {"SEGUE_SPOTIFY_API_URL": base, "SEGUE_SPOTIFY_ACCOUNTS_URL": base,
                       "SEGUE_CLOCK_URL": simulator.base + "/sim/clock", "SEGUE_SPOTIFY_CLIENT_ID": demo.CLIENT, **more})


def polls_in_lake(home):
    return len(list((home.home / "lake").rglob("recently_played/**/*.zst")))


def item(track, played_at, **more):
    return {"played_at": played_at, "context": None,
            "track": {"id": track, "uri": "spotify:track:" + track, "name": "Song " + track[-1], "type": "track", "duration_ms": 200000,
                      "artists": [{"id": "0" * 22, "name": "Lantern Quay"}], "album": {"name": "Slow Rivers"}, **more}}


def date_of(simulator):
    return email.utils.formatdate(json.loads(simulator.get("/sim/clock"))["now_ms"] / 1000, usegmt=True)


def track(n):
    return f"{n:022d}"


def check_pages_that_are_none(simulator, proxy, home):
    """A01: an answer that is not a page is kept; the poll ends with 4, and nothing else changes."""
    bodies = [(204, ""), (502, "<html>Bad Gateway</html>"), (404, '{"error":{"status":404,"message":"Not found."}}'), (200, "nonsense"),
              (200, ""), (200, "<html>hotel</html>"), (200, "[]"), (200, '{"items":'), (500, "")]
    for status, body in bodies:
        kept = polls_in_lake(home)
        simulator.advance(0.1)
        proxy.spoil(RECENT, status=status, body=body)
        home.run("poll", expect=4)
        check(polls_in_lake(home) == kept + 1, f"{status} {body!r} was not kept")
    proxy.spoil(RECENT, status=200, body='{"items":[]}')
    home.run("poll")
    check(home.json("poll")["items"] == 50, "the poll after the bad ones")
    shown("A01", "exit 4, kept in the lake; the next poll is well")


def check_times(proxy, home):
    """A02: forms of played_at that were seen, and an item twice."""
    times = ["2026-10-01T10:00:00Z", "2026-10-01T10:05:00.123Z", "2026-10-01T10:10:00.123456Z", "2026-10-01T10:15:00+00:00",
             "2026-10-01T12:20:00+02:00"]
    items = [item(track(n), time) for n, time in enumerate(times)]
    items += [items[0], item(track(9), times[0])]
    proxy.spoil(RECENT, status=200, body=json.dumps({"items": items}))
    polled = home.json("poll")
    home.run("transform")
    plays = home.query("select t.spotify_id, strftime(p.ended_at, '%H:%M:%S.%f') from segue.fct_plays p join segue.dim_tracks t using (track_key)"
                       " where t.spotify_id like '00000000%' order by 2, 1")
    check(plays == [(track(0), "10:00:00.000000"), (track(9), "10:00:00.000000"), (track(1), "10:05:00.123000"), (track(2), "10:10:00.123000"),
                    (track(3), "10:15:00.000000"), (track(4), "10:20:00.000000")], f"plays of {polled}: {plays}")
    shown("A02", "each read; a double is one play")


def check_odd_fields(simulator, proxy, home):
    """A13: a play needs played_at and one of id, uri, name; no other oddity loses a play."""
    odd = [{"external_ids": ["x"]}, {"duration_ms": "200000"}, {"artists": None}, {"artists": {"name": "A"}}, {"album": "x"}, {"explicit": "no"},
           {"album": None}, {"track_number": {}}, {"is_local": "false"}, {"disc_number": "one"}, {"name": None}, {"id": None}]
    items = [item(track(100 + n), f"2026-10-02T10:{n:02d}:00Z", **more) for n, more in enumerate(odd)]
    items.append({"played_at": "2026-10-02T11:00:00Z", "context": "x", "track": item(track(200), "")["track"]})
    proxy.spoil(RECENT, status=200, body=json.dumps({"items": items}))
    home.json("poll")
    rows = home.work_rows("select count(distinct instant_ms) from segue_raw.plays where source = 'api' and instant_ms between "
                          "epoch_ms(timestamp '2026-10-02 09:00:00') and epoch_ms(timestamp '2026-10-02 12:00:00')")
    check(rows[0][0] == len(items), f"{rows[0][0]} of {len(items)} plays with odd fields")
    broken = [item(track(300), "2026-10-03T10:00:00Z"), {"played_at": "soon", "track": item(track(301), "")["track"]}, "x", {"played_at": None}]
    for dated in ((), ("Date",)):
        simulator.advance(0.5)
        proxy.spoil(RECENT, status=200, body=json.dumps({"items": broken}), headers={name: date_of(simulator) for name in dated})
        done = home.run_any("poll")
        check(done.returncode == 0 and "3 of 4 rows could not be read: see " in done.stdout, f"rows that cannot be read: {done.stdout}{done.stderr}")
        told = home.run("status", "--check", expect=6).stdout
        check("3 of 4 rows of the newest page could not be read" in told, f"status --check: {told}")
    shown("A13", "the play is kept; a row without a time is told")


def check_waits(simulator, proxy, home):
    """A03: a Retry-After of a day, an empty one, one as a date, one with fractions of a second."""
    proxy.spoil(RECENT, status=429, headers={"Retry-After": "86236"})
    said = home.run("poll", expect=4).stderr
    check("not before" in said, said)
    asked = len(proxy.exchanges)
    home.run("poll", expect=4)
    check(len([e for e in proxy.exchanges[asked:] if e.path.startswith(RECENT)]) == 0, "asked within the wait")
    simulator.advance(24.5)
    home.run("poll")
    now_s = json.loads(simulator.get("/sim/clock"))["now_ms"] / 1000
    in_an_hour = email.utils.formatdate(now_s + 3600, usegmt=True)
    for headers in ({"Retry-After": in_an_hour}, {"Retry-After": in_an_hour, "Date": email.utils.formatdate(now_s, usegmt=True)}):
        proxy.spoil(RECENT, status=429, headers=headers)
        home.run("poll", expect=4)
        asked = len(proxy.exchanges)
        home.run("poll", expect=4)
        check(len(proxy.exchanges) == asked, f"asked within the hour of {headers}")
        simulator.advance(1)
        home.run("poll")
        in_an_hour = email.utils.formatdate(now_s + 7200, usegmt=True)
    for at_once in ("0", "Wed, 21 Oct 2015 07:28:00 GMT"):
        proxy.spoil(RECENT, status=429, headers={"Retry-After": at_once})
        home.run("poll", expect=4)
        home.run("poll")
    for odd in ("0.5", "-3", "soon"):
        proxy.spoil(RECENT, status=429, headers={"Retry-After": odd})
        home.run("poll", expect=4)
        simulator.advance(1)
        home.run("poll")
    shown("A03", "not before it; then asks again")


def check_tokens(simulator, proxy, home):
    """A04: after one 401 the token is refreshed silently; 401 for good ends with 3."""
    before = sum(e.path == "/api/token" for e in proxy.exchanges)
    proxy.spoil(RECENT, status=401, body="")
    home.run("poll")
    check(sum(e.path == "/api/token" for e in proxy.exchanges) == before + 1, "one refresh")
    proxy.spoil(RECENT, status=401, body="", times=2)
    said = home.run("poll", expect=3).stderr
    check("segue login" in said, said)
    shown("A04", "one refresh, one retry, then exit 3")


def check_refusals(proxy, home):
    """P08: the words of Spotify's plain-text refusals are repeated, with their cure."""
    texts = {"User not registered in the Developer Dashboard": "users at developer.spotify.com", "the user is not registered for this application": "users at developer.spotify.com",
             "Active premium subscription required for the owner of the app.": "Premium", "Check settings on developer.spotify.com/dashboard, the user may not be registered.":
             "users at developer.spotify.com"}
    for text, cure in texts.items():
        proxy.spoil(RECENT, status=403, body=text, headers=TEXT)
        said = home.run("poll", expect=4).stderr
        check(text[:30] in said and cure in said, f"{text}: {said}")
    proxy.spoil(RECENT, status=403, body=json.dumps({"error": {"status": 403, "message": "Insufficient client scope"}}))
    check("segue login" in home.run("poll", expect=3).stderr, "a missing scope")
    shown("P08", "the text and its cure")
    shown("P08s", "exit 3, run `segue login`")


def main():
    with tempfile.TemporaryDirectory() as folder:
        flags = ("--listeners", "3", "--history-days", "4")
        path = pathlib.Path(folder)
        (path / "one").mkdir()
        with demo.Simulator(path / "one", *flags) as simulator, RecordingProxy(simulator.base) as proxy:
            with home_for(simulator, proxy.base, "bad-days") as home:
                home.run("login", "--auto")
                check_pages_that_are_none(simulator, proxy, home)
                check_times(proxy, home)
                check_odd_fields(simulator, proxy, home)
                check_waits(simulator, proxy, home)
                check_refusals(proxy, home)
                check_tokens(simulator, proxy, home)
            bad_networks.check_all(simulator, proxy, lambda name, **more: home_for(simulator, proxy.base, name, **more))
            bad_accounts.check_all(simulator, proxy, lambda name, **more: home_for(simulator, proxy.base, name, **more))
            bad_files.check_all(Home)
            bad_homes.check_all(lambda name, **more: home_for(simulator, proxy.base, name, **more))


if __name__ == "__main__":
    run_test(main)
