"""Says on which machine a result was measured, and measures what a program costs."""
import json
import os
import pathlib
import resource
import subprocess
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
RESULTS = ROOT / "bench" / "results"


def provenance():
    cpu = next((line.split(":", 1)[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), "unknown")
    git = ["git", "-C", str(ROOT)]
    commit = subprocess.run([*git, "rev-parse", "HEAD"], capture_output=True, text=True).stdout.strip()
    dirty = subprocess.run([*git, "status", "--porcelain", "--", "src", "dbt", "tests", "bench/*.py"], capture_output=True, text=True).stdout
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {"commit": commit, "uncommitted_changes": bool(dirty.strip()),
            "machine": {"cpu": cpu, "cores": os.cpu_count(), "memory_gb": round(memory / 2**30, 1)},
            "scheduling": scheduling()}


def scheduling():
    """Returns whether this run has priority on a shared machine (README.md)."""
    group = pathlib.Path("/proc/self/autogroup")
    return group.read_text().split(" ", 1)[1].strip() if group.exists() else f"nice {os.nice(0)}"


def measured(arguments, environment=None):
    """Runs a program to its end; returns wall and CPU seconds (children included), peak memory of the largest process, its output."""
    load, start = os.getloadavg()[0], time.monotonic()
    process = subprocess.Popen(list(map(str, arguments)), env=environment, stdout=subprocess.PIPE, text=True)
    out = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.monotonic() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"{' '.join(map(str, arguments))}: exit {process.returncode}\n{out}")
    return cost(wall, usage, load), out


def cost(wall, usage=None, load=None):
    usage = usage or resource.getrusage(resource.RUSAGE_SELF)
    load = os.getloadavg()[0] if load is None else load
    return {"seconds": round(wall, 3), "cpu_seconds": round(usage.ru_utime + usage.ru_stime, 3),
            "peak_mb": round(usage.ru_maxrss / 1024), "load_average": round(load, 2)}


def write_result(name, result):
    RESULTS.mkdir(parents=True, exist_ok=True)
    path = RESULTS / f"{name}.json"
    path.write_text(json.dumps({**provenance(), **result}, indent=1) + "\n")
    return path


def table(head, rows):
    """Returns a table with columns as wide as needed: the first aligned left, figures aligned right."""
    wide = [max(len(str(row[i])) for row in [head, *rows]) for i in range(len(head))]
    for row in [head, *rows]:
        print("  ".join(str(cell).ljust(wide[i]) if i == 0 else str(cell).rjust(wide[i]) for i, cell in enumerate(row)))
