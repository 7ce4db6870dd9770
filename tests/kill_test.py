"""Sends SIGKILL at random moments of load and transform while a reader reads; then finishes the work and compares with a home that was never killed.

Prints each kill with the phase that it hit, and what the reader saw. A killed segue leaves its dbt running, which holds the lock
until it ends: some kills end dbt's process group, too; after the others the next command waits for dbt.
"""
import argparse
import datetime
import fcntl
import os
import pathlib
import random
import re
import shutil
import signal
import subprocess
import threading
import time

import duckdb

from lib.servers import LIMIT_S
from lib.home import SEGUE, Home, Missed, check, run_test, same_marts
from lib.history import write_export

PHASES = ("load", "dbt", "copy", "rename")
# The line of --verbose that begins a phase. Loading counts when there is something to load.
MARKS = {"load": re.compile(r"load: [1-9]\d* objects"), **{phase: re.compile(f"transform: {phase}") for phase in PHASES[1:]}}
LOADED = "load: done"
ATTEMPTS = 8  # because a short phase may be over before the signal arrives


class Reader(threading.Thread):
    """Opens the published file again and again: the days add up to the plays; the builds seen are kept for the end."""

    def __init__(self, home):
        super().__init__(daemon=True)
        self.home, self.stop = home, threading.Event()
        self.looks, self.builds, self.fault = 0, set(), None

    def run(self):
        while not self.stop.wait(0.1):
            try:
                self.look()
            except Exception as error:  # noqa: BLE001 - whatever a reader meets is a finding
                self.fault = f"{type(error).__name__}: {error}"
                return

    def look(self):
        # The path names an open file's number, because DuckDB's Python module shares one instance per path in a process.
        with open(self.home.published, "rb") as held:
            with duckdb.connect(f"/proc/self/fd/{held.fileno()}", read_only=True) as connection:
                plays, days, build = connection.execute(
                    "select (select count(*) from segue.fct_plays), (select sum(plays) from segue.stats_days),"
                    " (select max(number) from segue.build)").fetchone()
        if plays != days:
            raise Missed(f"build {build}: {plays} plays, the days add up to {days}")
        self.builds.add(build)
        self.looks += 1


class Run:
    """One segue with its log in a file, so that a dbt left behind holds no pipe of ours."""

    def __init__(self, home, *arguments):
        self.log_path = home.path / "run.log"
        with open(self.log_path, "w") as log:
            self.process = subprocess.Popen([str(SEGUE), "--verbose", *arguments], env=home.environment,
                                            stdout=subprocess.DEVNULL, stderr=log)

    @property
    def log(self):
        return self.log_path.read_text()

    def reach(self, mark):
        """Returns True once the log contains the mark; False if the program ended without it."""
        while not mark.search(self.log):
            if self.process.poll() is not None:
                return bool(mark.search(self.log))
            time.sleep(0.0005)
        return True

    def children(self):
        pid = self.process.pid
        return [int(child) for child in pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]

    def kill(self):
        """Kills the program; returns whether it was still running."""
        self.process.kill()
        return self.process.wait() == -signal.SIGKILL

    def last_phase(self):
        """Returns the phase that the log has reached; None before the first and between loading and dbt."""
        log = self.log
        at = {phase: found[-1].start() for phase, mark in MARKS.items() if (found := list(mark.finditer(log)))}
        if not at:
            return None
        phase = max(at, key=at.get)
        return None if phase == "load" and LOADED in log else phase


class Killer:
    def __init__(self, home, spans, rng, rows):
        self.home, self.spans, self.rng, self.rows = home, spans, rng, rows
        self.hits = dict.fromkeys(PHASES, 0)
        self.pending, self.spares, self.left = True, [], []
        self.dbt_kills = 0

    def land_spare(self):
        """Lands something to load, if a kill came too late and everything in the lake is loaded."""
        number = len(self.spares)
        spare = write_export(self.home.path / f"spare{number}", count=self.rows, files=12, seed=100 + number)
        self.home.run("import", "--land-only", spare)
        self.spares.append(spare)
        self.pending = True

    def hit(self, command, phase):
        for attempt in range(ATTEMPTS):
            if phase == "load" and not self.pending:
                self.land_spare()
            arguments = [command, "--threads", str(self.rng.choice((1, 2, 6)))] if command == "load" else [command]
            if self.once(arguments, phase):
                self.hits[phase] += 1
                return
        raise Missed(f"{command} was never killed in phase {phase} in {ATTEMPTS} attempts")

    def once(self, arguments, phase):
        run = Run(self.home, *arguments)
        reached = run.reach(MARKS[phase])
        delay = self.rng.random() * self.spans[phase]
        time.sleep(delay if reached else 0)
        dbt = run.children() if reached and phase == "dbt" and run.process.poll() is None else []
        killed = run.kill()
        if LOADED in run.log:
            self.pending = False
        good = killed and run.last_phase() == phase
        waited = self.orphan(dbt) if dbt else ""
        unpublished = [p.name for p in self.home.home.iterdir() if p.name.startswith("publish.tmp")]
        note = f", {waited}" if waited else ", copy left behind" if unpublished else ""
        objects = re.findall(r"load: (\d+) objects", run.log)
        print(f"  {' '.join(arguments)}: {'killed' if good else 'missed'} {delay * 1000:.0f} ms into {phase}"
              f" ({(objects or ['?'])[0]} objects were to load{note})", flush=True)
        return good

    def orphan(self, dbt):
        """Kills dbt's group, too, every other time; else checks that dbt holds the lock and leaves it running."""
        self.dbt_kills += 1
        if self.dbt_kills % 2 == 0:
            for child in dbt:
                os.killpg(child, signal.SIGKILL)
            return "dbt killed, too"
        with open(self.home.home / "work.lock") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                alive = [child for child in dbt if pathlib.Path(f"/proc/{child}/cmdline").exists()]
                check(not alive, "dbt runs without its parent and does not hold the lock")
            except BlockingIOError:
                pass
        self.left += dbt
        return "dbt runs on and holds the lock"

    def clean_up(self):
        """Ends what we left running, if the test fails before it ended by itself."""
        for child in self.left:
            command = pathlib.Path(f"/proc/{child}/cmdline")
            if command.exists() and str(self.home.home).encode() in command.read_bytes():
                os.killpg(child, signal.SIGKILL)


