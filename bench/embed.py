"""Compares the trainer with gensim: tokens per CPU second and, on real playlists, quality. embed.py PART…; `all` runs each part that is not done.

`window-5`, `window-10`, `polimi-speed`: one thread, rounds interleaved, medians; gensim trains on the first of the tokens, with the whole
vocabulary. `pword2vec`: window 5 beside the binary that SEGUE_PWORD2VEC names. `threads`: one and two. `units`: each vector unit. `limits`:
the speed of the machine's multiply-adds and memory. `growth-1m|10m|66m`: one epoch of 128 numbers over as many tokens.
`quality-segue-SEED`, `quality-gensim-SEED`: Polimi's validation by every rule of `segue evaluate`. Each part takes
less than 20 minutes and writes its figures to bench/results/embed.json; the figures of other parts stay.
"""
import argparse
import gzip
import json
import os
import random
import statistics
import subprocess
import sys

from machine import RESULTS, ROOT, measured, provenance, table

sys.path.insert(0, str(ROOT / "tests"))
from lib.home import DATA, SEGUE  # noqa: E402

PYTHON = ROOT / ".deps/venv-bench/bin/python"
WORK = ROOT / "build/bench/embed"
SEED, SHUFFLE, ROUNDS, SEEDS = 20261123, 20261125, 5, (1, 2, 3)
TEXT = ["--dimension", 100, "--negatives", 5, "--epochs", 1, "--rate", 0.025, "--min-count", 5]
POLIMI = ["--dimension", 64, "--window", 20, "--negatives", 10, "--min-count", 1]
# Every setting draws one set of samples a centre; on real playlists pairs of long lists weigh less, which gensim cannot do.
PLAIN = ["--sharing", 0, "--subsample", 0, "--token-share", 0, "--most-places", 10000]
WEIGHED = ["--rate", 0.15, "--pair-exponent=-0.5"]
GROWTH = {"1m": (1_000_000, 200_000), "10m": (10_000_000, 2_200_000), "66m": (66_000_000, 2_200_000)}
RULES = ("input-normed", "input-output", "input-output-popular", "input-input")


