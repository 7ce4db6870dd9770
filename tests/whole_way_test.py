"""The whole way on real input: a station's log in, thirty reasons out; every count checked by readers outside segue.

--transcript FILE writes the worked example of docs/.
"""
import argparse
import json
import random
import subprocess
import sys
import time
import zipfile

from lib.home import ROOT, Home, Missed, check, need_data, same_marts


def plays_in_zip(path):
    """Counted by an independent reader: lines of the export that are listens."""
    with zipfile.ZipFile(path) as archive:
        return sum(
            1
            for name in archive.namelist()
            if name.startswith("listens/") and name.endswith(".jsonl")
            for line in archive.read(name).splitlines()
            if line.strip() and "listened_at" in json.loads(line)
        )


class Transcript:
    """Runs commands in a home and remembers what a person would have seen, with wall times."""

    def __init__(self, home):
        self.home = home
        self.lines = []

    def run(self, *arguments, show=None):
        start = time.monotonic()
        out = self.home.run(*arguments).stdout
        seconds = time.monotonic() - start
        shown = " ".join(show or map(str, arguments))
        self.lines.append(f"$ segue {shown}\n{out.rstrip()}\n[{seconds:.1f} s]\n")
        print(self.lines[-1], flush=True)


def check_recommendations(home, count=30, artists=20):
    result = home.json("recommend", "--n", count)
    items = result["items"]
    check(len(items) == count, f"{len(items)} recommendations, not {count}")
    names = {item["artist"].casefold() for item in items}
    check(len(names) >= artists, f"{len(names)} artists among the recommendations, fewer than {artists}")
    heard = {row[0] for row in home.query("select recording_key from segue.heard")}
    titles = {(a, t) for a, t in home.query("select artist, title from segue.dim_recordings")}
    for item in items:
        check(item["recording_key"] not in heard, f"{item['artist']} - {item['title']} was heard before")
        check(item["reasons"], f"{item['artist']} - {item['title']} has no reason")
        for reason in item["reasons"]:
            check(reason["evidence"], f"{item['artist']} - {item['title']}: a reason without evidence")
            for song in reason["evidence"]:
                check(song["recording_key"] in heard, f"{song['artist']} - {song['title']} stands as a reason, was never played")
                check((song["artist"], song["title"]) in titles, f"{song['artist']} - {song['title']} is no song of the log")
    file = home.path / "recommendations.json"
    file.write_text(json.dumps(result))
    checked = subprocess.run([sys.executable, ROOT / "tests/model/check_neighbours.py", home.home / "models" / result["model"], file],
                             capture_output=True, text=True)
    check(checked.returncode == 0, f"check_neighbours.py: {checked.stdout}{checked.stderr}")
    print(checked.stdout.strip())
    return len(names)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--transcript")
    flags = parser.parse_args()
    log, playlists = need_data("triplej-listenbrainz-export.zip", "public-playlists")
    expected = plays_in_zip(log)
    with Home("whole-way") as home:
        talk = Transcript(home)
        home.run("init", "--timezone", "Australia/Sydney")
        talk.run("import", log, show=["import", log.name])
        talk.run("corpus", "add", playlists, show=["corpus", "add", playlists.name + "/"])
        talk.run("transform")
        talk.run("stats", "--year", "2013", "--top", "5")
        talk.run("train")
        talk.run("similar", "The Black Keys - Lonely Boy", "--n", "8")
        talk.run("recommend", "--n", "30")

        rows = home.query("select count(*) from segue_raw.plays")[0][0]
        check(rows == expected, f"{rows} raw plays, the zip holds {expected}")
        members = home.query("select count(*) from segue.fct_play_rows")[0][0]
        check(members == expected, f"{members} rows stand in plays, the zip holds {expected}")
        plays = home.query("select count(*) from segue.fct_plays")[0][0]
        days = home.query("select sum(plays) from segue.stats_days")[0][0]
        check(plays == days, f"the days add up to {days}, not to {plays} plays")
        print(f"{expected} rows in the zip, {rows} loaded, all in {plays} plays")
        artists = check_recommendations(home)
        print(f"30 unheard songs by {artists} artists, every reason checked against the model file")
        trained = home.json("train")
        check(trained["held_out_hit_rate"] > trained["popularity_hit_rate"], f"held out: {trained}")
        print(f"held-out hit rate {trained['held_out_hit_rate']:.4f}, popularity {trained['popularity_hit_rate']:.4f}")

        before = home.marts()
        again = home.json("import", log)
        check(again["loaded"] == 0 and again["known"] == again["rows"] == expected, f"imported again: {again}")
        build = home.json("transform")
        check(build["tests"] >= 40 and build["failed"] == 0, f"transform: {build}")
        same_marts(before, home.marts(), "after importing again")
        seed = random.SystemRandom().randrange(10**6)
        for threads in (1, 2):
            home.published.unlink()
            (home.home / "work.duckdb").unlink()
            home.run("load", "--threads", threads, "--shuffle", seed + threads)
            home.run("transform")
            same_marts(before, home.marts(), f"objects in another order (seed {seed + threads}), {threads} threads")
        print(f"marts equal: imported again; other orders (seeds {seed + 1}, {seed + 2}) with 1 and 2 threads")
        if flags.transcript:
            with open(flags.transcript, "w") as out:
                out.write("\n".join(talk.lines))


if __name__ == "__main__":
    try:
        main()
    except Missed as miss:
        print(f"MISSED: {miss}")
        sys.exit(1)
