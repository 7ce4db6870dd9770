"""SIGKILL at random moments of load and transform, while a reader looks on; then finish and compare with a home never killed.

Prints which phases were hit (load, dbt, copy, rename), how often, and what the reader saw.
"""
import argparse
import os
import random
import signal
import subprocess
import sys
import threading
import time

import duckdb

from lib.home import SEGUE, Home, Missed, check, same_marts
from lib.history import write_export

PHASES = ("load", "dbt", "copy", "rename")


class Reader(threading.Thread):
    """Opens the published file again and again: the days add up to the plays, and the build is one that passed."""

    def __init__(self, home):
        super().__init__(daemon=True)
        self.home, self.stop = home, threading.Event()
        self.looks, self.builds, self.fault = 0, set(), None

    def run(self):
        while not self.stop.is_set():
            try:
                self.look()
            except Exception as error:  # noqa: BLE001 - whatever a reader meets is a finding
                self.fault = f"{type(error).__name__}: {error}"
                return

    def look(self):
        # A copy of the handle by number: DuckDB's Python module shares one instance per path inside a process.
        with open(self.home.published, "rb") as held:
            with duckdb.connect(f"/proc/self/fd/{held.fileno()}", read_only=True) as connection:
                plays, days, build = connection.execute(
                    "select (select count(*) from segue.fct_plays), (select sum(plays) from segue.stats_days),"
                    " (select max(number) from segue.build)").fetchone()
        if plays != days:
            raise Missed(f"build {build}: {plays} plays, the days add up to {days}")
        self.builds.add(build)
        self.looks += 1


def start(home, *arguments):
    return subprocess.Popen([str(SEGUE), "--verbose", *arguments], env=home.environment, stdout=subprocess.DEVNULL,
                            stderr=subprocess.PIPE, text=True)


def kill_once(home, command, phase, rng, spans):
    """Kills at a random moment of `phase`; True when the process was still alive then."""
    process = start(home, command)
    for line in process.stderr:
        if f"{command}: {phase}" in line or (command == "load" and "load: " in line):
            break
    time.sleep(rng.random() * spans[phase])
    alive = process.poll() is None
    if alive:
        os.kill(process.pid, signal.SIGKILL)
    process.wait()
    process.stderr.close()
    return alive


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=2, help="of load, and as many of transform")
    parser.add_argument("--rows", type=int, default=60_000)
    parser.add_argument("--looks", type=int, default=200, help="the least that the reader must have looked")
    parser.add_argument("--seed", type=int, default=20261124)
    flags = parser.parse_args()
    rng = random.Random(flags.seed)
    spans = {"load": 0.6, "dbt": 9.0, "copy": 0.05, "rename": 0.0}
    with Home("kill") as home, Home("calm") as calm:
        for one in (home, calm):
            write_export(one.path / "first", count=2_000, files=2, seed=1)
            write_export(one.path / "rest", count=flags.rows, files=12, seed=2)
            one.run("import", one.path / "first")
            one.run("transform")
            one.run("import", "--land-only", one.path / "rest")
        reader = Reader(home)
        reader.start()
        hit = dict.fromkeys(PHASES, 0)
        for _ in range(flags.kills):
            hit["load"] += kill_once(home, "load", "load", rng, spans)
        plan = [PHASES[i % 4] for i in range(flags.kills)]
        for phase in ([] if flags.kills < 4 else plan) or rng.sample(PHASES[1:], flags.kills):
            for _ in range(8):  # a short phase may be over before the signal arrives: try again
                if kill_once(home, "transform", phase, rng, spans):
                    hit[phase] += 1
                    break
        # The lock is held to the end of a dbt whose parent was killed: the next transform waits for it.
        for one in (home, calm):
            one.run("transform")
        while reader.looks < flags.looks and reader.fault is None:
            time.sleep(0.05)
        reader.stop.set()
        reader.join()
        print(f"seed {flags.seed}: killed in phases {hit}; the reader looked {reader.looks} times, saw builds {sorted(reader.builds)}")
        check(reader.fault is None, f"the reader met: {reader.fault}")
        passed = {row["build"] for row in home.json("status")["builds_passed"]}
        check(reader.builds <= passed, f"builds {reader.builds - passed} were published, never passed")
        check(hit["load"] > 0, "no kill hit load")
        if flags.kills >= 4:
            check(all(hit.values()), f"a phase was never hit: {hit}")
        same_marts(calm.marts(), home.marts(), "after the kills")
        left = [p.name for p in home.home.iterdir() if ".tmp" in p.name]
        check(not left, f"left behind: {left}")
        print("marts equal to a home that was never killed")


if __name__ == "__main__":
    try:
        main()
    except Missed as miss:
        print(f"MISSED: {miss}")
        sys.exit(1)