def environment(**more):
    return {"PATH": "/usr/bin:/bin", "HOME": str(WORK), "LC_ALL": "C.UTF-8", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", **more}


def words(*parts):
    return [str(part) for part in parts]


def lists(tokens, items):
    """Returns the file of lists, which is drawn once."""
    path = WORK / f"lists-{tokens}-{items}.txt"
    if not path.exists():
        WORK.mkdir(parents=True, exist_ok=True)
        print(f"drawing {tokens:,} tokens over {items:,} items once", flush=True)
        subprocess.run(words(PYTHON, ROOT / "bench/clustered_lists.py", path, "--tokens", tokens, "--items", items, "--seed", SEED,
                             "--clusters", max(500, items // 400)), env=environment(), check=True)
    return path


def polimi_lists():
    """Returns the playlists without the rows of the validation, shuffled once, because both halves share no order."""
    data = DATA / "eval-polimi2018"
    if not data.exists():
        print(f"skipped: {data.relative_to(ROOT.parent)} is not here")
        raise SystemExit(77)
    path = WORK / "polimi.txt"
    WORK.mkdir(parents=True, exist_ok=True)
    hidden = set()
    with gzip.open(data / "validation.tsv.gz", "rt") as file:
        hidden = {tuple(line.split("\t")[:2]) for line in file.read().splitlines()[1:]}
    playlists = {}
    with gzip.open(data / "interactions.tsv.gz", "rt") as file:
        for line in file.read().splitlines()[1:]:
            playlist, track = line.split("\t")[:2]
            if (playlist, track) not in hidden:
                playlists.setdefault(playlist, []).append(track)
    shuffled = random.Random(SHUFFLE)
    with open(path, "w", encoding="ascii") as file:
        for tracks in playlists.values():
            shuffled.shuffle(tracks)
            file.write(" ".join(tracks) + "\n")
    return path


def segue(path, *options, out=None, **more):
    """Runs one training; returns what it reports, and the peak memory of the whole process (reading the lists included)."""
    command = words(SEGUE, "--json", "train", "--lists", path, "--out", out or WORK / "throwaway.model", *PLAIN, *options)
    cost, text = measured(command, environment(**more))
    said = json.loads(text)
    del said["model"]  # a path of this machine
    return {**said, "process_cpu_seconds": cost["cpu_seconds"], "peak_mb": cost["peak_mb"], "load_average": cost["load_average"]}


def gensim(path, *options):
    cost, text = measured(words(PYTHON, ROOT / "bench/gensim_train.py", path, *options), environment())
    return {**json.loads(text), "peak_mb": cost["peak_mb"], "load_average": cost["load_average"]}


def speed(path, settings, own, tokens):
    """Runs interleaved rounds; both read and count the whole file, then gensim trains on its first tokens."""
    rounds = []
    for number in range(ROUNDS):
        ours, theirs = segue(path, *settings, *own), gensim(path, *settings, "--tokens", tokens)
        rounds.append((ours, theirs))
        print(f"round {number + 1}: segue {ours['tokens_per_cpu_second']:,.0f}, gensim {theirs['tokens_per_cpu_second']:,}", flush=True)
    contenders = []
    for name, side in (("segue", 0), ("gensim", 1)):
        runs = [one[side] for one in rounds]
        contenders.append({"name": name, "tokens_per_cpu_second": round(statistics.median(run["tokens_per_cpu_second"] for run in runs)),
                           "settings": " ".join(words(*settings, *(own if side == 0 else ()))), "runs": runs})
    ratios = [ours["tokens_per_cpu_second"] / theirs["tokens_per_cpu_second"] for ours, theirs in rounds]
    return {"contenders": contenders, "times_gensim": round(statistics.median(ratios), 2), "each": [round(one, 2) for one in ratios]}


def threads():
    path = lists(10_000_000, 200_000)
    rounds = [[segue(path, *TEXT, "--window", 5, "--threads", count) for count in (1, 2)] for _ in range(ROUNDS)]
    ratios = [two["tokens_per_second"] / one["tokens_per_second"] for one, two in rounds]
    return {"times_one_thread": round(statistics.median(ratios), 2), "each": [round(one, 2) for one in ratios], "runs": rounds}


def units():
    """Runs the same training with each vector unit of this machine; tiles run on Polimi's blocks alone."""
    found = {}
    for name, path, settings in (("window-5", lists(10_000_000, 200_000), [*TEXT, "--window", 5]), ("polimi", polimi_lists(), [*POLIMI, "--epochs", 2, *WEIGHED])):
        found[name] = {}
        for unit in ("amx", "avx512", "avx2", "plain"):
            try:
                runs = [segue(path, *settings, SEGUE_VECTOR_UNIT=unit) for _ in range(3)]
            except SystemExit:
                continue
            found[name][unit] = round(statistics.median(run["tokens_per_cpu_second"] for run in runs))
    return {"tokens_per_cpu_second": found}


def limits():
    """Measures the limits of one core; a pair costs three passes of multiply-adds over its row: the product and two updates."""
    subprocess.run(words("cmake", "--build", ROOT / "build/release", "--target", "limits-bench"), check=True, stdout=subprocess.DEVNULL)
    _, text = measured([SEGUE.parent / "limits-bench"], environment())
    return {"limits": json.loads(text)}


def pword2vec():
    """Window 5 beside a binary of pWord2Vec that was built elsewhere; CPU seconds of whole processes, because it reports none of its training."""
    binary = os.environ.get("SEGUE_PWORD2VEC")
    if not binary:
        print("skipped: pWord2Vec is in no registry; SEGUE_PWORD2VEC may name a binary that was built elsewhere")
        return None
    path, seconds = lists(10_000_000, 200_000), []
    theirs = words(binary, "-train", path, "-output", WORK / "throwaway.vec", "-size", 100, "-window", 5, "-negative", 5, "-sample", 0, "-alpha", 0.025,
                   "-iter", 1, "-min-count", 5, "-threads", 1, "-binary", 1)
    for number in range(ROUNDS):
        seconds.append((segue(path, *TEXT, "--window", 5)["process_cpu_seconds"], measured(theirs, environment())[0]["cpu_seconds"]))
        print(f"round {number + 1}: segue {seconds[-1][0]} s, pWord2Vec {seconds[-1][1]} s", flush=True)
    return {"process_cpu_seconds": seconds, "times_pword2vec": round(statistics.median(b / a for a, b in seconds), 2)}


def growth(size):
    tokens, items = GROWTH[size]
    run = segue(lists(tokens, items), "--dimension", 128, "--negatives", 5, "--window", 5, "--epochs", 1, "--rate", 0.025, "--min-count", 1,
                "--threads", 2)
    return {key: run[key] for key in ("vocabulary", "tokens", "train_seconds", "train_cpu_seconds", "tokens_per_second", "peak_mb",
                                      "load_average")}


def quality(name, seed):
    path, model = polimi_lists(), WORK / f"polimi-{name}-{seed}.model"
    if name == "segue":
        trained = segue(path, *POLIMI, *WEIGHED, "--epochs", 8, "--seed", seed, out=model)
    elif not model.with_suffix(".json").exists():
        trained = gensim(path, *POLIMI, "--epochs", 8, "--seed", seed, "--out", model)
        model.with_suffix(".json").write_text(json.dumps(trained))
    else:
        trained = json.loads(model.with_suffix(".json").read_text())
    _, text = measured(words(SEGUE, "--json", "evaluate", "--protocol", "polimi", "--data", DATA / "eval-polimi2018", "--no-baselines",
                             "--model", model), environment())
    scores = {row["rule"]: round(row["map@10"]["mean"], 5) for row in json.loads(text)["rows"]}
    return {"trained": trained, "map10": scores}


def part(name):
    if name in ("window-5", "window-10"):
        window = int(name.rsplit("-", 1)[1])
        return speed(lists(10_000_000, 200_000), [*TEXT, "--window", window], [], 1_000_000)
    if name == "polimi-speed":
        return speed(polimi_lists(), [*POLIMI, "--epochs", 2], WEIGHED, 300_000)
    if name.startswith("growth-"):
        return growth(name.removeprefix("growth-"))
    if name.startswith("quality-"):
        _, who, seed = name.split("-")
        return quality(who, int(seed))
    return {"threads": threads, "units": units, "limits": limits, "pword2vec": pword2vec}[name]()


def summary(whole):
    """Returns both contenders in short: speed at window 5, quality on Polimi by the normed rule."""
    parts, contenders = whole["parts"], []
    for place, name in enumerate(("segue", "gensim")):
        one = {"name": name}
        if "window-5" in parts:
            one["tokens_per_cpu_second"] = parts["window-5"]["contenders"][place]["tokens_per_cpu_second"]
        found = [parts[key]["map10"] for seed in SEEDS if (key := f"quality-{name}-{seed}") in parts]
        if found:
            one["seeds"] = len(found)
            one["map10"] = round(statistics.mean(scores["input-normed"] for scores in found), 5)
            one["map10_by_rule"] = {rule: round(statistics.mean(scores[rule] for scores in found), 5) for rule in RULES}
            one["map10_spread"] = {rule: round(max(s[rule] for s in found) - min(s[rule] for s in found), 5) for rule in RULES}
        contenders.append(one)
    return contenders


def write(name, result):
    path = RESULTS / "embed.json"
    whole = json.loads(path.read_text()) if path.exists() else {"seed": SEED}
    whole.setdefault("parts", {})[name] = {**provenance(), "command": f"bench/embed.py {name}", **result}
    whole["contenders"] = summary(whole)
    path.write_text(json.dumps(whole, indent=1) + "\n")


def show(whole):
    rows = []
    for name, one in whole["parts"].items():
        if "times_gensim" in one:
            ours, theirs = one["contenders"]
            rows.append([name, f"{ours['tokens_per_cpu_second']:,} tokens a CPU second", f"{one['times_gensim']} times gensim's "
                         f"{theirs['tokens_per_cpu_second']:,}"])
        elif "times_one_thread" in one:
            rows.append([name, "two threads", f"{one['times_one_thread']} times one"])
        elif "times_pword2vec" in one:
            rows.append([name, "whole processes", f"{one['times_pword2vec']} times pWord2Vec"])
        elif "map10" in one:
            rows.append([name, " ".join(f"{one['map10'][rule]:.4f}" for rule in RULES), "MAP@10 by " + ", ".join(RULES)])
        elif "train_seconds" in one:
            rows.append([name, f"{one['tokens']:,} tokens, {one['vocabulary']:,} items", f"{one['train_seconds']:.1f} s, {one['peak_mb']:,} MB"])
        else:
            rows.append([name, json.dumps(one.get("limits", one.get("tokens_per_cpu_second"))), ""])
    table(["part", "what", "figure"], rows)


def main():
    parts = ["window-5", "window-10", "polimi-speed", "threads", "units", "limits", "pword2vec", *(f"growth-{size}" for size in GROWTH),
             *(f"quality-{name}-{seed}" for name in ("segue", "gensim") for seed in SEEDS)]
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="+", choices=[*parts, "all"], metavar="PART", help=", ".join([*parts, "all"]))
    asked = parser.parse_args().parts
    if asked == ["all"]:
        path = RESULTS / "embed.json"
        done = json.loads(path.read_text())["parts"] if path.exists() else {}
        asked = [name for name in parts if name not in done] or parts
    for name in asked:
        print(f"== {name}", flush=True)
        result = part(name)
        if result is not None:
            write(name, result)
    path = RESULTS / "embed.json"
    if path.exists():
        show(json.loads(path.read_text()))


main()
