"""Builds one peer library's index over the vectors of bench/neighbors.py, or reads it if it was built before, and searches it.

usage: neighbors_peers.py PEER FOLDER THREADS   (PEER: faiss_ivf, faiss_hnsw, faiss_ivf_pq, usearch)

FOLDER contains rows.f32 and queries.f32 (unit length, `dimension` in shape.json) and truth.u32 (the ten nearest of each query). Prints one
JSON object: build seconds, bytes, and for each setting, from the fastest on until one finds 98 % of the truth, recall and times.
"""
import json
import pathlib
import resource
import sys
import time

import numpy

MOST, ROUNDS, ENOUGH = 10, 3, 0.98
EFFORTS = (16, 24, 32, 40, 48, 64, 80, 96, 128, 160, 192, 256, 384, 512, 768, 1024)
PROBES = (1, 2, 3, 4, 6, 8, 10, 12, 16, 20, 24, 32, 40, 48, 64, 96, 128, 192, 256)


def cpu_seconds():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


class Faiss:
    """One index of faiss; a search calls its C++ entry, so that no wrapper's time counts."""

    def __init__(self, factory, dimension, efforts, prepare):
        import faiss
        self.faiss, self.factory, self.efforts = faiss, factory, efforts
        self.index = faiss.index_factory(dimension, factory, faiss.METRIC_INNER_PRODUCT)
        self.prepare = prepare
        self.version = f"faiss {faiss.__version__}"

    def build(self, rows, threads):
        self.faiss.omp_set_num_threads(threads)
        self.prepare(self.faiss, self.index)
        self.index.train(rows)
        self.index.add(rows)

    def save(self, path):
        self.faiss.write_index(self.index, str(path))

    def load(self, path):
        self.index = self.faiss.read_index(str(path))

    def searches(self, queries):
        """Returns effort → a function from a query's number to rows."""
        self.faiss.omp_set_num_threads(1)
        rows, distances = numpy.empty((1, MOST), numpy.int64), numpy.empty((1, MOST), numpy.float32)
        pointers = [self.faiss.swig_ptr(queries[i : i + 1]) for i in range(len(queries))]
        into = self.faiss.swig_ptr(distances), self.faiss.swig_ptr(rows)
        parameters = self.faiss.ParameterSpace()
        name = "nprobe" if "IVF" in self.factory else "efSearch"
        if "RFlat" in self.factory:
            parameters.set_index_parameter(self.index, "k_factor_rf", 10)

        def search(i):
            self.index.search_c(1, pointers[i], MOST, *into)
            return rows[0]

        for effort in self.efforts:
            parameters.set_index_parameter(self.index, name, effort)
            yield f"{name} {effort}", search


class Usearch:
    def __init__(self, dimension):
        import usearch
        from usearch.index import Index
        self.make = lambda: Index(ndim=dimension, metric="ip", dtype="bf16", connectivity=16, expansion_add=128)
        self.index = self.make()
        self.version = f"usearch {usearch.__version__}"
        self.factory = "bf16, connectivity 16, expansion_add 128 (its defaults)"

    def build(self, rows, threads):
        self.index.add(numpy.arange(len(rows)), rows, threads=threads)

    def save(self, path):
        self.index.save(str(path))

    def load(self, path):
        self.index.load(str(path))

    def searches(self, queries):
        for effort in EFFORTS:
            self.index.expansion_search = effort
            yield f"expansion {effort}", lambda i: self.index.search(queries[i], MOST, threads=1).keys


def peers(lists):
    def few_points(faiss, index):
        faiss.extract_index_ivf(index).cp.max_points_per_centroid = 64  # faiss's default is 256, whose training would take four times as long

    def hnsw(_, index):
        index.hnsw.efConstruction = 100

    return {
        "faiss_ivf": lambda n: Faiss(f"IVF{lists},Flat", n, PROBES, few_points),
        "faiss_ivf_pq": lambda n: Faiss(f"IVF{lists},PQ{n // 2}x4fs,RFlat", n, PROBES, few_points),
        "faiss_hnsw": lambda n: Faiss("HNSW16,Flat", n, EFFORTS, hnsw),
        "usearch": Usearch,
    }


def measured(search, truth):
    for i in range(len(truth)):
        search(i)
    found, times, spent = 0, [], []
    for turn in range(ROUNDS):
        for i in range(len(truth)):
            start, begun = time.perf_counter(), time.thread_time()
            rows = search(i)
            spent.append(time.thread_time() - begun)
            times.append(time.perf_counter() - start)
            if turn == 0:
                found += len(numpy.intersect1d(truth[i], rows))
    result = {"recall": round(found / truth.size, 4)}
    for kind, seconds in (("", times), ("cpu_", spent)):
        for name, quantile in (("median", 50), ("p99", 99)):
            result[f"{name}_{kind}us"] = round(float(numpy.percentile(seconds, quantile)) * 1e6, 1)
    return result


def main(name, folder, threads):
    folder = pathlib.Path(folder)
    shape = json.loads((folder / "shape.json").read_text())
    rows = numpy.fromfile(folder / "rows.f32", numpy.float32).reshape(-1, shape["dimension"])
    queries = numpy.fromfile(folder / "queries.f32", numpy.float32).reshape(-1, shape["dimension"])
    truth = numpy.fromfile(folder / "truth.u32", numpy.uint32).reshape(-1, MOST)
    peer = peers(shape["lists"])[name](shape["dimension"])
    built, cost = folder / f"{name}.index", folder / f"{name}.built.json"
    if not cost.exists():
        start, wall = cpu_seconds(), time.monotonic()
        peer.build(rows, threads)
        spent = {"build_cpu_seconds": round(cpu_seconds() - start, 1), "build_seconds": round(time.monotonic() - wall, 1)}
        peer.save(built)
        cost.write_text(json.dumps(spent))
    else:
        peer.load(built)
    del rows
    settings = []
    for setting, search in peer.searches(queries):
        settings.append({"setting": setting, **measured(search, truth)})
        if settings[-1]["recall"] >= ENOUGH:
            break
    print(json.dumps({"name": name, "library": peer.version, "index": peer.factory, **json.loads(cost.read_text()),
                      "bytes": built.stat().st_size, "settings": settings}))


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
