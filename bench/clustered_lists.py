"""Draws lists as people make them, from a seed: clustered_lists.py OUT [--tokens N] [--items V] [--clusters K] [--seed S].

An item of rank r weighs 1 / (r + 10). It belongs to one cluster and, inside it, to an album of ten. A list draws one to three
clusters (.4, .35, .25); a place is drawn from all items (.1) or from one of its clusters, or continues the album of the place
before (.35). No item is twice in a list; lengths are lognormal about 48, from 20 to 100. One list a line.
"""
import argparse
import pathlib

import numpy


class Items:
    def __init__(self, items, clusters, random):
        weights = 1.0 / (numpy.arange(items) + 11.0)
        cluster = random.integers(0, clusters, items)
        self.order = numpy.lexsort((random.random(items), cluster))  # in the order of clusters, shuffled inside each
        self.cumulated = numpy.concatenate([[0.0], numpy.cumsum(weights[self.order])])
        self.first = numpy.searchsorted(cluster[self.order], numpy.arange(clusters))
        self.last = numpy.append(self.first[1:], items)
        share = self.cumulated[self.last] - self.cumulated[self.first]
        self.clusters = numpy.cumsum(share / share.sum())
        at = numpy.arange(items)
        begin = self.first[cluster[self.order]]
        self.album_first = begin + (at - begin) // 10 * 10
        self.album_last = numpy.minimum(self.album_first + 10, self.last[cluster[self.order]])

    def between(self, low, high, random):
        """Draws one item of each span of places, by weight."""
        begin, end = self.cumulated[low], self.cumulated[high]
        drawn = numpy.searchsorted(self.cumulated, begin + random.random(len(begin)) * (end - begin), side="right") - 1
        return drawn.clip(low, high - 1)


def draw(items, tokens, random):
    """Returns (list of each place, item of each place); the number of tokens may differ a little from the one asked for."""
    length = numpy.clip(numpy.exp(random.normal(numpy.log(48), 0.45, tokens // 50 + 1)), 20, 100).astype(int)
    tried = (length * 2.2).astype(int)  # drops repeats
    lists = numpy.repeat(numpy.arange(len(length)), tried)
    count = random.choice([1, 2, 3], len(length), p=[0.4, 0.35, 0.25])
    own = numpy.searchsorted(items.clusters, random.random((len(length), 3))).clip(0, len(items.first) - 1)
    cluster = own[lists, (random.random(len(lists)) * count[lists]).astype(int)]
    anywhere = random.random(len(lists)) < 0.1
    drawn = items.between(numpy.where(anywhere, 0, items.first[cluster]), numpy.where(anywhere, len(items.order), items.last[cluster]), random)
    goes_on = random.random(len(lists)) < 0.35
    goes_on[numpy.flatnonzero(numpy.diff(lists, prepend=-1))] = False
    before = drawn[numpy.maximum.accumulate(numpy.where(goes_on, 0, numpy.arange(len(lists))))]
    drawn = numpy.where(goes_on, items.between(items.album_first[before], items.album_last[before], random), drawn)
    _, kept = numpy.unique(lists.astype(numpy.int64) * len(items.order) + drawn, return_index=True)
    kept.sort()
    starts = numpy.flatnonzero(numpy.diff(lists[kept], prepend=-1))
    place = numpy.arange(len(kept)) - numpy.repeat(starts, numpy.diff(numpy.append(starts, len(kept))))
    kept = kept[place < length[lists[kept]]]
    return lists[kept], items.order[drawn[kept]]


def write(path, tokens, items, clusters, seed):
    random = numpy.random.default_rng(seed)
    table, left = Items(items, clusters, random), tokens
    unfinished = pathlib.Path(f"{path}.part")
    with open(unfinished, "w", encoding="ascii") as file:
        while left > 0:
            lists, drawn = draw(table, min(left, 4_000_000), random)
            lists, drawn = lists[:left], drawn[:left]
            for one in numpy.split(drawn, numpy.flatnonzero(numpy.diff(lists)) + 1):
                file.write(" ".join([f"t{item}" for item in one.tolist()]) + "\n")
            left -= len(drawn)
    unfinished.rename(path)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out")
    for name, default in (("tokens", 10_000_000), ("items", 200_000), ("clusters", 500), ("seed", 20261123)):
        parser.add_argument(f"--{name}", type=int, default=default)
    options = parser.parse_args()
    write(options.out, options.tokens, options.items, options.clusters, options.seed)


if __name__ == "__main__":
    main()
