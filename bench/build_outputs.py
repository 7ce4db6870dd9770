"""Runs one build of segue (SEGUE_BIN) through a scenario and leaves every output in a folder, for same_outputs.py.

The folder then holds `answers.json` (each command's exit code, JSON, text and messages, and what the simulator was asked
and holds), `home/` (lake, models, published marts) and, in the database of --warehouse-url, the marts on PostgreSQL.
"""
import argparse
import json
import pathlib
import signal
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "demo")]

import run as demo  # noqa: E402
import spotify_reader  # noqa: E402
from lib.home import Home, check, need_data, run_test  # noqa: E402

LISTENERS = {"me": "demo", "listener-1": "listener-1"}
FIRST, LAST = "2026-11-01T00:00:00Z", "2026-11-30T00:00:00Z"  # days of the simulated month
LOADED = (0, 5)  # exit 5: items without a track are rejected, the rest is loaded
READ_SCOPES = "playlist-read-private"


class Recorder:
    """Runs commands in a home and keeps the output of each."""

    def __init__(self, home):
        self.home, self.answers = home, {}

    def keep(self, name, **values):
        check(name not in self.answers, f"two answers are called {name}")
        self.answers[name] = values

    def json(self, *words, expect=(0,), home=None, prefix=""):
        done = (home or self.home).run_any("--json", *words)
        check(done.returncode in expect, f"segue --json {' '.join(map(str, words))}: exit {done.returncode}\n{done.stdout}{done.stderr}")
        self.keep(prefix + shown(words), exit=done.returncode, json=json.loads(done.stdout), messages=done.stderr)
        return json.loads(done.stdout)

    def lines(self, *words):
        """Runs a command that prints one value of JSON a line."""
        lines = [json.loads(line) for line in self.home.run("--json", *words).stdout.splitlines()]
        check(lines, f"segue --json {shown(words)} says nothing")
        self.keep(shown(words), exit=0, json=lines)

    def text(self, *words):
        done = self.home.run_any(*words)
        self.keep(f"{shown(words)} (text)", exit=done.returncode, text=done.stdout, messages=done.stderr)


def shown(words):
    return " ".join(word.name if isinstance(word, pathlib.Path) else str(word) for word in words)


def home_in(folder, name, simulator, more=None):
    folder.mkdir(exist_ok=True)
    home = Home(name, {"SEGUE_SPOTIFY_API_URL": simulator.base, "SEGUE_SPOTIFY_ACCOUNTS_URL": simulator.base,
                       "SEGUE_CLOCK_URL": simulator.base + "/sim/clock", "SEGUE_SPOTIFY_CLIENT_ID": demo.CLIENT,
                       "SEGUE_LEARN_FROM_API": "train", **(more or {})}, folder)
    home.home.mkdir(exist_ok=True)
    return home


def ask_all(recorder, year):
    """Runs the commands that read and change nothing, as JSON and as people see them."""
    for words in (("stats",), ("stats", "--year", year, "--top", "25"), ("status",), ("status", "--days"), ("rule", "list"),
                  ("rule", "list", "--all"), ("run", "--dry-run"), ("recommend", "--n", "30"), ("corpus", "list")):
        recorder.json(*words)
        recorder.text(*words)
    recorder.json("status", "--check", expect=(0, 6))


def station(recorder, simulator):
    """The worked example: a radio station's log, and public playlists as a corpus."""
    log, playlists = need_data("triplej-listenbrainz-export.zip", "public-playlists")
    recorder.home.run("init", "--timezone", "Australia/Sydney")
    recorder.json("import", log)
    recorder.json("corpus", "add", playlists)
    recorder.json("load")
    recorder.json("transform")
    recorder.json("train")
    recorder.json("similar", "The Black Keys - Lonely Boy", "--n", "8")
    ask_all(recorder, "2013")


def sign_in(recorder, simulator):
    for user, name in LISTENERS.items():
        spotify_reader.fetch(f"{simulator.base}/sim/sign_in?user={name}", data=b"")
        recorder.home.run("--user", user, "login", "--auto")
    spotify_reader.fetch(f"{simulator.base}/sim/sign_in?user=demo", data=b"")


