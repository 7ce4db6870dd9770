"""Enrichment against the simulator: killed and run again it asks for nothing twice; plays stay as they were, and candidates are added."""
import json
import pathlib
import signal
import subprocess
import sys
import tempfile
import time

import duckdb

from lib.home import ROOT, SEGUE, check, run_test, same_marts
from spotify_test import home_for, post

sys.path.insert(0, str(ROOT / "demo"))
import run as demo  # noqa: E402

# Kind in the lake → the name under which the simulator counts its calls.
KINDS = {"track": "/tracks/{id}", "album": "/albums/{id}", "artist": "/artists/{id}", "artist_albums": "/artists/{id}/albums",
         "saved_tracks": "/me/tracks", "playlists": "/me/playlists", "playlist_items": "/playlists/{id}/items", "profile": "/me",
         "top_tracks": "/me/top/tracks", "top_artists": "/me/top/artists", "followed_artists": "/me/following"}
KILLS_AT = (4, 15, 28)  # answers in the lake
PLAYS = "select * from segue.fct_plays order by play_id"
KEYS = ("select track_key, recording_key, artist_key, version_class from segue.dim_tracks"
        " where track_key in (select track_key from segue.fct_plays) order by 1")


def landed(home):
    return {kind: len(list((home.home / "lake/v1/me" / kind).rglob("*.zst"))) for kind in KINDS}


def asked(simulator):
    calls = json.loads(simulator.get("/sim/calls"))
    return {kind: calls.get(f"GET /v1{path}", 0) for kind, path in KINDS.items()}


