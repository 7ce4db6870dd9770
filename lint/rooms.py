#!/usr/bin/env python3
"""Checks the rooms: includes against the table of CMakeLists.txt, permissions that nothing uses, cycles of units, public names.

A room's tests may include what the room may (MAY), and the rooms after TESTS. Prints one line a finding and exits 1 if there is one.
"""
import re
import sys

import house
from report import report

# Public names that types of several rooms share, and why they may. A name that is no longer shared must leave this table.
ALLOWED_HOMONYMS = {
    "Header": "the first line of a table, and a header of HTTP: each is its field's own word",
    "Place": "a place of a list in a corpus and in training: the same word of the domain, in two representations",
    "Transaction": "of SQLite and of a warehouse: each is its database's own word",
}
SIMULATOR_MAY = {"http", "base", "simulator"}


def lines_with_includes(text):
    """Yields (line, room, header) of each include of ours."""
    for number, line in enumerate(text.splitlines(), 1):
        if match := re.match(r'#include "(\w+)/([\w.]+)"', line):
            yield number, match[1], match[2]


def of_file(root, path, text, table):
    """Checks the includes of a file against what its room may include."""
    folder = path.relative_to(root).parts[0]
    room = "simulator" if folder == "simulator" else path.parent.name
    if room != "simulator" and room not in table:
        yield 1, f"src/{room} is not a room of CMakeLists.txt"
        return
    allowed = SIMULATOR_MAY if room == "simulator" else {room, *table[room].may}
    for_tests = set() if room == "simulator" else set(table[room].tests)
    for number, other, header in lines_with_includes(text):
        if not house.is_test(path) and house.TEST.search(header):
            yield number, f"{other}/{header} is for tests; only tests include it"
        if other not in allowed and (other in table or other == "simulator"):
            if other not in for_tests:
                yield number, f"room {room} may not include {other}"
            elif not house.is_test(path):
                yield number, f"only tests of {room} may include {other}"


def permissions(name, room, by_product, by_tests):
    """Yields the permissions of one room that none of its files uses, as texts."""
    for other in room.may:
        if other not in by_product:
            yield f"room {name} MAY include {other}: " + (
                "only its tests do; move it behind TESTS" if other in by_tests else "no file does; take it out")
    for other in room.tests:
        if other in room.may:
            yield f"room {name}: {other} is listed after MAY and TESTS; remove it from TESTS"
        elif other not in by_tests:
            yield f"room {name} TESTS include {other}: no test does; take it out"


def unused(files, table):
    used = {name: (set(), set()) for name in table}
    for path, text in files.items():
        if path.parent.name in used:
            used[path.parent.name][house.is_test(path)].update(other for _, other, _ in lines_with_includes(text))
    for name, room in table.items():
        for what in permissions(name, room, *used[name]):
            yield "CMakeLists.txt", room.line, what


def of_names(files):
    """Checks the public names that several rooms share against the table of those that may be shared."""
    found = house.homonyms(files)
    for name, where in found.items():
        if name not in ALLOWED_HOMONYMS:
            yield "src", 1, f"the public name {name} is in the rooms {', '.join(where)}; rename all but one, or say why in lint/rooms.py"
    for name in ALLOWED_HOMONYMS:
        if name not in found:
            yield "lint/rooms.py", 1, f"{name} is not a homonym any more; remove it from ALLOWED_HOMONYMS"


def findings(root=house.ROOT):
    table, files = house.rooms(root), house.code(root)
    for path, text in {**files, **house.code(root, ("simulator",))}.items():
        for number, what in of_file(root, path, text, table):
            yield path.relative_to(root), number, what
    yield from unused(files, table)
    product = {path: text for path, text in files.items() if not house.is_test(path)}
    for group in house.cycles(house.includes(product)):
        yield f"src/{group[0]}.h", 1, f"a cycle of includes: {', '.join(group)}"
    yield from of_names(product)


if __name__ == "__main__":
    sys.exit(report("rooms", findings()))