def playlists_held(simulator):
    """Returns each playlist of the listener as the simulator shows it, with its items."""
    token = spotify_reader.consent(simulator.base, demo.CLIENT, READ_SCOPES)
    heads = [head for head in json.loads(spotify_reader.fetch(f"{simulator.base}/v1/me/playlists?limit=50", token))["items"]
             if head["owner"]["id"] == "demo"]
    told = [{key: head[key] for key in ("id", "name", "description", "public", "collaborative", "snapshot_id")} for head in heads]
    return {"heads": told, "items": spotify_reader.playlists(simulator.base, token)}


def decide(recorder):
    """Adds rules on the songs and artists that the listener played most."""
    songs = recorder.home.query("select r.title, r.artist, min(t.spotify_id) from segue.fct_plays p join segue.dim_tracks t using (track_key)"
                                " join segue.dim_recordings r using (recording_key) where p.user_id = 'me' and t.spotify_id is not null"
                                " group by 1, 2 order by count(*) desc, 1, 2 limit 6")
    ids = [f"spotify:track:{song[2]}" for song in songs]
    recorder.json("rule", "add", "merge", ids[1], ids[2], "--why", "one song")
    recorder.json("rule", "add", "exclude", "track", ids[0], "--why", "an alarm")
    undone = recorder.json("rule", "add", "exclude", "artist", songs[3][1])
    recorder.json("rule", "undo", undone["rule"]["id"])


def month(recorder, simulator):
    """Polls two listeners every two hours for a month, with oddities; then an export, metadata, rules and the playlist."""
    home = recorder.home
    home.run("init", "--timezone", "Europe/Berlin")
    with open(home.home / "config.toml", "a") as config:
        config.write('[users.listener-1]\ntimezone = "America/Los_Angeles"\n')
    files = {"export.zip": "/sim/export?user=demo&days=365", "mpd.slice.0-999.json": "/sim/corpus?playlists=3000"}
    for name, path in files.items():
        (home.path / name).write_bytes(simulator.get(path))
    sign_in(recorder, simulator)
    recorder.json("import", "--land-only", home.path / "export.zip")
    recorder.json("corpus", "add", home.path / "mpd.slice.0-999.json", "--terms", "made up by the simulator")
    home.run("poll", "--all", "--land-only", "--every", "120", "--until", LAST)
    recorder.json("load", expect=LOADED)
    recorder.json("poll", expect=LOADED)
    recorder.json("enrich", "--calls", "120")
    recorder.json("transform")
    decide(recorder)
    recorder.json("run")
    simulator.advance(24 * 7)
    ask_all(recorder, "2026")
    recorder.lines("import", "--explain", home.path / "export.zip")
    recorder.json("--user", "listener-1", "stats")
    recorder.json("playlist", "--dry-run")
    recorder.json("playlist", "--n", "20")
    recorder.json("playlist", "--n", "20", prefix="again: ")
    recorder.keep("playlists that the simulator holds", json=playlists_held(simulator))
    recorder.keep("calls that the simulator counted", json=json.loads(simulator.get("/sim/calls")))


def on_postgres(recorder, simulator, url):
    """Builds the marts of the same lake on PostgreSQL, in a home of their own."""
    first = recorder.home
    home = home_in(first.path / "postgres", "postgres", simulator, {"SEGUE_WAREHOUSE_URL": url})
    for part in ("lake", "corpora"):
        (home.home / part).symlink_to(first.home / part, target_is_directory=True)
    (home.home / "config.toml").write_text((first.home / "config.toml").read_text())
    for words in (("transform",), ("stats",), ("status",), ("rule", "list")):
        recorder.json(*words, home=home, prefix="on PostgreSQL: ")


SCENARIOS = {"station": (station, ()), "month": (month, ("--start", FIRST, "--listeners", "2", "--oddities", "--sessions-a-day", "3"))}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scenario", choices=SCENARIOS, required=True)
    parser.add_argument("--folder", type=pathlib.Path, required=True, help="an empty folder")
    parser.add_argument("--port", type=int, required=True, help="of the simulator: its answers name it")
    parser.add_argument("--warehouse-url", required=True, help="an empty database of PostgreSQL")
    flags = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that the simulator ends with us
    play, arguments = SCENARIOS[flags.scenario]
    with demo.Simulator(flags.folder, *arguments, port=flags.port) as simulator:
        recorder = Recorder(home_in(flags.folder, flags.scenario, simulator))
        play(recorder, simulator)
        on_postgres(recorder, simulator, flags.warehouse_url)
    (flags.folder / "answers.json").write_text(json.dumps(recorder.answers, indent=1))


if __name__ == "__main__":
    run_test(main)
