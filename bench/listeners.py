"""Three simulated listeners with hidden tastes, through the protocol `listener`: listeners.py [--cuts N] [--seeds N].

A listener's taste is three public playlists, drawn by a seed and taken out of the corpus. Over 600 days the listener hears their songs for
the first time, mostly one list after the other with some mixing, and plays heard songs again, the newer and the dearer the more often.
Each listener gets a home of their own; `segue evaluate --protocol listener` cuts the history. Figures go to bench/results/listener_N.json.
"""
import argparse
import datetime
import gzip
import json
import random
import sys

from machine import ROOT, table, write_result

sys.path.insert(0, str(ROOT / "tests"))
from lib.home import DATA, Home  # noqa: E402

DAYS, PLAYS_A_DAY, NEW_SHARE = 600, 20, 0.04
LONG, LONGEST = 120, 500  # places of a list that can be a taste


def slices():
    for path in sorted((DATA / "public-playlists").glob("mpd.slice.*.json.gz")):
        yield path.name, json.loads(gzip.decompress(path.read_bytes()))


def drawn(seed):
    """Returns three playlists as (slice, number) and their songs."""
    all_lists = {(name, n): one["tracks"] for name, slice_ in slices() for n, one in enumerate(slice_["playlists"])}
    able = sorted(key for key, tracks in all_lists.items() if LONG <= len({song["track_uri"] for song in tracks}) <= LONGEST)
    chosen = random.Random(seed).sample(able, 3)
    return chosen, [all_lists[key] for key in chosen]


def write_corpus(folder, without):
    folder.mkdir()
    for name, slice_ in slices():
        slice_["playlists"] = [one for n, one in enumerate(slice_["playlists"]) if (name, n) not in without]
        (folder / name.removesuffix(".gz")).write_text(json.dumps(slice_))


def row(song, at):
    return {"ts": at.strftime("%Y-%m-%dT%H:%M:%SZ"), "platform": "android", "ms_played": song["duration_ms"], "conn_country": "DE",
            "master_metadata_track_name": song["track_name"], "master_metadata_album_artist_name": song["artist_name"],
            "master_metadata_album_album_name": song.get("album_name"), "spotify_track_uri": song["track_uri"], "reason_start": "trackdone",
            "reason_end": "trackdone", "shuffle": False, "skipped": False, "offline": False, "incognito_mode": False}


def history(lists, seed):
    """Returns the rows of an extended streaming history."""
    draw = random.Random(seed)
    order = sorted(((n + draw.gauss(0, 1), song) for n, songs in enumerate(lists) for song in songs), key=lambda pair: pair[0])
    unheard = [song for _, song in order][::-1]
    heard, love, rows = [], [], []
    for day in range(DAYS):
        at = datetime.datetime(2024, 1, 1, 18) + datetime.timedelta(days=day)
        for _ in range(PLAYS_A_DAY):
            if unheard and (not heard or draw.random() < NEW_SHARE):
                song = unheard.pop()
                heard.append(song)
                love.append(draw.paretovariate(1.2))
            else:
                recent = max(0, len(heard) - 150)
                song = draw.choices(heard[recent:], love[recent:])[0]
            at += datetime.timedelta(milliseconds=song["duration_ms"] + 2000)
            rows.append(row(song, at))
    return rows


def evaluated(seed, cuts, seeds):
    chosen, lists = drawn(seed)
    with Home(f"listener-{seed}") as home:
        home.run("init", "--timezone", "Europe/Berlin")
        write_corpus(home.path / "corpus", set(chosen))
        export = home.path / "Streaming_History_Audio_2024_0.json"
        export.write_text(json.dumps(history(lists, seed)))
        home.json("import", export)
        home.json("corpus", "add", home.path / "corpus")
        home.run("transform")
        return home.json("evaluate", "--protocol", "listener", "--cuts", cuts, "--seeds", seeds, "--horizon", 90)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cuts", type=int, default=12)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--listeners", default="1,2,3", help="seeds of the listeners")
    options = parser.parse_args()
    shown = ("hits@30", "hits@100", "hits@300", "new@30", "new@100", "new@300", "kept")
    for seed in options.listeners.split(","):
        made = evaluated(int(seed), options.cuts, options.seeds)
        write_result(f"listener_{seed}", {"cuts": options.cuts, "seeds": options.seeds, **made})
        print(f"listener {seed}: {made['answers']} answers, {made['answers_of_new_artists']} by new artists")
        table(["contender", *shown], [[line["name"], *(f"{line[name]['mean']:.2f}" for name in shown)] for line in made["rows"]])
        for warning in made["warnings"]:
            print("Warning:", warning)


if __name__ == "__main__":
    main()
