"""The two public sets as numbers, the questions that are asked, and a check of answers. docs/evaluation.md has the protocols.

`read("polimi", "record")` gives the questions of the record, `read("polimi", "tuning")` others, which are drawn from the training lists alone:
settings are chosen on them. A track is its row; `tracks[row]` is its id.
"""
import csv
import gzip
import random
from dataclasses import dataclass

import numpy
from contenders import SEED

TUNED_LISTS, TUNED_PAIRS = 3000, 6000


@dataclass
class Questions:
    protocol: str
    tracks: list  # ids, by row
    lists: list  # the training: an array of rows for each list; shuffled where the set has no order
    names: list  # of each question, as answers are to name it
    contexts: list  # an array of rows for each question
    of_list: list  # the training list that a context is, or None if no list has it
    hidden: list  # a set of rows for each question
    kinds: list
    most: int  # answers a question
    may_repeat: bool  # whether a track of the context may be an answer
    data: object  # the folder

    def weights(self, lists):
        """Returns lists as a sparse matrix: lists × tracks, 1 where a track is in a list, however often."""
        from scipy.sparse import csr_matrix
        rows = [numpy.unique(one) for one in lists]
        starts = numpy.concatenate([[0], numpy.cumsum([len(one) for one in rows])])
        found = numpy.concatenate(rows) if rows else numpy.empty(0, int)
        return csr_matrix((numpy.ones(len(found), numpy.float32), found.astype(numpy.int32), starts.astype(numpy.int32)),
                          shape=(len(rows), len(self.tracks)))

    def pairs(self, lists, first=0):
        """Returns columns of a table of interactions: number of the list (from `first`), row of the track, place in the list."""
        lengths = [len(one) for one in lists]
        return (numpy.repeat(numpy.arange(first, first + len(lists)), lengths), numpy.concatenate(lists),
                numpy.concatenate([numpy.arange(length) for length in lengths]))


def lines(path):
    with gzip.open(path, "rt", encoding="ascii") as file:
        return file.read().splitlines()


def read(protocol, split, data):
    return {"polimi": polimi, "nowplaying": nowplaying}[protocol](split, data)


def polimi(split, data):
    hidden, kinds, lists = {}, {}, {}
    for playlist, track, kind in (line.split("\t") for line in lines(data / "validation.tsv.gz")[1:]):
        hidden.setdefault(int(playlist), set()).add(int(track))
        kinds[int(playlist)] = kind
    for playlist, track, *_ in (line.split("\t") for line in lines(data / "interactions.tsv.gz")[1:]):
        if int(track) not in hidden.get(int(playlist), ()):
            lists.setdefault(int(playlist), []).append(int(track))
    if split == "tuning":
        hidden, kinds = hide_fifths(lists, hidden), {}
    tracks = sorted({track for one in lists.values() for track in one} | {track for one in hidden.values() for track in one})
    row = {track: place for place, track in enumerate(tracks)}
    shuffled = random.Random(SEED)
    for one in lists.values():
        shuffled.shuffle(one)
    arrays = {playlist: numpy.array([row[track] for track in one]) for playlist, one in lists.items()}
    place, asked = {playlist: number for number, playlist in enumerate(arrays)}, sorted(hidden)
    return Questions("polimi", tracks, list(arrays.values()), asked, [arrays[one] for one in asked], [place[one] for one in asked],
                     [{row[track] for track in hidden[one]} for one in asked], [kinds.get(one, "r") for one in asked], 10, False, data)


def hide_fifths(lists, spared):
    """Takes a random fifth of the tracks out of some lists of at least ten that the record does not ask about; returns what it took."""
    drawn, taken = random.Random(SEED + 1), {}
    for playlist in drawn.sample(sorted(one for one in lists if one not in spared and len(lists[one]) >= 10), TUNED_LISTS):
        taken[playlist] = set(drawn.sample(sorted(lists[playlist]), len(lists[playlist]) // 5))
        lists[playlist] = [track for track in lists[playlist] if track not in taken[playlist]]
    return taken


def nowplaying(split, data):
    sessions = [line.split() for line in lines(data / "train_sessions.txt.gz")]
    if split == "record":
        pairs = [(prefix.split(), target) for prefix, target in (line.split("\t") for line in lines(data / "test_prefix_target.tsv.gz"))]
    else:
        sessions, pairs = split_sessions(sessions)
    tracks = sorted({track for one in sessions for track in one}, key=int)
    row = {track: place for place, track in enumerate(tracks)}
    known = [[row[track] for track in prefix if track in row] for prefix, _ in pairs]
    return Questions("nowplaying", tracks, [numpy.array([row[track] for track in one]) for one in sessions], list(range(len(pairs))),
                     [numpy.array(one, dtype=int) for one in known], [None] * len(pairs),
                     [{row[target]} if target in row else {-2} for _, target in pairs], ["all"] * len(pairs), 20, True, data)


def split_sessions(sessions):
    """Takes a tenth of the sessions out of the training and draws some of their prefixes as questions."""
    drawn = random.Random(SEED + 2)
    taken = set(drawn.sample(range(len(sessions)), len(sessions) // 10))
    pairs = [(sessions[one][:cut], sessions[one][cut]) for one in sorted(taken) for cut in range(1, len(sessions[one]))]
    return [one for number, one in enumerate(sessions) if number not in taken], drawn.sample(pairs, TUNED_PAIRS)


def artists_and_albums(asked):
    """Returns (track row, "artist" or "album", id) for each track of Polimi's set."""
    row, found = {track: place for place, track in enumerate(asked.tracks)}, []
    for one in csv.DictReader(lines(asked.data / "tracks.csv.gz")):
        if int(one["track_id"]) in row:
            found += [(row[int(one["track_id"])], "artist", one["artist_id"]), (row[int(one["track_id"])], "album", one["album_id"])]
    return found


def check(asked, answers):
    """Returns the figures of the protocol; -1 is no answer. `segue evaluate --answers` gives those of the record."""
    hits = numpy.array([[track in hidden for track in given] for given, hidden in zip(answers, asked.hidden)])
    ranks = numpy.arange(1, asked.most + 1)
    if asked.may_repeat:
        return {"p@20": round(float(hits.any(1).mean()), 5), "mrr@20": round(float((hits / ranks).max(1).mean()), 5)}
    means = (hits * (hits.cumsum(1) / ranks)).sum(1) / numpy.minimum([len(one) for one in asked.hidden], asked.most)
    kinds = numpy.array(asked.kinds)
    return {"map@10": round(float(means.mean()), 5), **{kind: round(float(means[kinds == kind].mean()), 5) for kind in sorted(set(asked.kinds))}}


def write(asked, answers, path):
    """Writes one line a question: its name, a tab, ids separated by commas, best first."""
    with open(path, "w", encoding="ascii") as file:
        for name, given in zip(asked.names, answers):
            file.write(f"{name}\t{','.join(str(asked.tracks[track]) for track in given if track >= 0)}\n")
