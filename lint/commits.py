#!/usr/bin/env python3
"""Checks the subjects of commits: `place: what`, at most 72 characters, no full stop. Merge commits may say anything.

`commits.py BASE` looks at the commits from BASE to HEAD. A place is a room, a folder or a file of the repository's root, or the name
of a step; commas separate several places.
"""
import re
import subprocess
import sys

from house import ROOT
from report import report

LONGEST = 72
SUBJECT = re.compile(r"(?:[a-z][\w/.-]*)(?:, [a-z][\w/.-]*)*: \S.*")


def of_subject(subject):
    """Yields what is wrong with a subject, as texts."""
    if len(subject) > LONGEST:
        yield f"a subject of {len(subject)} characters (at most {LONGEST}; the why goes into the body): {subject}"
    if not SUBJECT.fullmatch(subject):
        yield f"the subject does not say `room: verb what`: {subject}"
    if subject.endswith("."):
        yield f"a full stop ends the subject: {subject}"


def findings(base, root=ROOT):
    told = subprocess.run(["git", "log", "--no-merges", "--format=%h%x09%s", f"{base}..HEAD"], cwd=root, capture_output=True, text=True, check=True)
    for line in told.stdout.splitlines():
        commit, _, subject = line.partition("\t")
        for what in of_subject(subject):
            yield f"commit {commit}", 1, what


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit("commits.py BASE: name the commit of the last landing")
    sys.exit(report("commits", findings(sys.argv[1])))
