"""Measures how load and build grow on both engines: one listener with 250,000 and with a million plays, fifty with ten million.

Each play is in an export; a fifth of the plays are in ListenBrainz, too. growth.py PART…: `lake-SIZE` makes the lake, once, under
build/bench (a run continues where the last one stopped), `SIZE-ENGINE` loads it into a fresh home and builds. Each part takes less than 20
minutes and writes its figures to bench/results/growth.json; the figures of other parts stay.
"""
import argparse
import contextlib
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import threading
import time

from machine import RESULTS, ROOT, measured, provenance, scheduling, table

sys.path.insert(0, str(ROOT / "tests"))
from lib.history import write_export, write_listens  # noqa: E402
from lib.home import SEGUE  # noqa: E402
from lib.postgres import Postgres  # noqa: E402

SEED, TRACKS, EVERY = 20261124, 60_000, 5
SIZES = {"250k": (250_000, 1), "1m": (1_000_000, 1), "10m": (10_000_000, 50)}  # (rows of exports, listeners)
ENGINES = ("duckdb", "postgres")
# A server's settings as somebody would choose them for this size; a crash loses nothing.
SERVER = {"shared_buffers": "1GB", "max_wal_size": "8GB", "effective_cache_size": "8GB", "maintenance_work_mem": "512MB"}
LAKES = ROOT / "build/bench"


def environment(home, url=None):
    return {"PATH": "/usr/bin:/bin", "HOME": str(home / "no-home"), "SEGUE_HOME": str(home / "home"), "XDG_CONFIG_HOME": str(home / "config"),
            "LC_ALL": "C.UTF-8", **({"SEGUE_WAREHOUSE_URL": url} if url else {})}


