"""Trains models of one library and asks each all questions of a split, in a process of its own. Prints what they cost and the checks, as JSON.

contend.py PROTOCOL SPLIT MODULE TRAININGS ASKS DATA   (TRAININGS: JSON of a list of settings, by the library's own names, with `seed` and
`threads`; ASKS: JSON of a list of {"ask": settings of asking, "out": a file for the answers or null}). Peak memory is that of all trainings.
"""
import importlib
import json
import pathlib
import resource
import sys
import warnings

import sets


def spent():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def asked_once(library, trained, asked, ask, out):
    start = spent()
    answers = library.answer(trained, asked, **ask)
    cost = round(spent() - start, 1)
    if out:
        sets.write(asked, answers, out)
    return {"ask": ask, "check": sets.check(asked, answers), "answer_cpu_seconds": cost}


def trained_once(library, asked, settings, asks):
    start = spent()
    trained = library.train(asked, **settings)
    cost = round(spent() - start, 1)
    found = [asked_once(library, trained, asked, one["ask"], one["out"]) for one in asks]
    return {"version": library.VERSION, "questions": len(asked.names), "train_cpu_seconds": cost,
            "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024), "answers": found}


def main(protocol, split, module, trainings, asks, data):
    warnings.simplefilter("ignore")
    library = importlib.import_module(module)
    asked = sets.read(protocol, split, pathlib.Path(data))
    for settings in json.loads(trainings):
        print(json.dumps(trained_once(library, asked, settings, json.loads(asks))), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
