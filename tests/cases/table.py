"""The tables of docs/cases.md, which the tests of this folder make. A test writes its table with --write; else it compares."""
import sys

from lib.home import ROOT, check

PAGE = ROOT / "docs" / "cases.md"


class Row:
    """One case: what segue 0.1 did, what it does now, what is right."""

    def __init__(self, name, shape, before, now, right):
        self.name, self.shape, self.before, self.now, self.right = name, shape, before, now, right


def lines_of(rows):
    yield "| id | what it is | segue 0.1 | now |"
    yield "|---|---|---|---|"
    for row in rows:
        yield f"| {row.name} | {row.shape} | {row.before} | {row.now} |".replace("\n", " ")


def mark(name, end=False):
    return f"<!-- {'end' if end else 'begin'} {name} -->"


def hold(name, rows):
    """Every case has its right value, and the page says what the test saw."""
    wrong = [f"{row.name}: {row.now}\n   right: {row.right}" for row in rows if row.now != row.right]
    print(f"cases of {name}: {len(rows) - len(wrong)} of {len(rows)} right")
    check(not wrong, "\n".join(["cases with a wrong value:", *wrong]))
    page = PAGE.read_text()
    before, rest = page.split(mark(name) + "\n")
    old, after = rest.split(mark(name, end=True))
    new = "\n".join(lines_of(rows)) + "\n"
    if "--write" in sys.argv:
        PAGE.write_text(before + mark(name) + "\n" + new + mark(name, end=True) + after)
    else:
        check(old == new, f"{PAGE.relative_to(ROOT)} says something else: run this test with --write and read the difference")
