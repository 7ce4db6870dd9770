"""A day's quota is 600 calls for everything; three listeners are polled hourly, and one has 5,000 tracks to enrich: no poll is
delayed or refused, and the simulator never has to refuse. `--days N` runs that many days, or until everything is enriched."""
import argparse
import json
import pathlib
import re
import sqlite3
import subprocess
import sys
import tempfile
import zipfile

from lib.home import ROOT, SEGUE, Home, Missed, check

sys.path.insert(0, str(ROOT / "demo"))
import run as demo  # noqa: E402
import spotify_reader  # noqa: E402

DAILY, TRACKS = 600, 5_000
USERS = {"me": "demo", "ann": "listener-1", "bob": "listener-2"}
START = "2026-11-01T00:00:00Z"


def post(simulator, path):
    return json.loads(spotify_reader.fetch(simulator.base + path, data=b"") or b"{}")


def now_ms(simulator):
    return json.loads(simulator.get("/sim/clock"))["now_ms"]


def tracks_of(simulator, count):
    """Returns so many tracks of the simulator's catalogue, from the playlists of its people."""
    known = {}
    for playlist in json.loads(simulator.get("/sim/corpus?playlists=3000"))["playlists"]:
        for track in playlist["tracks"]:
            known.setdefault(track["track_uri"], track)
    check(len(known) >= count, f"the simulator's playlists hold {len(known)} tracks")
    return list(known.values())[:count]


def write_export(path, tracks):
    """Writes an extended streaming history in which each of the tracks was played once."""
    rows = [{"ts": f"2024-{1 + i // 500:02}-{1 + i // 20 % 25:02}T{i % 20:02}:{i % 60:02}:00Z", "platform": "ios", "ms_played": 120_000,
             "conn_country": "DE", "ip_addr": "203.0.113.1", "master_metadata_track_name": track["track_name"],
             "master_metadata_album_artist_name": track["artist_name"], "master_metadata_album_album_name": track["album_name"],
             "spotify_track_uri": track["track_uri"], "episode_name": None, "episode_show_name": None, "spotify_episode_uri": None,
             "reason_start": "trackdone", "reason_end": "trackdone", "shuffle": False, "skipped": False, "offline": False,
             "offline_timestamp": None, "incognito_mode": False} for i, track in enumerate(tracks)]
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("Spotify Extended Streaming History/Streaming_History_Audio_2024_0.json", json.dumps(rows))


def set_up(simulator, home):
    for user, listener in USERS.items():
        post(simulator, f"/sim/sign_in?user={listener}")
        home.run("login", "--auto", "--user", user)
    write_export(home.path / "export.zip", tracks_of(simulator, TRACKS))
    imported = home.json("import", home.path / "export.zip")
    check(imported["loaded"] == TRACKS, f"import: {imported}")


def poll_everybody(simulator, home):
    for user in USERS:
        before = now_ms(simulator)
        polled = home.json("poll", "--land-only", "--user", user)
        check(polled["status"] == 200 and polled["items"] > 0, f"poll of {user}: {polled}")
        check(now_ms(simulator) == before, f"the poll of {user} waited")


def enrich(home):
    """Returns the calls made, and whether quota ended the run; then it ends with 4 and names the time."""
    done = subprocess.run([str(SEGUE), "--json", "enrich"], env=home.environment, capture_output=True, text=True)
    check(done.returncode in (0, 4), f"enrich: exit {done.returncode}\n{done.stdout}{done.stderr}")
    check(done.returncode == 0 or re.search(r"(until|before) 20\d\d-\d\d-\d\dT", done.stderr), f"enrich: {done.stderr}")
    return json.loads(done.stdout)


def waits_by_the_simulators_clock(simulator, home):
    """A wait inside a command must move the simulator's clock, and not take real time."""
    before = now_ms(simulator)
    post(simulator, "/sim/fault?path=/v1/tracks&status=429&times=1&retry_after=90")
    made = enrich(home)
    moved = (now_ms(simulator) - before) / 1000
    check(90 <= moved <= 121, f"Retry-After of 90 s: the clock moved {moved} s; {made}")
    return made["calls"]


def calls_in_window(home):
    with sqlite3.connect(home.home / "state.db") as state:
        return state.execute("select count(*) from call").fetchone()[0]


def run_days(simulator, home, days):
    polls, calls, most, hours, last = 0, 0, 0, 0, {}
    while hours < 24 * days and last.get("calls_left", 1) > 0:
        poll_everybody(simulator, home)
        polls += len(USERS)
        if hours % 6 == 0:
            last = enrich(home)
            calls += last["calls"]
        most = max(most, calls_in_window(home))
        simulator.advance(1)
        hours += 1
    return polls, calls, most, hours, last


def main(days):
    with tempfile.TemporaryDirectory() as folder:
        simulator = demo.Simulator(pathlib.Path(folder), "--quota", str(DAILY), "--listeners", "40", "--history-days", "10", "--start", START)
        with simulator, Home("quota", {"SEGUE_SPOTIFY_API_URL": simulator.base, "SEGUE_SPOTIFY_ACCOUNTS_URL": simulator.base,
                                       "SEGUE_CLOCK_URL": simulator.base + "/sim/clock", "SEGUE_SPOTIFY_CLIENT_ID": demo.CLIENT}) as home:
            if not any(line.split()[:1] == ["enrich"] for line in home.run("--help").stdout.splitlines()):
                print("skipped: there is no segue enrich here yet")
                raise SystemExit(77)
            set_up(simulator, home)
            first = waits_by_the_simulators_clock(simulator, home)
            polls, calls, most, hours, last = run_days(simulator, home, days)
            calls += first
            asked = json.loads(simulator.get("/sim/calls"))
            refused = {route: count for route, count in asked.items() if route.startswith("refused")}
            check(not refused, f"the simulator had to refuse: {refused}")
            check(most <= DAILY - 100 + 24 * len(USERS), f"{most} calls within 24 hours")
            check(calls >= 250 * hours // 24 or last["calls_left"] == 0, f"{calls} calls of enrichment in {hours} hours: quota lies idle")
            check(asked["GET /v1/me/player/recently-played"] == polls, f"polls made: {asked}")
    print(f"{hours / 24:.0f} days of {DAILY} calls: {polls} hourly polls of {len(USERS)} listeners, none delayed or refused, beside "
          f"{calls} calls of enrichment ({last['calls_left']} left); at most {most} calls in 24 hours")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=int, default=3)
    try:
        main(parser.parse_args().days)
    except Missed as miss:
        print(f"MISSED: {miss}")
        sys.exit(1)
