"""`segue train --lists`: trains a model file from lists of words, without a home; what it refuses, and that one seed gives the same bytes."""
import json
import random

from lib.home import Home, check, run_test
from model.model_file import Model

FLAGS = ("--dimension", 16, "--epochs", 12, "--min-count", 1, "--subsample", 0)


def write_lists(path):
    """Writes lists from six groups of five words; each list is of one group."""
    draw = random.Random(7)
    with open(path, "w", encoding="utf-8") as file:
        for number in range(240):
            file.write(" ".join(f"g{number % 6}w{draw.randrange(5)}" for _ in range(8)) + "\n")


def scores_of_mates(model):
    """Returns the mean of input · output for words of one group, and for all others."""
    sums = {True: [], False: []}

    def row(matrix, number):
        return matrix[number * model.dimension : (number + 1) * model.dimension]

    for one, at in model.rows.items():
        for other, there in model.rows.items():
            if one != other:
                product = sum(a * b for a, b in zip(row(model.input, at), row(model.output, there)))
                sums[one[:2] == other[:2]].append(product)
    return sum(sums[True]) / len(sums[True]), sum(sums[False]) / len(sums[False])


def refuses(home, lists, out):
    for what, arguments in {
        "there is no": ("--lists", home.path / "none.txt", "--out", out),
        "--out": ("--lists", lists),
        "--lists": ("--out", out),
        "objective is 'cbow'": ("--lists", lists, "--out", out, "--objective", "cbow"),
        "dimension must": ("--lists", lists, "--out", out, "--dimension", 7),
        "threads must": ("--lists", lists, "--out", out, "--threads", 0),
    }.items():
        done = home.run("train", *arguments, expect=2)
        what = "cannot read" if what == "there is no" else what
        check(what in done.stderr, f"{arguments}: {done.stderr!r} does not say {what!r}")
        check(len(done.stderr.splitlines()) <= 3, f"{arguments}: {done.stderr!r} is long")
    home.environment["SEGUE_VECTOR_UNIT"] = "mmx"
    done = home.run("train", "--lists", lists, "--out", out, expect=2)
    check("'mmx'" in done.stderr and "plain" in done.stderr, f"a vector unit that is not there: {done.stderr!r}")
    del home.environment["SEGUE_VECTOR_UNIT"]
    check(not out.exists(), "a refused training leaves a model")


def main():
    with Home("lists") as home:
        lists, out, again = home.path / "lists.txt", home.path / "a.model", home.path / "b.model"
        write_lists(lists)
        refuses(home, lists, out)
        said = home.json("train", "--lists", lists, "--out", out, *FLAGS)
        check((said["vocabulary"], said["lists"], said["tokens"]) == (30, 240, 1920), f"it says {json.dumps(said)}")
        check(said["tokens_per_cpu_second"] > 0 and said["train_cpu_seconds"] > 0, "no cost is said")
        check(not (home.path / "a.model.checkpoint").exists(), "a checkpoint is left over")
        home.run("train", "--lists", lists, "--out", again, *FLAGS)
        check(out.read_bytes() == again.read_bytes(), "one seed gives other bytes")
        mates, strangers = scores_of_mates(Model(out))
        check(mates > strangers + 1, f"words of one group score {mates:.2f}, others {strangers:.2f}")
        home.run("train", "--lists", lists, "--out", again, *FLAGS, "--objective", "centroid", "--rate", 0.3, "--threads", 2)
        mates, strangers = scores_of_mates(Model(again))
        check(mates > strangers + 1, f"by centroids words of one group score {mates:.2f}, others {strangers:.2f}")


run_test(main)