def measured_spans(log):
    """Returns the seconds of each phase of a transform that was not killed."""
    at = {}
    for line in log.splitlines():
        for name, mark in {**MARKS, "loaded": re.compile(LOADED)}.items():
            if mark.search(line):
                at[name] = datetime.datetime.fromisoformat(line.split()[0].replace("Z", "+00:00")).timestamp()
    # The last phase goes on after the rename, in the same line of the log: kills at once hit both sides of it.
    return {"load": at["loaded"] - at["load"], "dbt": at["copy"] - at["dbt"], "copy": at["rename"] - at["copy"], "rename": 0.004}


def plan_of(kills, rng):
    """Returns the phases in which transform is killed: each equally often, in random order."""
    if kills < len(PHASES):
        return rng.sample(PHASES[1:], kills)
    return [phase for _ in range(-(-kills // len(PHASES))) for phase in rng.sample(PHASES, len(PHASES))][:kills]


def prepare(home, calm, rows):
    """Makes two equal homes: each has a first build, and then more in the lake than is loaded."""
    write_export(home.path / "first", count=2_000, files=2, seed=1)
    write_export(home.path / "rest", count=rows, files=12, seed=2)
    home.run("import", home.path / "first")
    home.run("transform")
    home.run("import", "--land-only", home.path / "rest")
    shutil.copytree(home.home, calm.home)
    run = Run(calm, "transform")
    check(run.process.wait() == 0, f"transform of the calm home:\n{run.log}")
    return measured_spans(run.log)


def finish(home, calm, killer):
    home.run("transform")  # waits for a dbt that is still running
    for spare in killer.spares:
        calm.run("import", "--land-only", spare)
    if killer.spares:
        calm.run("transform")
    check(not (left := [p.name for p in home.home.iterdir() if ".tmp" in p.name]), f"left behind: {left}")
    rows = "select count(*), count(distinct object || ' ' || ordinal) from segue_raw.plays"
    check(home.query(rows) == calm.query(rows), f"raw rows: {home.query(rows)}, never killed: {calm.query(rows)}")
    same_marts(calm.marts(), home.marts(), "after the kills")


def watch(reader, least):
    deadline = time.monotonic() + LIMIT_S
    while reader.looks < least and reader.fault is None and time.monotonic() < deadline:
        time.sleep(0.05)
    reader.stop.set()
    reader.join()
    check(reader.fault is None, f"the reader met: {reader.fault}")
    check(reader.looks >= least, f"the reader looked {reader.looks} times, not {least}")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=2, help="of load, and as many of transform")
    parser.add_argument("--rows", type=int, default=120_000)
    parser.add_argument("--looks", type=int, default=200, help="the least that the reader must have looked")
    parser.add_argument("--seed", type=int, default=20261124)
    flags = parser.parse_args()
    start, rng = time.monotonic(), random.Random(flags.seed)
    with Home("kill") as home, Home("calm") as calm:
        spans = prepare(home, calm, flags.rows)
        print(f"seed {flags.seed}; never killed: " + ", ".join(f"{phase} {spans[phase]:.2f} s" for phase in PHASES[:3]))
        killer, reader = Killer(home, spans, rng, flags.rows), Reader(home)
        reader.start()
        try:
            for _ in range(flags.kills):
                killer.hit("load", "load")
            for phase in plan_of(flags.kills, rng):
                killer.hit("transform", phase)
            finish(home, calm, killer)
            watch(reader, flags.looks)
        finally:
            killer.clean_up()
        passed = {row["build"] for row in home.json("status")["builds_passed"]}
        check(reader.builds <= passed, f"builds {reader.builds - passed} were published, never passed")
        if flags.kills >= len(PHASES):
            check(all(killer.hits.values()), f"a phase was never hit: {killer.hits}")
        print(f"killed in phases {killer.hits}; the reader looked {reader.looks} times, saw builds {sorted(reader.builds)},"
              f" all passed; marts equal to a home never killed; {time.monotonic() - start:.0f} s")


if __name__ == "__main__":
    run_test(main)
