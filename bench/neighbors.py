#!/usr/bin/env python3
"""Compares approximate search with peer libraries, on vectors that segue trained on clustered lists: build, size, recall, times on one thread.

usage: neighbors.py [--rows 2200000] [--dimension 128] [--contenders NAME…]

Lists, model, vectors, the exact answer and each contender's built index are kept under build/bench/neighbors-<rows> and made only once, so
that a run continues where the last one stopped; remove the folder to measure the builds again. Queries are 2,000 rows that no index contains.
Each contender answers one query at a time on one thread, with its settings from the fastest on, until one finds 98 % of the ten nearest.
"""
import argparse
import json
import os
import pathlib
import struct
import subprocess
import sys

from machine import RESULTS, ROOT, provenance, table

try:
    import numpy
except ImportError:  # bench/run starts this program with another Python
    python = str(ROOT / ".deps/venv-bench/bin/python")
    os.execv(python, [python, *sys.argv])
import clustered_lists  # noqa: E402

SEED = 20261125
QUERIES, MOST = 2000, 10
BUILD = ROOT / "build/release"
OURS = ("segue", "hnswlib")  # these are in bench/neighbors_bench.cc, the others in neighbors_peers.py
CONTENDERS = (*OURS, "faiss_ivf", "faiss_ivf_pq", "faiss_hnsw", "usearch")
THREADS = 2  # threads of a build; a search has one
TRAINING = ("--epochs", 3, "--window", 10, "--negatives", 5, "--sharing", 0, "--min-count", 1, "--subsample", 0, "--threads", THREADS, "--seed", SEED)


def once(path, make):
    """Calls `make(temporary)` unless the file is there; the file gets its name when it is whole."""
    if not path.exists():
        print(f"-- {path.name}", file=sys.stderr, flush=True)
        temporary = path.with_name(path.name + ".tmp")
        make(temporary)
        os.replace(temporary, path)
    return path


def run(*arguments):
    return subprocess.run(list(map(str, arguments)), check=True, stdout=subprocess.PIPE, text=True).stdout


def input_rows(path):
    """Returns the input matrix of a model file (docs/formats/model.md)."""
    with open(path, "rb") as file:
        version, size = struct.unpack("<8xII", file.read(16))
        header = json.loads(file.read(size))
        (tokens,) = struct.unpack("<I", file.read(4))
        matrix = 4 * tokens * header["dimension"]
        file.seek(-(2 * matrix + 32), os.SEEK_END)
        return numpy.frombuffer(file.read(matrix), "<f4").reshape(tokens, header["dimension"])


def unit(rows):
    return rows / numpy.maximum(numpy.linalg.norm(rows, axis=1, keepdims=True), 1e-20)


def split(folder, model, wanted):
    """Returns shuffled rows of length 1: the first are queries, the next are the rows to search."""
    vectors = input_rows(model)
    vectors = vectors[numpy.linalg.norm(vectors, axis=1) > 0]
    if len(vectors) < wanted + QUERIES:
        raise SystemExit(f"the model has {len(vectors):,} rows, but {wanted + QUERIES:,} are needed: draw more tokens or more items")
    order = numpy.random.default_rng(SEED).permutation(len(vectors))[: wanted + QUERIES]
    once(folder / "queries.f32", lambda to: unit(vectors[order[:QUERIES]]).astype("<f4").tofile(to))
    once(folder / "rows.f32", lambda to: unit(vectors[order[QUERIES:]]).astype("<f4").tofile(to))


def write_truth(folder, dimension, to):
    """Writes the ten nearest rows of each query; it compares all rows, block by block."""
    rows = numpy.memmap(folder / "rows.f32", "<f4", "r").reshape(-1, dimension)
    queries = numpy.fromfile(folder / "queries.f32", "<f4").reshape(-1, dimension)
    best, at = numpy.full((len(queries), 0), 0, "<f4"), numpy.full((len(queries), 0), 0, numpy.int64)
    for start in range(0, len(rows), 50_000):
        cosines = queries @ rows[start : start + 50_000].T
        part = numpy.argpartition(-cosines, MOST, axis=1)[:, :MOST]
        best = numpy.hstack([best, numpy.take_along_axis(cosines, part, 1)])
        at = numpy.hstack([at, part + start])
        keep = numpy.argsort(-best, axis=1, kind="stable")[:, :MOST]
        best, at = numpy.take_along_axis(best, keep, 1), numpy.take_along_axis(at, keep, 1)
    at.astype("<u4").tofile(to)


def prepare(folder, rows, dimension):
    folder.mkdir(parents=True, exist_ok=True)
    items = rows * 6 // 5  # some are never drawn
    lists = once(folder / "lists.txt", lambda to: clustered_lists.write(to, 12 * items, items, max(500, items // 400), SEED))
    told = folder / "training.json"

    def train(to):
        told.write_text(run(BUILD / "bin/segue", "--json", "train", "--lists", lists, "--out", to, "--dimension", dimension, *TRAINING))

    model = once(folder / "vectors.model", train)
    split(folder, model, rows)
    once(folder / "truth.u32", lambda to: write_truth(folder, dimension, to))
    (folder / "shape.json").write_text(json.dumps({"rows": rows, "dimension": dimension, "lists": 1 << int(8 * rows**0.5).bit_length() - 1}))
    training = json.loads(told.read_text())
    del training["model"]  # a path of this machine
    return training


def asked(name, folder):
    print(f"-- {name}", file=sys.stderr, flush=True)
    if name in OURS:
        return json.loads(run(BUILD / "bin/neighbors-bench", name, folder, THREADS))
    return json.loads(run(sys.executable, ROOT / "bench/neighbors_peers.py", name, folder, THREADS))


def vector_flags():
    flags = next(line for line in open("/proc/cpuinfo") if line.startswith("flags")).split()
    return [flag for flag in flags if flag.startswith(("avx", "fma", "f16c", "amx"))]


def show(contenders):
    rows = []
    for one in contenders:
        at = one["settings"][-1]
        rows.append([one["name"], one["index"], at["setting"], f"{at['recall']:.4f}", f"{at['median_us']:.0f}", f"{at['p99_us']:.0f}",
                     f"{one['build_cpu_seconds']:.0f}", f"{one['bytes'] / 1e6:.0f}"])
    table(["", "index", "setting", "recall@10", "median us", "p99 us", "build CPU s", "MB"], rows)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=2_200_000)
    parser.add_argument("--dimension", type=int, default=128)
    parser.add_argument("--contenders", nargs="+", choices=CONTENDERS, default=CONTENDERS, metavar="NAME", help=", ".join(CONTENDERS))
    told = parser.parse_args()
    folder = pathlib.Path(ROOT / f"build/bench/neighbors-{told.rows}")
    run("cmake", "-S", ROOT, "-B", BUILD)  # configured again, because hnswlib may have been installed since
    run("cmake", "--build", BUILD, "--target", "segue", "neighbors-bench", "--", "-j2")
    training = prepare(folder, told.rows, told.dimension)
    contenders = [asked(name, folder) for name in told.contenders]
    name = "neighbors" if told.rows == 2_200_000 else f"neighbors-{told.rows}"
    path = RESULTS / f"{name}.json"
    path.write_text(json.dumps({**provenance(), "seed": SEED, "vector_flags": vector_flags(), "rows": told.rows, "dimension": told.dimension,
                                "queries": QUERIES, "training": training, "contenders": contenders}, indent=1) + "\n")
    show(contenders)


main()
