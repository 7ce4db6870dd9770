"""Compares `segue import` of a million rows (land and load into DuckDB) with a plain pandas reading of the same files.

Interleaved rounds in fresh homes, medians; then `segue transform` over the million. Writes bench/results/import_million.json.
"""
import argparse
import json
import pathlib
import shutil
import statistics
import sys
import tempfile

import duckdb

from machine import ROOT, measured, provenance, table, write_result

sys.path.insert(0, str(ROOT / "tests"))
from lib.history import write_export  # noqa: E402
from lib.home import SEGUE  # noqa: E402

PANDAS = ROOT / ".deps/venv-bench/bin/python"


def history(rows, files, seed, tracks):
    """Returns the folder, which is written once for these choices and kept under build/bench."""
    folder = ROOT / "build" / "bench" / f"history-{rows}-{files}-{seed}-{tracks}"
    if not folder.exists():
        print(f"writing {rows:,} rows once, into {folder.relative_to(ROOT)}")
        unfinished = folder.with_suffix(".part")
        shutil.rmtree(unfinished, ignore_errors=True)
        write_export(unfinished, count=rows, files=files, seed=seed, tracks=tracks)
        unfinished.rename(folder)
    size = 0
    for file in sorted(folder.rglob("*.json")):
        size += len(file.read_bytes())  # reads the files into the page cache, so that both contenders read warm files
    return folder, size


def environment(home):
    return {"PATH": "/usr/bin:/bin", "HOME": str(home / "no-home"), "SEGUE_HOME": str(home / "home"),
            "XDG_CONFIG_HOME": str(home / "config"), "LC_ALL": "C.UTF-8"}


def import_once(folder, home):
    cost, out = measured([SEGUE, "--json", "import", folder], environment(home))
    with duckdb.connect(str(home / "home/work.duckdb"), read_only=True) as connection:
        sums = connection.execute("select count(*), sum(ms_played) from segue_raw.plays").fetchone()
    return cost, {**json.loads(out), "rows_in_duckdb": sums[0], "ms_played": int(sums[1])}


def one_round(folder, home):
    segue, loaded = import_once(folder, home)
    database = home / "pandas.duckdb"
    whole, out = measured([PANDAS, ROOT / "bench/pandas_reading.py", folder, database])
    pandas = json.loads(out)
    for name in ("rows", "ms_played"):
        if loaded[name] != pandas[name]:
            raise SystemExit(f"segue and pandas disagree on {name}: {loaded[name]} and {pandas[name]}")
    return {"segue import": segue, "pandas, reading": {**pandas["reading"], "peak_mb": whole["peak_mb"]},
            "pandas, reading and inserting": {**pandas["inserting"], "peak_mb": whole["peak_mb"]}}


def summed_up(rounds, rows):
    contenders = {}
    for name in rounds[0]:
        runs = [one[name] for one in rounds]
        seconds = statistics.median(run["seconds"] for run in runs)
        contenders[name] = {"runs": runs, "median_seconds": round(seconds, 3), "rows_per_second": round(rows / seconds),
                            "median_cpu_seconds": round(statistics.median(run["cpu_seconds"] for run in runs), 3)}
    ours = contenders["segue import"]
    for one in contenders.values():
        one["times_segue"] = round(one["median_seconds"] / ours["median_seconds"], 2)
        one["times_segue_cpu"] = round(one["median_cpu_seconds"] / ours["median_cpu_seconds"], 2)
    return contenders


def transform(home):
    cost, out = measured([SEGUE, "--json", "transform"], environment(home))
    sizes = {name: (home / "home" / name).stat().st_size for name in ("work.duckdb", "warehouse.duckdb")}
    return {**cost, "plays": json.loads(out)["plays"], "bytes": sizes}


def show(result):
    print(f"\n{result['rows']:,} rows in {result['files']} files, {result['bytes'] / 1e6:.0f} MB; {result['machine']['cores']} cores; "
          f"segue loads with 2 threads, pandas reads with 1; medians of {result['rounds']} rounds")
    table(["", "seconds", "rows/s", "CPU s", "peak MB", "times segue", "by CPU"],
          [[name, f"{one['median_seconds']:.2f}", f"{one['rows_per_second']:,}", f"{one['median_cpu_seconds']:.2f}",
            max(run["peak_mb"] for run in one["runs"]), f"{one['times_segue']:.1f}", f"{one['times_segue_cpu']:.1f}"]
           for name, one in result["contenders"].items()])
    built = result["transform"]
    print(f"transform of {built['plays']:,} plays: {built['seconds']:.1f} s, {built['cpu_seconds']:.1f} CPU s, peak {built['peak_mb']} MB;"
          f" published file {built['bytes']['warehouse.duckdb'] / 1e6:.0f} MB")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--files", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seed", type=int, default=20261124)
    flags = parser.parse_args()
    tracks = 60_000
    folder, size = history(flags.rows, flags.files, flags.seed, tracks)
    rounds = []
    for number in range(flags.rounds):
        with tempfile.TemporaryDirectory(prefix="segue-bench-") as home:
            rounds.append(one_round(folder, pathlib.Path(home)))
            print(f"round {number + 1}: " + ", ".join(f"{name} {cost['seconds']:.2f} s" for name, cost in rounds[-1].items()), flush=True)
            if number + 1 == flags.rounds:
                built = transform(pathlib.Path(home))
    result = {**provenance(), "seed": flags.seed, "rows": flags.rows, "files": flags.files, "bytes": size, "tracks": tracks,
              "rounds": flags.rounds, "contenders": summed_up(rounds, flags.rows), "transform": built}
    show(result)
    print(write_result("import_million", result).relative_to(ROOT))


main()
