#!/usr/bin/env python3
"""Compares scoring by each vector unit with numpy's BLAS: 7,500 contexts × 20,635 rows of 64 and of 128 numbers, one thread, CPU seconds.

Contenders take turns, five rounds; the result has every run and the median. A unit gives two figures: the products alone, and Scorer::best,
which also finds the ten best of each context. numpy gives the products, 512 contexts at a time into one output that is used again; it runs
with the kernels that OpenBLAS chooses and, as "numpy, AVX2", with those for Haswell. A unit that this processor lacks is left out.
"""
import argparse
import json
import statistics
import subprocess
import sys
import time

from machine import ROOT, measured, table, write_result

ROUNDS, SIZES, UNITS = 5, (64, 128), ("amx", "avx512", "avx2", "plain")
CONTEXTS, ROWS, AT_ONCE = 7_500, 20_635, 512
BENCH = ROOT / "build/release/bin/score-block-bench"


def multiply(numbers):
    """Runs in a process of its own, with the Python that has numpy."""
    import numpy
    random = numpy.random.default_rng(1)
    contexts, rows = (random.random((count, numbers), dtype=numpy.float32) - 0.5 for count in (CONTEXTS, ROWS))
    out = numpy.zeros((AT_ONCE, ROWS), numpy.float32)
    start = time.process_time()
    for first in range(0, CONTEXTS, AT_ONCE):
        block = contexts[first:first + AT_ONCE]
        numpy.matmul(block, rows.T, out=out[:len(block)])
    print(json.dumps({"numpy": numpy.__version__, "numbers": numbers, "product_cpu_seconds": round(time.process_time() - start, 4)}))


def contenders():
    """Returns name → (command, environment)."""
    quiet = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "OPENBLAS_NUM_THREADS": "1"}
    found = {}
    for unit in UNITS:
        environment = {**quiet, "SEGUE_VECTOR_UNIT": unit}
        if subprocess.run([BENCH, "1"], env=environment, capture_output=True).returncode == 0:
            found[unit] = ([BENCH], environment)
    numpy = [ROOT / ".deps/venv-bench/bin/python", __file__, "--numpy"]
    return {**found, "numpy": (numpy, quiet), "numpy, AVX2": (numpy, {**quiet, "OPENBLAS_CORETYPE": "Haswell"})}


def compare():
    subprocess.run(["cmake", "--build", ROOT / "build/release", "--target", "score-block-bench"], check=True, stdout=subprocess.DEVNULL)
    sides = contenders()
    runs = {(name, size): [] for name in sides for size in SIZES}
    for number in range(ROUNDS):
        for name, size in runs:
            command, environment = sides[name]
            cost, text = measured([*command, size], environment)
            runs[name, size].append({**json.loads(text), "load_average": cost["load_average"]})
        print(f"round {number + 1} of {ROUNDS}", flush=True)
    results, rows = [], []
    for (name, size), each in runs.items():
        medians = {key: statistics.median(run[key] for run in each) for key in each[0] if key.endswith("_cpu_seconds")}
        results.append({"name": name, "numbers": size, **medians, "runs": each})
        rows.append([f"{name}, {size} numbers", *(f"{medians[key]:.2f}" if key in medians else "" for key in ("product_cpu_seconds", "best_cpu_seconds"))])
    write_result("score_block", {"seed": 1, "contexts": CONTEXTS, "rows": ROWS, "contenders": results})
    table(["contender", "products", "with the ten best"], rows)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--numpy", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    sys.exit(multiply(options.numpy) if options.numpy else compare())
