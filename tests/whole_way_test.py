"""The whole way on real input: from a station's log to thirty reasons; readers outside segue check every count.

--transcript FILE writes what docs/worked-example.md shows.
"""
import argparse
import collections
import json
import random
import subprocess
import sys
import time
import zipfile

from lib.history import write_account_data, write_export
from lib.home import ROOT, Home, check, need_data, run_test, same_marts
from model.model_file import Model

CLEAR_MARGIN = 4  # times popularity's hit rate


def plays_in_zip(path):
    """Returns (second, artist, title) → how often, by an independent reader of the export."""
    plays = collections.Counter()
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if name.startswith("listens/") and name.endswith(".jsonl"):
                for line in archive.read(name).splitlines():
                    if line.strip():
                        listen = json.loads(line)
                        names = listen["track_metadata"]
                        plays[listen["listened_at"], names["artist_name"], names["track_name"]] += 1
    return plays


class Transcript:
    """Runs commands in a home and remembers what a person would have seen, with wall times."""

    def __init__(self, home):
        self.home = home
        self.lines = []

    def run(self, *arguments, show=None):
        start = time.monotonic()
        out = self.home.run(*arguments).stdout
        seconds = time.monotonic() - start
        words = [f'"{word}"' if " " in str(word) else str(word) for word in show or arguments]
        self.lines.append(f"$ segue {' '.join(words)}\n{out.rstrip()}\n[{seconds:.1f} s]\n")
        print(self.lines[-1], flush=True)
        for line in self.lines[-1].splitlines():
            check(len(line) <= 80, f"a line of {len(line)} columns: {line}")


def check_accounted(home, log):
    in_zip = plays_in_zip(log)
    loaded = collections.Counter({tuple(row[:3]): row[3] for row in home.query(
        "select instant_ms // 1000, coalesce(artist, ''), coalesce(title, ''), count(*) from segue_raw.plays"
        " where source like 'listenbrainz%' group by 1, 2, 3")})
    rows = in_zip.total()
    check(loaded == in_zip, f"{rows} plays in the zip, {loaded.total()} loaded: {list((in_zip - loaded) + (loaded - in_zip))[:3]}")
    nameless = sum(times for (_, artist, title), times in in_zip.items() if not artist or not title)  # of unknown kind, so not music
    members = home.query("select count(*), count(distinct (object, ordinal)) from segue.fct_play_rows")[0]
    check(members == (rows - nameless, rows - nameless), f"{members} rows stand in plays, the zip holds {rows}, {nameless} nameless")
    plays = home.query("select count(*) from segue.fct_plays")[0][0]
    joined = home.query("select count(distinct play_id) from segue.fct_play_rows")[0][0]
    days = home.query("select sum(plays) from segue.stats_days")[0][0]
    check(plays == days == joined, f"{plays} plays; the days add up to {days}, the rows stand in {joined}")
    print(f"{rows} plays in the zip, each loaded with its second, artist and title: {members[0]} stand in {plays} plays of music,"
          f" {nameless} name no artist")
    return rows


