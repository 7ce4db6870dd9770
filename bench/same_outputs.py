#!/usr/bin/env python3
"""Compares what two builds of segue give: marts on DuckDB and on PostgreSQL, model bytes, the lake, playlists, and `--json`.

Both builds run two scenarios (build_outputs.py) side by side: the worked example's log, and a simulated month. Each uses its own
dbt project and its own spotify-sim; their clocks are the simulators', which stand until they are told otherwise. Prints a line for each
difference, then one line of JSON; exits 1 where anything differs.
"""
import argparse
import contextlib
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests/parity")]

from compare import DuckDbMarts, PostgresMarts, compare, keys_of  # noqa: E402
from lib.postgres import DATABASE, Postgres  # noqa: E402

# Members of `--json` that a machine's own clock decides, so that no two runs agree on them.
LEFT_OUT = {
    "seconds": "measured",
}
SIDES = ("one", "two")  # names of one length: paths of homes are as long as each other
MOST_TOLD = 20  # differences of one answer


def started(scenario, folder, programs, url):
    folder.mkdir(parents=True)
    return subprocess.Popen(
        [sys.executable, ROOT / "bench/build_outputs.py", "--scenario", scenario, "--folder", folder, "--warehouse-url", url],
        env={**os.environ, "SEGUE_BIN": str(programs)}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def run_both(scenario, folders, programs, urls):
    children = [started(scenario, *each) for each in zip(folders, programs, urls)]
    said = [child.communicate()[0] for child in children]
    for child, text, programs_of in zip(children, said, programs):
        if child.returncode != 0:
            raise SystemExit(f"same_outputs: {scenario} with {programs_of}: exit {child.returncode}\n{text}")


def different(where, one, two):
    """Paths at which two values of JSON differ, with both values."""
    if type(one) is not type(two):
        yield where, one, two
    elif isinstance(one, dict):
        for name in sorted(one.keys() | two.keys()):
            if name not in LEFT_OUT:
                yield from different(f"{where}.{name}", one.get(name, "(missing)"), two.get(name, "(missing)"))
    elif isinstance(one, list):
        if len(one) != len(two):
            yield f"{where} (length)", len(one), len(two)
        for number, pair in enumerate(zip(one, two)):
            yield from different(f"{where}[{number}]", *pair)
    elif one != two:
        yield where, one, two


def short(value):
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 120 else text[:117] + "…"


class Comparison:
    """Counts of what was compared and the differences found; a difference is told when it is found."""

    def __init__(self):
        self.counts, self.differences = {}, 0

    def count(self, what, number):
        self.counts[what] = self.counts.get(what, 0) + number

    def differs(self, text):
        self.differences += 1
        print(f"DIFFERENT: {text}", flush=True)

    def answers(self, scenario, folders, texts):
        one, two = (json.loads((folder / "answers.json").read_text()) for folder in folders)
        for name in sorted(one.keys() | two.keys()):
            kept = [{key: value for key, value in side.get(name, {}).items() if texts or key in ("exit", "json")} for side in (one, two)]
            if "text" in (one.get(name) or two.get(name)) and not texts:
                continue
            self.count("texts" if "text" in kept[0] else "json_answers", 1)
            found = list(different("", *kept))
            for where, before, after in found[:MOST_TOLD]:
                self.differs(f"{scenario}: {name}: {where.removeprefix('.')}: {short(before)} before, {short(after)} after")
            self.differences += max(0, len(found) - MOST_TOLD)

    def files(self, scenario, what, folders, pattern):
        """Files below the homes' folders: their names and bytes."""
        found = [{str(path.relative_to(folder / "home")): path for path in (folder / "home").glob(pattern) if path.is_file()} for folder in folders]
        self.count(what, len(found[0].keys() & found[1].keys()))
        for name in sorted(found[0].keys() ^ found[1].keys()):
            self.differs(f"{scenario}: {name}: only {'before' if name in found[0] else 'after'}")
        for name in sorted(found[0].keys() & found[1].keys()):
            if found[0][name].read_bytes() != found[1][name].read_bytes():
                self.differs(f"{scenario}: {name}: its bytes differ")

    def marts(self, scenario, what, one, other, keys):
        with contextlib.closing(one), contextlib.closing(other):
            rows, found = compare(one, other, keys)
        self.count(what, len(rows))
        self.count(f"{what}_rows", sum(rows.values()))
        for difference in found:
            self.differs(f"{scenario}: {what}: {difference}")


def compared(comparison, scenario, folders, server, databases, texts):
    comparison.answers(scenario, folders, texts)
    comparison.files(scenario, "lake_objects", folders, "lake/**/*")
    comparison.files(scenario, "models", folders, "models/**/*")
    comparison.files(scenario, "corpus_files", folders, "corpora/**/*")
    keys = keys_of(json.loads((folders[0] / "home/dbt/target/duckdb/manifest.json").read_text()))
    published = [folder / "home/warehouse.duckdb" for folder in folders]
    comparison.marts(scenario, "marts", *map(DuckDbMarts, published), keys)
    comparison.marts(scenario, "raw_tables", *(DuckDbMarts(path, "segue_raw") for path in published), {})
    comparison.marts(scenario, "postgres_marts", *(PostgresMarts(server.connect(name)) for name in databases), keys)


def programs_in(folder):
    folder = folder.resolve()
    for name in ("segue", "spotify-sim"):
        if not (folder / name).is_file():
            raise SystemExit(f"same_outputs: {folder} holds no {name}; name the folder build/release/bin of a built tree")
    return folder


def database(server, name):
    with contextlib.closing(server.connect("postgres")) as connection:
        connection.autocommit = True
        connection.cursor().execute(f"create database {name} template template0")
    return re.sub(f"/{DATABASE}\\?", f"/{name}?", server.url)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--before", type=pathlib.Path, required=True, metavar="FOLDER", help="programs of the older build, as …/build/release/bin")
    parser.add_argument("--after", type=pathlib.Path, default=ROOT / "build/release/bin", metavar="FOLDER", help="of the newer (default: this tree's)")
    parser.add_argument("--scenario", action="append", choices=("station", "month"), help="only this one")
    parser.add_argument("--texts", action="store_true", help="compare what people read, too: output without --json, and messages")
    flags = parser.parse_args()
    programs = [programs_in(flags.before), programs_in(flags.after)]
    comparison, begun = Comparison(), time.monotonic()
    with tempfile.TemporaryDirectory(prefix="segue-same-") as folder, Postgres() as server:
        for scenario in flags.scenario or ("station", "month"):
            folders = [pathlib.Path(folder) / side / scenario for side in SIDES]
            databases = [f"{side}_{scenario}" for side in SIDES]
            run_both(scenario, folders, programs, [database(server, name) for name in databases])
            compared(comparison, scenario, folders, server, databases, flags.texts)
            print(f"{scenario}: compared after {time.monotonic() - begun:.0f} s", flush=True)
    print(json.dumps({**comparison.counts, "left_out": sorted(LEFT_OUT), "different": comparison.differences,
                      "seconds": round(time.monotonic() - begun)}))
    return 1 if comparison.differences else 0


if __name__ == "__main__":
    sys.exit(main())
