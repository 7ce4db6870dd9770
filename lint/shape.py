#!/usr/bin/env python3
"""Measures the shape of the house: rooms and what they include, cycles of units, homonyms, comments, long lines of Markdown.

A unit is a header and the source of the same name. `--at COMMIT` measures an older tree. Prints one line of JSON.
"""
import argparse
import collections
import io
import json
import pathlib
import re
import subprocess
import sys
import tarfile
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
TEST = re.compile(r"_test\.cc$|_tests?\.h$|_for_tests\.(h|cc)$")
INCLUDE = re.compile(r'^#include "(\w+)/(\w+)\.h"', re.M)
PUBLIC = re.compile(r"^(?:class|struct|enum class) (\w+)(?! *;)|^using (\w+) =", re.M)


def tree_at(commit, folder):
    """The files of a commit below `folder`."""
    packed = subprocess.run(["git", "archive", commit], cwd=ROOT, capture_output=True, check=True).stdout
    tarfile.open(fileobj=io.BytesIO(packed)).extractall(folder)
    return pathlib.Path(folder)


def product(root):
    """Headers and sources that are no tests: path → text."""
    return {path: path.read_text() for path in sorted((root / "src").rglob("*"))
            if path.suffix in (".h", ".cc") and not TEST.search(path.name)}


def includes(files):
    """unit → units that it includes."""
    out = collections.defaultdict(set)
    for path, text in files.items():
        unit = (path.parent.name, path.stem)
        out[unit] |= {found for found in INCLUDE.findall(text) if found != unit}
    return out


def cycles(graph):
    """Groups of units that reach each other (Tarjan's strongly connected components of more than one)."""
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
    """Public type names that stand in headers of several rooms: name → rooms."""
    rooms = collections.defaultdict(set)
    for path, text in files.items():
        if path.suffix == ".h":
            for one, other in PUBLIC.findall(text):
                rooms[one or other].add(path.parent.name)
    return {name: sorted(where) for name, where in sorted(rooms.items()) if len(where) > 1}


def comment_share(files, suffix):
    lines = [line.strip() for path, text in files.items() if path.suffix == suffix for line in text.splitlines() if line.strip()]
    return round(sum(line.startswith("//") for line in lines) / len(lines), 3)


def long_markdown(root):
    count = 0
    for page in root.rglob("*.md"):
        inside = False
        if {".deps", "build", "node_modules"} & set(page.relative_to(root).parts):
            continue
        for line in page.read_text().splitlines():
            inside ^= line.lstrip().startswith("```")
            count += len(line) > 120 and not inside and not line.lstrip().startswith(("|", "!["))
    return count


def measured(root):
    files = product(root)
    graph = includes(files)
    fan_out = collections.defaultdict(set)
    for (room, _), others in graph.items():
        fan_out[room] |= {other for other, _ in others if other != room}
    return {
        "rooms": len(list((root / "src").iterdir())),
        "fan_out": {room: len(others) for room, others in sorted(fan_out.items(), key=lambda pair: -len(pair[1])) if len(others) > 4},
        "cycles": cycles(graph),
        "cli_lines": sum(len(text.splitlines()) for path, text in files.items() if path.parent.name == "cli"),
        "homonyms": homonyms(files),
        "comments": {"headers": comment_share(files, ".h"), "sources": comment_share(files, ".cc")},
        "markdown_over_120": long_markdown(root),
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--at", metavar="COMMIT", help="measure the tree of this commit")
    flags = parser.parse_args()
    sys.setrecursionlimit(10_000)
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps(measured(tree_at(flags.at, folder) if flags.at else ROOT)))


if __name__ == "__main__":
    main()
