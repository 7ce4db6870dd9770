"""Asks other libraries' recommenders the questions of `segue evaluate`: ranking_peers.py PROTOCOL [CONTENDER…].

Each contender's settings are chosen on a split of the training lists, then it is trained on all of them and answers the questions
of the record, on one thread. Answers go to build/bench/peers/PROTOCOL.CONTENDER.tsv, which `segue evaluate --answers` scores; figures to
bench/results/ranking_peers.json. Without names, those that have no figures yet take part. `--tune-only` leaves the record alone.
"""
import argparse
import json
import os
import subprocess
import sys

from machine import RESULTS, ROOT, provenance, table

sys.path.insert(0, str(ROOT / "tests"))
sys.path.insert(0, str(ROOT / "bench/peers"))
from contenders import CONTENDERS, SEED  # noqa: E402
from lib.home import DATA  # noqa: E402

WORK, PATH = ROOT / "build/bench/peers", RESULTS / "ranking_peers.json"
FOLDERS = {"polimi": DATA / "eval-polimi2018", "nowplaying": DATA / "eval-nowplaying"}
FIRST = {"polimi": "map@10", "nowplaying": "p@20"}
THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS", "LK_NUM_THREADS")


def environment(threads):
    return {"PATH": "/usr/bin:/bin", "HOME": str(WORK), "LC_ALL": "C.UTF-8", "TQDM_DISABLE": "1", **dict.fromkeys(THREADS, str(threads))}


def python_of(contender):
    return ROOT / f".deps/venv-{contender.group}/bin/python"


def run(protocol, split, contender, trainings, asks, threads):
    """Yields what each training and its answers cost, and a check for each way of asking."""
    given = json.dumps([{**contender.fixed, **settings, "seed": SEED, "threads": threads} for settings in trainings])
    command = [python_of(contender), ROOT / "bench/peers/contend.py", protocol, split, contender.module, given, json.dumps(asks), FOLDERS[protocol]]
    process = subprocess.Popen(list(map(str, command)), env=environment(threads), stdout=subprocess.PIPE, text=True)
    for line in process.stdout:
        if line.startswith("{"):
            yield {**json.loads(line), "load_average": round(os.getloadavg()[0], 2)}
    if process.wait() != 0:
        raise SystemExit(f"{contender.name}: exit {process.returncode}")


def results():
    return json.loads(PATH.read_text()) if PATH.exists() else {"seed": SEED, **{part: {one: {} for one in CONTENDERS} for part in ("tuning", "record")}}


def keep(part, protocol, name, figures):
    whole = results()
    whole[part][protocol][name] = figures
    PATH.write_text(json.dumps(whole, indent=1) + "\n")


def tuned(protocol, contender, threads):
    """Returns each training and way of asking with its check; what the results have is not tried again."""
    tried = results()["tuning"][protocol].get(contender.name, [])
    asks = [{"ask": ask, "out": None} for ways in contender.asks.values() for ask in ways]
    left = [settings for settings in contender.tries if not any(one["settings"] == settings for one in tried)]
    for one, settings in zip(run(protocol, "tuning", contender, left, asks, threads) if left else (), left):
        tried += [{"settings": settings, "ask": way["ask"], "check": way["check"], "train_cpu_seconds": one["train_cpu_seconds"]}
                  for way in one["answers"]]
        keep("tuning", protocol, contender.name, tried)
        for way in one["answers"]:
            print(f"{contender.name} {json.dumps({**settings, **way['ask']})}: {json.dumps(way['check'])}, {one['train_cpu_seconds']} s", flush=True)
    return tried


def chosen(protocol, contender, threads):
    """Returns, for each row of the contender, the training and the way of asking that were best on the tuning split."""
    if len(contender.tries) * max(map(len, contender.asks.values())) == 1:
        return {name: (contender.tries[0], ways[0]) for name, ways in contender.asks.items()}
    tried = [one for one in tuned(protocol, contender, threads) if one["settings"] in contender.tries]
    best = {}
    for name, ways in contender.asks.items():
        one = max((one for one in tried if one["ask"] in ways), key=lambda one: one["check"][FIRST[protocol]])
        best[name] = (one["settings"], one["ask"])
    return best


def contend(protocol, contender, options):
    if not python_of(contender).exists():
        print(f"skipped: {contender.name} needs `setup/install {contender.group}`")
        return
    best = chosen(protocol, contender, options.threads)
    WORK.mkdir(parents=True, exist_ok=True)
    for settings in [one for one in contender.tries if one in [pair[0] for pair in best.values()] and not options.tune_only]:
        rows = {contender.name + name: ask for name, (mine, ask) in best.items() if mine == settings}
        asks = [{"ask": ask, "out": str(WORK / f"{protocol}.{name}.tsv")} for name, ask in rows.items()]
        [one] = run(protocol, "record", contender, [settings], asks, 1)
        for name, way in zip(rows, one.pop("answers")):
            keep("record", protocol, name, {**provenance(), "fixed": contender.fixed, "settings": settings, **way, **one})
            print(f"{name}: {json.dumps(way['check'])}, {one['train_cpu_seconds']} + {way['answer_cpu_seconds']} s", flush=True)


def show(protocol):
    done = sorted(results()["record"][protocol].items(), key=lambda pair: -pair[1]["check"][FIRST[protocol]])
    rows = [[name, *one["check"].values(), f"{one['train_cpu_seconds']} + {one['answer_cpu_seconds']} s", f"{one['peak_mb']:,} MB",
             json.dumps({**one["settings"], **one["ask"]})] for name, one in done]
    if rows:
        table(["contender", *done[0][1]["check"], "CPU, training + answers", "peak", "settings"], rows)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("protocol", choices=CONTENDERS)
    parser.add_argument("names", nargs="*", metavar="CONTENDER")
    parser.add_argument("--threads", type=int, default=1, help="of the tuning")
    parser.add_argument("--tune-only", action="store_true")
    options = parser.parse_args()
    if not FOLDERS[options.protocol].exists():
        print(f"skipped: {FOLDERS[options.protocol].name} is not here")
        raise SystemExit(77)
    done = results()["record"][options.protocol]
    for contender in CONTENDERS[options.protocol]:
        is_missing = any(contender.name + name not in done for name in contender.asks)
        if contender.name in options.names or (not options.names and is_missing):
            contend(options.protocol, contender, options)
    show(options.protocol)


main()