def land(home, user, rows, seed):
    """Lands an export and listens of one listener in the lake."""
    with tempfile.TemporaryDirectory(prefix="segue-growth-") as made:
        folder = pathlib.Path(made)
        write_export(folder / "export", rows, files=max(1, rows // 16_667), seed=seed, tracks=TRACKS)
        write_listens(folder / "listens", rows, every=EVERY, seed=seed, tracks=TRACKS)
        subprocess.run([SEGUE, "--user", user, "import", "--land-only", folder / "export", folder / "listens"], env=environment(home),
                       check=True, stdout=subprocess.DEVNULL)


def make_lake(size):
    rows, listeners = SIZES[size]
    home = LAKES / f"growth-{size}"
    (home / "done").mkdir(parents=True, exist_ok=True)
    names = ["me"] if listeners == 1 else [f"listener-{number:02}" for number in range(listeners)]
    for number, name in enumerate(names):
        if not (home / "done" / name).exists():
            land(home, name, rows // listeners, SEED + number)
            (home / "done" / name).touch()
            print(f"{size}: {name} has landed ({number + 1} of {listeners})", flush=True)


class ServerWatch(threading.Thread):
    """The most that a server's processes hold at once: each one's own memory, and the shared buffers once."""

    def __init__(self, postmaster):
        super().__init__(daemon=True)
        self.postmaster, self.peak_kb, self.ended = postmaster, 0, threading.Event()
        self.nice = int(scheduling().removeprefix("nice "))

    def run(self):
        while not self.ended.wait(0.1):
            own = shared = 0
            for process in self.processes():
                # Each connection's process is a session of its own. Without this the scheduler would put it behind a run with priority.
                if self.nice:
                    with contextlib.suppress(OSError):
                        pathlib.Path(f"/proc/{process}/autogroup").write_text(str(self.nice))
                figures = self.status(process)
                own += figures.get("RssAnon", 0)
                shared = max(shared, figures.get("RssShmem", 0))
            self.peak_kb = max(self.peak_kb, own + shared)

    def processes(self):
        children = pathlib.Path(f"/proc/{self.postmaster}/task/{self.postmaster}/children")
        return [self.postmaster, *map(int, children.read_text().split())] if children.exists() else []

    @staticmethod
    def status(process):
        try:
            lines = pathlib.Path(f"/proc/{process}/status").read_text().splitlines()
        except (FileNotFoundError, ProcessLookupError):
            return {}
        return {name: int(rest.split()[0]) for name, rest in (line.split(":", 1) for line in lines) if name in ("RssAnon", "RssShmem")}

    def cpu_seconds(self):
        """Returns the CPU seconds of the server's first process and of its processes that have ended."""
        fields = pathlib.Path(f"/proc/{self.postmaster}/stat").read_text().rsplit(")", 1)[1].split()
        return sum(int(field) for field in fields[11:15]) / os.sysconf("SC_CLK_TCK")


def covered(spans):
    """Returns the seconds in which at least one of the spans runs."""
    total, until = 0.0, float("-inf")
    for begin, end in sorted(spans):
        total += max(0.0, end - max(begin, until))
        until = max(until, end)
    return total


def seconds_of(instant):
    whole, _, fraction = instant.rstrip("Z").partition(".")
    return time.mktime(time.strptime(whole, "%Y-%m-%dT%H:%M:%S")) + float("0." + (fraction or "0"))


def nodes(results):
    """Returns from dbt's own results how long models and tests ran (side by side counts once), and which were slow."""
    spans = {"model": [], "test": []}
    slow = []
    for one in results["results"]:
        kind, name = one["unique_id"].split(".")[0], one["unique_id"].split(".")[2]
        timing = {entry["name"]: entry for entry in one["timing"]}
        if kind in spans and timing.get("execute", {}).get("completed_at"):
            spans[kind].append((seconds_of(timing["execute"]["started_at"]), seconds_of(timing["execute"]["completed_at"])))
            slow.append((one["execution_time"], name))
    return {"models_seconds": round(covered(spans["model"]), 2), "models_sum_seconds": round(sum(e - b for b, e in spans["model"]), 2),
            "tests_sum_seconds": round(sum(e - b for b, e in spans["test"]), 2), "dbt_seconds": round(results["elapsed_time"], 2),
            "slowest": {name: round(took, 2) for took, name in sorted(slow, reverse=True)[:12]}}


def run(size, server=None):
    with tempfile.TemporaryDirectory(prefix="segue-growth-", dir=LAKES) as made:
        home = pathlib.Path(made)
        (home / "home").mkdir()
        (home / "home/lake").symlink_to(LAKES / f"growth-{size}/home/lake", target_is_directory=True)
        watch = ServerWatch(server.process.pid) if server else None
        if watch:
            watch.start()
        cost = {}
        # Ten million plays are built once: PostgreSQL would need more than 20 minutes to build them twice.
        for step in ("load", "transform") if size == "10m" else ("load", "transform", "transform_again"):
            before = watch.cpu_seconds() if watch else 0
            cost[step], out = measured([SEGUE, "--json", step.removesuffix("_again")], environment(home, server and server.url))
            if watch:
                cost[step] |= {"server_cpu_seconds": round(watch.cpu_seconds() - before, 1), "server_peak_mb": round(watch.peak_kb / 1024)}
            if step == "load":
                rows = json.loads(out)["rows"]
            elif step == "transform":
                plays = json.loads(out)["plays"]
                built = json.loads((home / "home/dbt/target" / ("build" if server else "duckdb") / "run_results.json").read_text())
        if watch:
            watch.ended.set()
            watch.join()
            size_on_disk = server.query("select pg_database_size(current_database())")[0][0]
        else:
            size_on_disk = (home / "home/work.duckdb").stat().st_size
        return {"rows": rows, "plays": plays, **cost, **nodes(built), "bytes": size_on_disk}


def part(name):
    size, engine = name.rsplit("-", 1)
    if not (LAKES / f"growth-{size}/home/lake").exists():
        raise SystemExit(f"there is no lake yet: bench/growth.py lake-{size} makes it")
    if engine == "duckdb":
        return run(size)
    # A folder with enough space: the database of ten million plays needs some 30 GB at its largest.
    with Postgres(settings=SERVER) as server:
        return run(size, server)


def write(name, result):
    path = RESULTS / "growth.json"
    whole = json.loads(path.read_text()) if path.exists() else {}
    whole |= {"seed": SEED, "tracks": TRACKS, "known_twice": f"1 in {EVERY}", "server": SERVER}
    whole.setdefault("parts", {})[name] = {**provenance(), **result}
    path.write_text(json.dumps(whole, indent=1) + "\n")
    return whole


def again(one):
    return f"{one['transform_again']['seconds']:.1f}" if "transform_again" in one else "-"


def show(whole):
    rows = []
    for name, one in sorted(whole["parts"].items(), key=lambda pair: (pair[1]["rows"], pair[0])):
        rows.append([name, f"{one['rows']:,}", f"{one['plays']:,}", f"{one['load']['seconds']:.1f}", f"{one['transform']['seconds']:.1f}",
                     f"{one['models_seconds']:.1f}", f"{one['dbt_seconds']:.1f}", again(one),
                     one["load"]["peak_mb"], one["transform"]["peak_mb"], one["transform"].get("server_peak_mb", "-"), f"{one['bytes'] / 1e9:.1f}"])
    table(["", "rows", "plays", "load s", "transform s", "of it models s", "dbt s", "again s", "load MB", "transform MB", "server MB", "GB"], rows)


def main():
    parts = [f"lake-{size}" for size in SIZES] + [f"{size}-{engine}" for size in SIZES for engine in ENGINES]
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="+", choices=parts, metavar="PART", help=", ".join(parts))
    for name in parser.parse_args().parts:
        if name.startswith("lake-"):
            make_lake(name.removeprefix("lake-"))
        else:
            whole = write(name, part(name))
            show(whole)


main()
