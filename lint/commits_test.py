"""commits.py finds each bad subject among real commits, accepts good subjects and merges, and stops at its base."""
import os
import subprocess
import sys
import tempfile

import commits

GOOD = ["lake: name the object that is damaged", "aws, http, playlist: call the one lower of room base",
        "tests/lib: start a server on a free port", "lint: " + "x" * 66]
BAD = {"lint: " + "x" * 67: "73 characters", "wip5": "room: verb what", "Lake: name it": "room: verb what", "lake:name it": "room: verb what",
       "lake : name it": "room: verb what", "lake and http: name it": "room: verb what", "lake: name the object.": "full stop"}
# Hides this machine's and its user's settings from git.
PLAIN = {"PATH": os.environ["PATH"], "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null"} | {
    f"GIT_{who}_{what}": value for who in ("AUTHOR", "COMMITTER") for what, value in (("NAME", "somebody"), ("EMAIL", "somebody@example.org"))}


def git(folder, *words):
    return subprocess.run(["git", *words], cwd=folder, env=PLAIN, capture_output=True, text=True, check=True).stdout.strip()


def commit(folder, subject):
    git(folder, "commit", "-q", "--allow-empty", "-m", subject)


def missed():
    """Yields what the check does not find, as texts."""
    with tempfile.TemporaryDirectory(prefix="segue-lint-") as folder:
        git(folder, "init", "-q", "-b", "main")
        commit(folder, "Before the last landing.")
        base = git(folder, "rev-parse", "HEAD")
        for subject in GOOD:
            commit(folder, subject)
        git(folder, "checkout", "-q", "-b", "other", base)
        commit(folder, "lake: another line")
        git(folder, "merge", "-q", "--no-ff", "-m", "Merge branch 'main' into other", "main")
        for found in commits.findings(base, folder):
            yield f"good subjects are fine, found {found}"
        for subject, piece in BAD.items():
            before = git(folder, "rev-parse", "HEAD")
            commit(folder, subject)
            found = list(commits.findings(before, folder))
            if len(found) != 1 or piece not in found[0][2] or subject not in found[0][2]:
                yield f"{subject!r} is not told as {piece!r}; found {found}"


def main():
    found = list(missed())
    for what in found:
        print(f"MISSED: {what}")
    print(f"{len(BAD)} faults caught, {len(GOOD)} good subjects and a merge left alone" if not found else f"{len(found)} missed")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
