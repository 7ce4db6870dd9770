"""Checks reasons against the compiled corpora, by their format page (docs/formats/corpus.md) and docs/ranking.md, without segue's code.

usage: check_reasons.py HOME USER RECOMMENDATIONS.json

For each heard song in a reason it counts the lists that hold both songs, and recomputes which share of the item-kNN score the heard song
gives, in double precision (segue computes in single precision; shares may differ by a thousandth of themselves). It also checks that no
heard song leads more than three reasons. Own playlists are not read, so the home must have none. Exits with 1 if anything differs.
"""
import collections
import hashlib
import json
import math
import pathlib
import struct
import sys

import duckdb

MOST_PLACES = 250
MOST_LED = 3
HALF_LIFE_DAYS = 180
TOLERANCE = 1e-3


class Broken(Exception):
    pass


def read_keys(folder, known):
    """Returns the recording key of each row. A song of the corpus has the key of the warehouse's recording that one of its rows names."""
    rows = [row.split("\t") for row in (folder / "tracks.tsv").read_text().split("\n")[1:-1]]
    now = {}
    for row in rows:
        if row[12] in known:
            now.setdefault(row[1], known[row[12]])
    return [now.get(row[1], known.get(row[1], row[1])) for row in rows]


def read_lists(folder, known):
    """Returns the lists of a compiled corpus as sets of recording keys, long ones in pieces."""
    keys = read_keys(folder, known)
    data = (folder / "lists.bin").read_bytes()
    if data[:8] != b"SEGLIST1" or hashlib.sha256(data[:-32]).digest() != data[-32:]:
        raise Broken(f"{folder}: lists.bin is damaged")
    tracks, count, items = struct.unpack_from("<3Q", data, 8)
    starts = struct.unpack_from(f"<{count + 1}Q", data, 32)
    places = struct.unpack_from(f"<{items}I", data, 32 + 8 * (count + 1))
    if tracks != len(keys):
        raise Broken(f"{folder}: {len(keys)} rows of {tracks} tracks")
    for first, end in zip(starts, starts[1:]):
        songs = list(dict.fromkeys(keys[place] for place in places[first:end]))
        for at in range(0, len(songs), MOST_PLACES):
            if len(songs[at : at + MOST_PLACES]) >= 2:
                yield frozenset(songs[at : at + MOST_PLACES])


def taste_of(warehouse, user):
    """Returns recording key → root of the weight that docs/ranking.md gives."""
    rows = warehouse.execute("""
        select t.recording_key, count(*), sum(case when p.skipped then 1 else 0 end),
          (select epoch(as_of) from segue.build) - max(epoch(p.started_at))
        from segue.fct_plays p join segue.dim_tracks t on t.track_key = p.track_key
        where p.teaches and p.user_id = ? group by 1""", [user]).fetchall()
    return {key: math.sqrt((0.5 if 2 * skips > plays else 1) * math.log1p(plays) * 2 ** (-max(0, age) / 86400 / HALF_LIFE_DAYS))
            for key, plays, skips, age in rows}


def shares(song, with_song, norms, taste):
    """Returns heard song → (lists with both, share of the score)."""
    together, lists = collections.Counter(), collections.Counter()
    for one in with_song[song]:
        for other in one:
            if other != song and other in taste:
                together[other] += 1 / len(one)
                lists[other] += 1
    scores = {other: taste[other] * sum_ / (norms[other] ** 0.7 * norms[song] ** 0.5 + 0.5) for other, sum_ in together.items()}
    total = sum(scores.values())
    return {other: (lists[other], score / total) for other, score in scores.items()}


def main(home, user, recommendations):
    home = pathlib.Path(home)
    items = json.loads(pathlib.Path(recommendations).read_text())["items"]
    with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as warehouse:
        known = dict(warehouse.execute("select recording_key, recording_key from segue.dim_recordings union all"
                                       " select recording_key, merged_into from segue.recording_merges").fetchall())
        taste = taste_of(warehouse, user)
    with_song = collections.defaultdict(list)
    norms = collections.Counter()
    for folder in sorted((home / "corpora").iterdir()):
        if (folder / "lists.bin").exists():
            for one in read_lists(folder, known):
                for song in one:
                    with_song[song].append(one)
                    norms[song] += 1 / len(one)
    wrong, checked = 0, 0
    leads = collections.Counter()
    for item in items:
        expected = shares(item["recording_key"], with_song, norms, taste)
        for reason in item["reasons"]:
            if reason["evidence"]:
                leads[reason["evidence"][0]["recording_key"]] += 1
            for song in reason["evidence"]:
                checked += 1
                lists, share = expected.get(song["recording_key"], (0, 0))
                if lists != song["lists"] or abs(share - song["share"]) > TOLERANCE * share:
                    wrong += 1
                    print(f"{item['artist']} - {item['title']}: {song['artist']} - {song['title']} has {song['lists']} lists and a share "
                          f"of {song['share']:.5f}, recomputed {lists} and {share:.5f}")
    most_led = max(leads.values(), default=0)
    print(f"{len(items)} recommendations, {checked} songs in their reasons: {wrong} whose lists or share are others when recomputed; "
          f"one song leads at most {most_led}")
    return 1 if wrong or not checked or most_led > MOST_LED else 0


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    try:
        sys.exit(main(*sys.argv[1:]))
    except Broken as broken:
        print(broken)
        sys.exit(1)
