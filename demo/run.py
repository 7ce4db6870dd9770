#!/usr/bin/env python3
"""The whole way against a simulated Spotify. Prints what a listener would see; exits 1 when the playlist read back from the
simulator is not the one that segue says it wrote."""
import argparse
import json
import os
import pathlib
import shutil
import subprocess
import sys
import textwrap
import time

import spotify_reader

ROOT = pathlib.Path(__file__).resolve().parent.parent
BIN = pathlib.Path(os.environ.get("SEGUE_BIN", ROOT / "build/release/bin"))
CLIENT = "demo-client"
SCOPES = "playlist-read-private"


NEXT = """For your own history:
  1. ask Spotify for your extended streaming history and account data
     (account page, privacy settings; it takes days)
  2. build/release/bin/segue init --timezone Your/Zone
  3. segue import my_spotify_data.zip
  4. segue corpus add PATH, with playlists of other people
  5. segue transform; segue train; segue recommend"""


class Simulator:
    """spotify-sim as a child process, on `port` or a free one; it is ended by its own process id."""

    def __init__(self, folder, *flags, port=0):
        port_file = folder / "port"
        self.process = subprocess.Popen([BIN / "spotify-sim", "--port", str(port), "--port-file", port_file, "--seed", "7",
                                         "--client-id", CLIENT, *flags])
        limit = time.monotonic() + 600  # a start that takes longer hangs
        while not port_file.exists() or not port_file.read_text().strip():
            if self.process.poll() is not None or time.monotonic() > limit:
                raise SystemExit("demo: spotify-sim did not start")
            time.sleep(0.05)
        self.base = f"http://127.0.0.1:{port_file.read_text().strip()}"

    def get(self, path):
        return spotify_reader.fetch(self.base + path)

    def advance(self, hours):
        spotify_reader.fetch(f"{self.base}/sim/advance?ms={int(hours * 3_600_000)}", data=b"")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()


def shown(argument):
    """Returns the argument as a person would type it: a path by its last name, a text with blanks in quotes."""
    text = argument.name if isinstance(argument, pathlib.Path) else str(argument)
    return f'"{text}"' if " " in text else text


class Listener:
    def __init__(self, folder, base, quiet):
        self.quiet = quiet
        self.environment = {
            "PATH": "/usr/bin:/bin", "HOME": str(folder), "LC_ALL": "C.UTF-8",
            "SEGUE_HOME": str(folder / "home"), "XDG_CONFIG_HOME": str(folder / "config"),
            "SEGUE_SPOTIFY_API_URL": base, "SEGUE_SPOTIFY_ACCOUNTS_URL": base, "SEGUE_CLOCK_URL": base + "/sim/clock",
            "SEGUE_SPOTIFY_CLIENT_ID": CLIENT,
            # The simulator's catalogue is made up; with the real one Spotify's developer terms forbid this.
            "SEGUE_LEARN_FROM_API": "train",
        }

    def segue(self, *arguments, show=True):
        done = subprocess.run([BIN / "segue", *map(str, arguments)], env=self.environment, capture_output=True, text=True)
        if done.returncode != 0:
            raise SystemExit(f"demo: segue {' '.join(map(str, arguments))} ended with {done.returncode}\n{done.stdout}{done.stderr}")
        if show and not self.quiet:
            print(f"$ segue {' '.join(shown(a) for a in arguments)}\n{done.stdout}", flush=True)
        return done.stdout


def poll_for(simulator, listener, days):
    """Polls every two hours of simulated time into the lake alone; the last poll loads, too."""
    polls = 0
    for _ in range(days * 12):
        simulator.advance(2)
        listener.segue("poll", "--land-only", show=False)
        polls += 1
    if not listener.quiet:
        print(f"({polls} polls over {days} simulated days, every page kept in the lake)\n", flush=True)
    listener.segue("poll")


def with_reasons(items, recommended):
    """Returns a line for each song of the playlist and below it the reason, in 79 columns."""
    reasons = {item["uri"]: [reason["text"] for reason in item["reasons"]] for item in recommended}
    for number, (artist, title, uri) in enumerate(items, 1):
        print(f"  {number:2}  {artist} - {title}")
        for reason in reasons.get(uri, ()):
            print(textwrap.fill(reason, 79, initial_indent=" " * 6, subsequent_indent=" " * 6))


def check_read_back(simulator, wrote):
    """Returns [(artist, title, uri)] of the one playlist of ours; `wrote`: the URIs that it must hold, or None."""
    token = spotify_reader.consent(simulator.base, CLIENT, SCOPES)
    ours = [(public, items) for name, public, items in spotify_reader.playlists(simulator.base, token) if name == "Segue weekly"]
    if len(ours) != 1:
        raise SystemExit(f"demo: the simulator has {len(ours)} playlists of ours, not one")
    public, items = ours[0]
    if public is not False or (wrote is not None and [uri for _, _, uri in items] != wrote):
        raise SystemExit("demo: the playlist that the simulator shows is not the one that segue wrote")
    return items


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=int, default=14, help="simulated days of polling")
    parser.add_argument("--folder", type=pathlib.Path, default=ROOT / "build/demo")
    parser.add_argument("--quiet", action="store_true")
    flags = parser.parse_args()
    shutil.rmtree(flags.folder, ignore_errors=True)
    flags.folder.mkdir(parents=True)
    with Simulator(flags.folder) as simulator:
        listener = Listener(flags.folder, simulator.base, flags.quiet)
        export, corpus = flags.folder / "my_spotify_data.zip", flags.folder / "mpd.slice.0-999.json"
        export.write_bytes(simulator.get("/sim/export?user=demo&days=365"))
        corpus.write_bytes(simulator.get("/sim/corpus?playlists=3000"))
        listener.segue("init", "--timezone", "Europe/Berlin")
        listener.segue("login", "--auto")
        listener.segue("import", export)
        listener.segue("corpus", "add", corpus, "--terms", "made up by the simulator")
        poll_for(simulator, listener, flags.days)
        listener.segue("transform")
        listener.segue("stats", "--top", "5")
        listener.segue("train")
        listener.segue("recommend", "--n", "3")
        listener.segue("playlist")
        again = json.loads(listener.segue("--json", "playlist", show=False))
        if again["changed"] or again["created"]:
            raise SystemExit(f"demo: writing the same playlist again changed something: {again}")
        wrote = json.loads(listener.segue("--json", "recommend", show=False))["items"]
        items = check_read_back(simulator, [item["uri"] for item in wrote if item["uri"]])
    print(f"Read back from the simulator's own API, as written: one private playlist,\n\"Segue weekly\", {len(items)} songs.")
    if not flags.quiet:
        with_reasons(items, wrote)
        print(f"\nThat was a made-up listener; its home is {os.path.relpath(flags.folder / 'home')}.\n{NEXT}")


if __name__ == "__main__":
    sys.exit(main())
