"""Runs gensim's skip-gram on a text file of lists, on one thread; prints JSON with tokens and CPU seconds of the training alone.

With --out the vectors become a model file of segue (docs/formats/model.md), so that the same scorer judges both.
"""
import argparse
import hashlib
import itertools
import json
import struct
import time

import gensim
import numpy


def lists_of(path):
    with open(path, encoding="utf-8") as file:
        return [line.split() for line in file]


def first_tokens(lists, tokens):
    """Returns lists from the start with at least so many tokens; 0 = all."""
    if not tokens:
        return lists
    sums = itertools.accumulate(map(len, lists))
    return lists[: next((i for i, total in enumerate(sums, 1) if total >= tokens), len(lists))]


def write_model(path, model, options):
    vectors = model.wv
    rows = sorted(range(len(vectors)), key=lambda row: (-vectors.get_vecattr(row, "count"), vectors.index_to_key[row].encode()))
    header = json.dumps({"dimension": options.dimension, "tokens": len(rows), "recordings": len(rows), "aliases": 0, "window": options.window,
                         "negatives": options.negatives, "exponent": 0.75, "epochs": options.epochs, "rate": options.rate,
                         "token_share": 0, "subsample": 0, "min_count": options.min_count, "most_places": 10000, "seed": options.seed,
                         "provenance": {"trainer": f"gensim {gensim.__version__}"}}).encode()
    parts = [b"SEGMODEL", struct.pack("<II", 1, len(header)), header, struct.pack("<I", len(rows))]
    for row in rows:
        key = vectors.index_to_key[row].encode()
        parts.append(struct.pack("<BQH", ord("r"), vectors.get_vecattr(row, "count"), len(key)) + key)
    parts.append(struct.pack("<I", 0))
    for matrix in (vectors.vectors, model.syn1neg):
        parts.append(numpy.ascontiguousarray(matrix[rows], dtype="<f4").tobytes())
    body = b"".join(parts)
    with open(path, "wb") as file:
        file.write(body + hashlib.sha256(body).digest())


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("lists")
    parser.add_argument("--out")
    for name, default in (("dimension", 100), ("window", 5), ("negatives", 5), ("epochs", 1), ("seed", 1), ("min-count", 5), ("tokens", 0)):
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--rate", type=float, default=0.025)
    options = parser.parse_args()
    lists = lists_of(options.lists)
    model = gensim.models.Word2Vec(vector_size=options.dimension, window=options.window, negative=options.negatives, sg=1, hs=0,
                                   min_count=options.min_count, sample=0, alpha=options.rate, workers=1, seed=options.seed,
                                   epochs=options.epochs)
    model.build_vocab(lists)
    part = first_tokens(lists, options.tokens)
    tokens = sum(1 for one in part for word in one if word in model.wv)
    wall, cpu = time.monotonic(), time.process_time()
    model.train(part, total_examples=len(part), epochs=options.epochs)
    cpu, wall = time.process_time() - cpu, time.monotonic() - wall
    if options.out:
        write_model(options.out, model, options)
    print(json.dumps({"version": gensim.__version__, "vocabulary": len(model.wv), "tokens": tokens, "train_seconds": round(wall, 3),
                      "train_cpu_seconds": round(cpu, 3), "tokens_per_cpu_second": round(tokens * options.epochs / cpu)}))


main()
