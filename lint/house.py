"""Reads the source tree for the checks of this folder: rooms and what they may include, headers and sources, and includes.

A room is a folder below src/; a unit is a header and the source of the same name.
"""
import collections
import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parent.parent
TEST = re.compile(r"_test\.cc$|_tests?\.h$|_for_tests\.(h|cc)$")  # tests, and files that only tests include
INCLUDE = re.compile(r'^#include "(\w+)/(\w+)\.h"', re.M)
PUBLIC = re.compile(r"^(?:class|struct|enum class)(?: \[\[\w+\]\])? (\w+)\b(?! *;)|^using (\w+) =", re.M)
ROOM = re.compile(r"^segue_room\((\w+)([^)]*)\)", re.M)
LISTS = ("MAY", "TESTS", "LIBS")


class Room:
    """A segue_room line: what the room may include (`may`), and what its tests may include besides (`tests`)."""

    def __init__(self, line, words):
        self.line, self.may, self.tests = line, [], []
        into = None
        for word in words:
            if word in LISTS:
                into = {"MAY": self.may, "TESTS": self.tests}.get(word, [])
            elif into is not None:
                into.append(word)


def rooms(root=ROOT):
    """Returns the rooms of CMakeLists.txt by name."""
    text = (root / "CMakeLists.txt").read_text()
    return {match[1]: Room(text.count("\n", 0, match.start()) + 1, match[2].split()) for match in ROOM.finditer(text)}


def is_test(path):
    return bool(TEST.search(path.name))


def code(root=ROOT, folders=("src",)):
    """Returns headers and sources with the tests: path → text."""
    return {path: path.read_text() for folder in folders for path in sorted((root / folder).rglob("*")) if path.suffix in (".h", ".cc")}


def product(root=ROOT):
    """Returns headers and sources of src/ without the tests: path → text."""
    return {path: text for path, text in code(root).items() if not is_test(path)}


def includes(files):
    """Returns unit → units that it includes."""
    out = collections.defaultdict(set)
    for path, text in files.items():
        unit = (path.parent.name, path.stem)
        out[unit] |= {found for found in INCLUDE.findall(text) if found != unit}
    return out


def cycles(graph):
    """Returns groups of units that reach each other (Tarjan's strongly connected components of more than one)."""
    index, low, stack, groups = {}, {}, [], []

    def visit(node):
        index[node] = low[node] = len(index)
        stack.append(node)
        for other in graph.get(node, ()):
            if other not in index:
                visit(other)
            if other in stack:
                low[node] = min(low[node], low[other])
        if low[node] == index[node]:
            at = stack.index(node)
            group = stack[at:]
            del stack[at:]
            if len(group) > 1:
                groups.append(sorted("/".join(unit) for unit in group))

    for node in list(graph):
        if node not in index:
            visit(node)
    return groups


def homonyms(files):
    """Returns public type names that headers of several rooms declare: name → rooms."""
    where = collections.defaultdict(set)
    for path, text in files.items():
        if path.suffix == ".h":
            for one, other in PUBLIC.findall(text):
                where[one or other].add(path.parent.name)
    return {name: sorted(rooms) for name, rooms in sorted(where.items()) if len(rooms) > 1}