def raw(home, sql):
    with duckdb.connect(str(home.home / "work.duckdb"), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def kill_when(home, answers):
    """Starts `enrich` and ends it with SIGKILL once the lake holds that many answers."""
    child = subprocess.Popen([str(SEGUE), "enrich", "--calls", "40"], env=home.environment, stdout=subprocess.DEVNULL,
                             stderr=subprocess.DEVNULL)
    while sum(landed(home).values()) < answers and child.poll() is None:
        time.sleep(0.001)
    child.send_signal(signal.SIGKILL)
    child.wait()
    check(child.returncode == -signal.SIGKILL, f"enrich had ended before it was killed at {answers} answers: {child.returncode}")


def check_kills(simulator, home):
    for answers in KILLS_AT:
        kill_when(home, answers)
    made = home.json("enrich", "--calls", "40")
    check(made["calls"] == 40 and made["calls_left"] > 0 and made["days_left"] >= 1 and made["held_until"] is None, f"enrich: {made}")
    lost = {kind: count - landed(home)[kind] for kind, count in asked(simulator).items()}
    check(min(lost.values()) >= 0 and sum(lost.values()) <= len(KILLS_AT),
          f"calls whose answers are not in the lake: {lost}; each kill may cost one")
    things = raw(home, "select kind, coalesce(subject, ''), coalesce(snapshot, ''), page_offset, count(*) from segue_raw.answers"
                       " group by all having count(*) > 1")
    check(not things, f"asked for twice: {things}")
    answers = raw(home, "select count(*) from segue_raw.answers")[0][0]
    check(answers == sum(landed(home).values()), f"{answers} answers loaded, {landed(home)} landed")
    print(f"kills: {len(KILLS_AT)}, {answers} answers, {sum(lost.values())} calls lost, nothing asked for twice")


def check_marts(home, before):
    home.run("transform")
    plays, keys, isrcs = before
    check(home.query(PLAYS) == plays, "metadata changed fct_plays")
    check(home.query(KEYS) == keys, "metadata changed a key of a played track")
    now = home.query("select count(isrc), count(*) from segue.dim_tracks where track_key in (select track_key from segue.fct_plays)")[0]
    check(isrcs == 0 and now[0] > 100, f"ISRCs of played tracks: {isrcs} before, {now[0]} now")
    origins = dict(home.query("select origin, count(*) from segue.candidates group by 1"))
    check(origins.get("artist_album", 0) > 20 and origins.get("saved", 0) > 0 and origins.get("playlist", 0) > 0, f"candidates: {origins}")
    strangers = home.query(
        "select count(*) from segue.candidates c join segue.dim_recordings r using (recording_key) where c.origin = 'artist_album'"
        " and r.artist_key not in (select d.artist_key from segue.heard h join segue.dim_recordings d using (recording_key))")
    check(strangers == [(0,)], f"{strangers} candidates from albums of artists that were never heard")
    check(home.query("select count(*) from segue.artist_genres")[0][0] > 0, "no genre")
    check(home.query("select count(*) from segue.dim_albums where image_url is not null and release_date is not null")[0][0] > 50,
          "no covers or dates")
    marts = home.marts()
    home.run("rebuild")
    same_marts(marts, home.marts(), "rebuilt from the lake")
    print(f"marts: {len(plays)} plays as they were, {now[0]} of {now[1]} played tracks with ISRC, candidates {origins}; rebuilt the same")


def check_another_day(simulator, home):
    """Lists are read once a day: an equal first page ends the reading; with an unchanged snapshot the items are not asked for."""
    before = asked(simulator)
    home.run("enrich", "--calls", "15")
    same_day = asked(simulator)
    for kind in ("saved_tracks", "playlists", "playlist_items", "profile", "top_tracks", "top_artists", "followed_artists"):
        check(same_day[kind] == before[kind], f"{kind} was asked for twice a day")
    simulator.advance(24)
    home.run("enrich", "--calls", "30")
    after = asked(simulator)
    for kind, calls in (("saved_tracks", 1), ("playlists", 1), ("playlist_items", 0), ("profile", 1), ("followed_artists", 1)):
        check(after[kind] == before[kind] + calls, f"{kind}: {after[kind] - before[kind]} calls on the next day, not {calls}")
    equal = raw(home, "select count(*) from segue_raw.answers where kind = 'saved_tracks' and same_as is not null")
    check(equal == [(1,)], f"{equal} equal first pages")
    print("another day: one call sees that saved tracks are as they were, none for items of unchanged playlists")


def check_refusals(simulator, home):
    simulator.advance(24)
    home.run("enrich", "--calls", "25")  # the day's lists
    before = landed(home)
    post(simulator, "/sim/fault?path=/v1/albums&status=429&times=1&retry_after=7200")
    held = home.run("--json", "enrich", "--calls", "12", expect=4)
    result = json.loads(held.stdout)
    check(result["held_until"] is not None and result["held_until"][:16] in held.stderr, f"429: {held.stdout}{held.stderr}")
    others = sum(landed(home).values()) - sum(before.values())
    check(landed(home)["album"] == before["album"] and others >= 10, f"429 of albums: {result}")
    calls = asked(simulator)["album"]
    home.run("enrich", "--calls", "12", expect=4)
    check(asked(simulator)["album"] == calls, "a family that is held back was asked")
    simulator.advance(3)
    again = home.json("enrich", "--calls", "12")
    check(again["held_until"] is None and again["albums"] > 0, f"past Retry-After: {again}")
    post(simulator, "/sim/fault?path=/v1/artists&status=404&times=1")
    missing = home.json("enrich", "--calls", "8")
    check(missing["missing"] == 1, f"404: {missing}")
    check(raw(home, "select count(*) from segue_raw.answers where status = 404") == [(1,)], "a 404 is not remembered")
    before = asked(simulator)
    dry = home.json("enrich", "--dry-run")
    check(dry["dry_run"] and dry["calls"] == 0 and dry["calls_left"] > 0 and asked(simulator) == before, f"--dry-run: {dry}")
    print("refusals: albums held for two hours, the other families went on; exit 4 says until when; a 404 is remembered")


def main():
    with tempfile.TemporaryDirectory() as folder, demo.Simulator(pathlib.Path(folder)) as simulator:
        with home_for(simulator, "enrich") as home:
            home.run("enrich", expect=3)
            home.run("login", "--auto")
            export = home.path / "export.zip"
            export.write_bytes(simulator.get("/sim/export?user=demo&days=120"))
            home.run("import", export)
            home.run("transform")
            isrcs = home.query("select count(isrc) from segue.dim_tracks")[0][0]
            before = (home.query(PLAYS), home.query(KEYS), isrcs)
            check_kills(simulator, home)
            check_marts(home, before)
            check_another_day(simulator, home)
            check_refusals(simulator, home)


if __name__ == "__main__":
    run_test(main)
