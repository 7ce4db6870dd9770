"""Records what a program test has shown of a case of docs/cases.md: it is written when the test passes, and tests/cases/api_test.py reads it.

A test calls `shown("P01", "one playlist")` right after the checks of the case; the words say what segue does now."""
import atexit
import json
import pathlib
import sys

from lib.home import SEGUE

FOLDER = SEGUE.parent.parent / "cases"
_seen = {}


def _file():
    return FOLDER / (pathlib.Path(sys.argv[0]).stem + ".json")


def shown(name, now):
    if not _seen:
        FOLDER.mkdir(parents=True, exist_ok=True)
        _file().unlink(missing_ok=True)
        atexit.register(_write)
    _seen[name] = now


def skipped(name, why):
    """Says that this machine cannot try the case; the table keeps what another machine has shown."""
    print(f"skipped: {name}, {why}")
    shown(name, {"skipped": why})


def _write():
    _file().write_text(json.dumps(_seen, indent=1))


def all_shown():
    """Returns case → what its test saw, of all tests that ran in this build folder."""
    seen = {}
    for path in sorted(FOLDER.glob("*.json")):
        seen.update(json.loads(path.read_text()))
    return seen