def check_recommendations(home, count=30, artists=20):
    result = home.json("recommend", "--n", count)
    items = result["items"]
    check(len(items) == count, f"{len(items)} recommendations, not {count}")
    names = {item["artist"].casefold() for item in items}
    check(len(names) >= artists, f"{len(names)} artists among the recommendations, fewer than {artists}")
    heard = {row[0] for row in home.query("select recording_key from segue.heard")}
    played = {(artist, title): plays for artist, title, plays in home.query(
        "select d.artist, d.title, count(*) from segue.fct_plays p join segue.dim_tracks t on t.track_key = p.track_key"
        " join segue.dim_recordings d on d.recording_key = t.recording_key group by 1, 2")}
    songs = set()
    for item in items:
        check(item["recording_key"] not in heard, f"{item['artist']} - {item['title']} was heard before")
        check(item["reasons"], f"{item['artist']} - {item['title']} has no reason")
        for reason in item["reasons"]:
            check(reason["evidence"], f"{item['artist']} - {item['title']}: a reason without evidence")
            for song in reason["evidence"]:
                name = f"{song['artist']} - {song['title']}"
                songs.add(name)
                check(song["recording_key"] in heard, f"{name} stands as a reason, was never heard")
                check(song["title"] in reason["text"], f"{name} is evidence, the reason does not name it: {reason['text']}")
                check(played.get((song["artist"], song["title"]), 0) >= song["plays"] > 0,
                      f"{name}: {song['plays']} plays are said, {played.get((song['artist'], song['title']))} are there")
    file = home.path / "recommendations.json"
    file.write_text(json.dumps(result))
    checked = subprocess.run([sys.executable, ROOT / "tests/model/check_reasons.py", home.home, "me", file], capture_output=True, text=True)
    check(checked.returncode == 0, f"check_reasons.py: {checked.stdout}{checked.stderr}")
    new = sum(item["new_artist"] for item in items)
    check(count / 5 <= new <= count * 4 / 5, f"{new} of {count} songs by new artists")
    half = home.json("recommend", "--n", count, "--new-artists", 50)["items"]
    check(sum(item["new_artist"] for item in half) == count // 2, "half of the list by new artists was asked for")
    print(checked.stdout.strip())
    print(f"{count} unheard songs by {len(names)} artists; the {len(songs)} songs in their reasons were all played")
    return result["model"]


def check_held_out(home, model):
    """Checks the figures in the model file itself."""
    made = Model(home.home / "models" / model).header["provenance"]
    mine, popular = made["held_out_hit_rate"], made["popularity_hit_rate"]
    check(made["held_out_questions"] >= 1000, f"only {made['held_out_questions']} hidden songs are measured")
    check(mine > CLEAR_MARGIN * popular > 0, f"held-out hit rate {mine}, popularity {popular}")
    print(f"held-out hit rate {mine:.4f} on {made['held_out_questions']} hidden songs ({made['held_out_scoring']}),"
          f" popularity {popular:.4f}")


def check_similar(home):
    both = home.json("similar", "The Black Keys - Lonely Boy; Flume - Sleepless", "--n", 10)["items"]
    check(len(both) == 10 and all(item["score"] <= 1 for item in both), f"similar to two songs: {both}")
    for unknown in ("Nobody At All - Nothing", "The Black Keys - No Such Song", "The Black Keys - Lonely Boy; Nobody At All"):
        said = home.run("similar", unknown, expect=2).stderr
        check("Nobody At All" in said or "No Such Song" in said, f"similar {unknown}: {said}")


def more_sources(home):
    """Imports one listener's plays three times: an export, the same export in other members, and its account data."""
    folder = home.path / "more"
    one = write_export(folder / "one", 1500, files=4, seed=3)
    other = write_export(folder / "other", 1500, files=3, seed=3)
    account = write_account_data(folder / "account", 1500, seed=3)
    return [one, other, account]


def check_again_and_in_any_order(home, log, expected):
    sources = more_sources(home)
    for source in sources:
        home.json("import", source)
    build = home.json("transform")
    check(build["tests"] >= 40 and build["failed"] == 0, f"transform: {build}")
    folded = home.query("select count(*) from segue.fct_play_rows where source = 'account' and play_id in"
                        " (select play_id from segue.fct_play_rows where source = 'export')")[0][0]
    check(folded > 300, f"only {folded} rows of the account data stand in plays of the export: the order would not matter")
    before = home.marts()
    for source in [log, *sources]:
        again = home.json("import", source)
        check(again["loaded"] == 0 and again["known"] == again["rows"], f"imported again: {again}")
        check(source != log or again["rows"] == expected, f"imported again: {again}")
    home.run("transform")
    same_marts(before, home.marts(), "after importing again")
    objects = home.query("select count(*) from segue_raw.load_ledger")[0][0]
    seed = random.SystemRandom().randrange(10**6)
    for threads in (1, 2):
        home.published.unlink()
        (home.home / "work.duckdb").unlink()
        home.run("load", "--threads", threads, "--shuffle", seed + threads)
        home.run("transform")
        same_marts(before, home.marts(), f"objects in another order (seed {seed + threads}), {threads} threads")
    print(f"{build['tests']} dbt tests pass; {len(before)} marts equal: imported again, and {objects} objects in other orders"
          f" (seeds {seed + 1}, {seed + 2}) with 1 and 2 threads")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--transcript")
    flags = parser.parse_args()
    log, playlists = need_data("triplej-listenbrainz-export.zip", "public-playlists")
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
        if flags.transcript:
            with open(flags.transcript, "w") as out:
                out.write("\n".join(talk.lines))
        expected = check_accounted(home, log)
        check_held_out(home, check_recommendations(home))
        check_similar(home)
        check_again_and_in_any_order(home, log, expected)


if __name__ == "__main__":
    run_test(main)
