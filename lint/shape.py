#!/usr/bin/env python3
"""Measures the shape of the house: rooms and what they include, cycles of units, homonyms, the shapes of a song, comments,
long lines of Markdown.

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

from house import ROOT, cycles, homonyms, includes, product


def tree_at(commit, folder):
    """Unpacks the files of a commit below `folder`; returns the folder."""
    packed = subprocess.run(["git", "archive", commit], cwd=ROOT, capture_output=True, check=True).stdout
    tarfile.open(fileobj=io.BytesIO(packed)).extractall(folder)
    return pathlib.Path(folder)


def comment_share(files, suffix):
    lines = [line.strip() for path, text in files.items() if path.suffix == suffix for line in text.splitlines() if line.strip()]
    return round(sum(line.startswith("//") for line in lines) / len(lines), 3)


def song_shapes(files):
    """The structs of headers that have an artist and a title as members of their own."""
    shapes = []
    for path, text in files.items():
        if path.suffix != ".h":
            continue
        code = re.sub(r"//[^\n]*", "", text)
        for struct in re.finditer(r"\b(?:struct|class)\s+(\w+)[^;{}()]*\{([^{}]*(?:\{[^{}]*\}[^{}]*)*)\}", code):
            declared = " ".join(line for line in struct[2].split(";") if "(" not in line)
            if re.search(r"\bartist\b", declared) and re.search(r"\btitle\b", declared):
                shapes.append(f"{path.parent.name}::{struct[1]}")
    return sorted(shapes)


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
        "song_shapes": song_shapes(files),
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
