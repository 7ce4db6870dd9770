#!/usr/bin/env python3
"""Compares the outputs of two builds of segue: marts on DuckDB and on PostgreSQL, model bytes, the lake, playlists, and `--json`.

Each build runs two scenarios (build_outputs.py), the worked example's log and a simulated month, side by side; then the other build
runs them in the same folder and on the same ports, because a lake records both. Each uses its own dbt project and its own spotify-sim; their clocks are
the simulators', which move only on command. Prints the differences, then one line of JSON; exits 1 where anything differs.
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
from lib.servers import free_ports  # noqa: E402

# Members of `--json` that depend on the machine's own clock, so that two runs differ in them.
LEFT_OUT = {
    "seconds": "measured: how long a build, a training, a step took",
    "tokens_per_second": "measured: how fast a training was",
}
SIDES = ("before", "after")
MOST_TOLD = 20  # shown differences of one kind
SCENARIOS = ("station", "month")


def started(scenario, folder, programs, port, url):
    folder.mkdir(parents=True)
    with open(folder / "said", "w") as said:
        return subprocess.Popen(
            [sys.executable, ROOT / "bench/build_outputs.py", "--scenario", scenario, "--folder", folder, "--port", str(port), "--warehouse-url", url],
            env={**os.environ, "SEGUE_BIN": str(programs)}, stdout=said, stderr=said)


def run_all(side, programs, folder, server, ports):
    """Runs every scenario with one build, side by side; the first failure ends all of them. `ports`: scenario → port."""
    children = {scenario: started(scenario, folder / scenario, programs, port, database(server, f"{side}_{scenario}"))
                for scenario, port in ports.items()}
    try:
        going = True
        while going:
            going = any(child.poll() is None for child in children.values())
            for scenario, child in children.items():
                if child.poll():
                    raise SystemExit(f"same_outputs: {scenario} with {programs}: exit {child.returncode}\n{(folder / scenario / 'said').read_text()}")
            time.sleep(0.2)
    finally:
        for child in children.values():
            if child.poll() is None:
                child.terminate()
                child.wait()


def different(where, one, two):
    """Returns the paths at which two values of JSON differ, with both values."""
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


def short(value, length):
    return value if len(value) <= length else value[:length - 1] + "…"


def told(value):
    return short(json.dumps(value, ensure_ascii=False), 120)


class Comparison:
    """Counts what was compared, and the differences found, which it prints at once."""

    def __init__(self, scenario):
        self.scenario, self.counts, self.differences = scenario, {}, 0

    def add(self, what, compared, differences):
        """Adds differences, each as a text."""
        self.counts[what] = self.counts.get(what, 0) + compared
        self.differences += len(differences)
        for text in differences[:MOST_TOLD]:
            print(f"DIFFERENT: {self.scenario}, {what}: {short(text, 400)}", flush=True)
        if len(differences) > MOST_TOLD:
            print(f"DIFFERENT: {self.scenario}, {what}: … and {len(differences) - MOST_TOLD} more", flush=True)

    def answers(self, folders, members, what):
        """Returns these members of each answer that has the last of them."""
        one, two = (json.loads((folder / "answers.json").read_text()) for folder in folders)
        for name in sorted(one.keys() | two.keys()):
            kept = [{member: side[name][member] for member in members if member in side[name]} if name in side else None for side in (one, two)]
            if any(side and members[-1] in side for side in kept):
                self.add(what, 1, [f"segue {name}: {where.removeprefix('.')}: {told(before)} before, {told(after)} after"
                                   for where, before, after in different("", *kept)])

    def files(self, what, folders, inside):
        """Compares the names and bytes of the files below a folder of both homes."""
        found = [{path.relative_to(folder / "home"): path for path in (folder / "home" / inside).rglob("*") if path.is_file()} for folder in folders]
        both = found[0].keys() & found[1].keys()
        self.add(what, len(both), [f"{name}: only {'before' if name in found[0] else 'after'}" for name in sorted(found[0].keys() ^ found[1].keys())] +
                 [f"{name}: its bytes differ" for name in sorted(both) if found[0][name].read_bytes() != found[1][name].read_bytes()])

    def marts(self, what, one, other, keys):
        with contextlib.closing(one), contextlib.closing(other):
            rows, found = compare(one, other, keys)
        self.add(what, len(rows), [str(difference) for difference in found])
        self.add(f"{what}_rows", sum(rows.values()), [])


def compared(scenario, folders, server, texts):
    comparison = Comparison(scenario)
    comparison.answers(folders, ("exit", "json"), "json_answers")
    if texts:
        comparison.answers(folders, ("text", "messages"), "texts")
    for what, inside in (("lake_objects", "lake"), ("models", "models"), ("corpus_files", "corpora")):
        comparison.files(what, folders, inside)
    keys = keys_of(json.loads((folders[0] / "home/dbt/target/duckdb/manifest.json").read_text()))
    published = [folder / "home/warehouse.duckdb" for folder in folders]
    comparison.marts("marts", *map(DuckDbMarts, published), keys)
    comparison.marts("raw_tables", *(DuckDbMarts(path, "segue_raw") for path in published), {})
    comparison.marts("postgres_marts", *(PostgresMarts(server.connect(f"{side}_{scenario}")) for side in SIDES), keys)
    return comparison


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


def folder_of(kept):
    if kept is None:
        return tempfile.TemporaryDirectory(prefix="segue-same-")
    kept.mkdir(parents=True)
    return contextlib.nullcontext(kept.resolve())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--before", type=pathlib.Path, required=True, metavar="FOLDER", help="programs of the older build, as …/build/release/bin")
    parser.add_argument("--after", type=pathlib.Path, default=ROOT / "build/release/bin", metavar="FOLDER", help="of the newer (default: this tree's)")
    parser.add_argument("--scenario", action="append", choices=SCENARIOS, help="only this one")
    parser.add_argument("--texts", action="store_true", help="compare what people read, too: output without --json, and messages")
    parser.add_argument("--keep", type=pathlib.Path, metavar="FOLDER", help="leave what both gave in this new folder, to look at")
    flags = parser.parse_args()
    programs = dict(zip(SIDES, (programs_in(flags.before), programs_in(flags.after))))
    scenarios, begun = flags.scenario or SCENARIOS, time.monotonic()
    ports = dict(zip(scenarios, free_ports(len(scenarios))))
    with folder_of(flags.keep) as folder, Postgres() as server:
        folder = pathlib.Path(folder)
        for side in SIDES:
            run_all(side, programs[side], folder / "running", server, ports)
            (folder / "running").rename(folder / side)
            print(f"{programs[side]}: ran after {time.monotonic() - begun:.0f} s", flush=True)
        found = [compared(scenario, [folder / side / scenario for side in SIDES], server, flags.texts) for scenario in scenarios]
    counts = {what: sum(one.counts.get(what, 0) for one in found) for what in found[0].counts}
    differences = sum(one.differences for one in found)
    print(json.dumps({**counts, "left_out": sorted(LEFT_OUT), "different": differences, "seconds": round(time.monotonic() - begun)}))
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
