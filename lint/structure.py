#!/usr/bin/env python3
"""Checks the shape of files: sizes of files and functions, names, paths, and headers that only one room may include. rooms.py checks the rooms.

Prints one line a finding, `file:line: what`, and exits 1 when there is any.
"""
import pathlib
import re
import subprocess
import sys

from report import report

ROOT = pathlib.Path(__file__).resolve().parent.parent
LINES_MOST = 600
FUNCTION_LINES_MOST = 70
LINE_LENGTH_MOST = 125  # bytes; the formatter's 120 columns and some UTF-8
BANNED_NAMES = re.compile(r"\b(class|struct|namespace)\s+(\[\[\w+\]\]\s+)?\w*(Manager|Helper|Util|Utils|Misc|Data|Info)\b")
# A path of one machine, or a host of a package registry.
STRAY = re.compile(r"(?<![\w.}])(/root/|/home/\w|/work/\w|/opt/wheels)")
OWN = {"lint/structure.py"}


def tracked():
    out = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [name for name in out.stdout.splitlines() if (ROOT / name).is_file()]


def check_functions(lines):
    """Finds function bodies by the formatter's layout: an opening line at column 0 or in a class, its brace alone at that indent."""
    start = None
    for number, line in enumerate(lines, 1):
        opens = re.match(r"^(  )?[\w:<>~&*,\[\] ]+\(.*\{$|^[^#/ }].*\) (const )?(noexcept )?\{$", line)
        if start is None and opens and not re.match(r"^\s*(if|for|while|switch|namespace|class|struct|enum)\b", line):
            start = (number, len(line) - len(line.lstrip()))
        elif start is not None and line.startswith(" " * start[1] + "}") and len(line) - len(line.lstrip()) == start[1]:
            if number - start[0] > FUNCTION_LINES_MOST:
                yield start[0], f"a function of {number - start[0]} lines (at most {FUNCTION_LINES_MOST})"
            start = None


def findings():
    names = tracked()
    for room in sorted({pathlib.PurePath(n).parts[1] for n in names if n.startswith("src/") and n.count("/") > 1}):
        if f"src/{room}/README.md" not in names:
            yield f"src/{room}", 1, "a room without a README.md"
    for name in names:
        path = ROOT / name
        try:
            text = path.read_text()
        except UnicodeDecodeError:
            continue
        lines = text.splitlines()
        if name not in OWN:
            for number, line in enumerate(lines, 1):
                if STRAY.search(line):
                    yield name, number, "a path of one machine"
        if path.suffix not in {".cc", ".h", ".py", ".sql", ".sh"}:
            continue
        if len(lines) > LINES_MOST:
            yield name, 1, f"{len(lines)} lines (at most {LINES_MOST})"
        for number, line in enumerate(lines, 1):
            match = BANNED_NAMES.search(line)
            if match and name not in OWN:
                yield name, number, f"the name says no role: {match[0]}"
            if path.suffix in {".cc", ".h"} and len(line) > LINE_LENGTH_MOST:
                yield name, number, f"a line of {len(line)} characters"
            if path.suffix in {".cc", ".h"} and re.search(r"using namespace std(?!::\w*literals)", line):
                yield name, number, "using namespace std"
        if path.suffix in {".cc", ".h"}:
            if path.suffix == ".h" and not any("#pragma once" in line for line in lines):
                yield name, 1, "a header without #pragma once"
            if not name.startswith("src/warehouse/"):
                for number, line in enumerate(lines, 1):
                    if re.match(r"#include [<\"]duckdb\.h", line):
                        yield name, number, "only room warehouse includes duckdb.h"
            for number, what in check_functions(lines):
                yield name, number, what


if __name__ == "__main__":
    sys.exit(report("structure", findings()))
