"""Builds segue with one fault after the other (faults.py) in a copy of the source, and checks that the test of spoiled answers notices each.

Without a fault the copy must pass. The copy and its build stay in build/broken, so that the next run compiles little."""
import argparse
import json
import os
import pathlib
import shutil
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from faults import FAULTS  # noqa: E402
from lib.home import ROOT, check, run_test  # noqa: E402

COPY = ROOT / "build" / "broken"
LEFT_OUT = shutil.ignore_patterns(".git", ".deps", "build", "__pycache__")
TEST = pathlib.Path(__file__).with_name("spoiled_test.py")


def copy_source():
    """Copies only files that changed, so that only those are compiled. Files that are gone from our source are deleted in the copy, too."""
    def copy_changed(source, to):
        if not pathlib.Path(to).exists() or pathlib.Path(source).read_bytes() != pathlib.Path(to).read_bytes():
            shutil.copy2(source, to)
            os.utime(to)
    for room in ("src", "simulator"):
        for file in [one for one in (COPY / room).rglob("*") if one.is_file()]:
            if not (ROOT / file.relative_to(COPY)).exists():
                file.unlink()
    shutil.copytree(ROOT, COPY, ignore=LEFT_OUT, dirs_exist_ok=True, copy_function=copy_changed)
    if not (COPY / ".deps").exists():
        (COPY / ".deps").symlink_to(ROOT / ".deps")
    subprocess.run(["cmake", "--preset", "release"], cwd=COPY, check=True, stdout=subprocess.DEVNULL)


def build(*targets):
    done = subprocess.run(["ninja", "-C", "build/release", "-j2", *targets], cwd=COPY, capture_output=True, text=True)
    check(done.returncode == 0, f"it does not compile: {done.stdout[-2000:]}")


def counts(command, calls, kinds, flags):
    """Returns the test's counts, from its last line."""
    words = ["--commands", command, "--calls", *calls, "--cases", str(flags.cases), "--seed", str(flags.seed)]
    words += ["--kinds", *kinds] if kinds else []
    done = subprocess.run([sys.executable, str(TEST), *words], text=True, capture_output=True,
                          env={**os.environ, "SEGUE_BIN": str(COPY / "build/release/bin")})
    lines = done.stdout.splitlines()
    check(lines and lines[-1].startswith("{"), f"the test itself broke: {done.stdout[-500:]}{done.stderr[-2000:]}")
    return done.returncode, json.loads(lines[-1]), lines


def broken_by(fault):
    """Returns the text of the fault's file with the fault."""
    source = (ROOT / "src" / fault.file).read_text()
    for text, instead in fault.changes:
        check(source.count(text) == 1, f"\"{fault.says}\": {text!r} stands {source.count(text)} times in {fault.file}")
        source = source.replace(text, instead)
    return source


def notices(fault, flags):
    source = COPY / "src" / fault.file
    right = source.read_text()
    try:
        source.write_text(broken_by(fault))
        build("segue")
        code, found, lines = counts(fault.command, [fault.call], fault.kinds, flags)
    finally:
        source.write_text(right)
    is_noticed = code == 1 and found[fault.wrong] > 0
    first = next((line for line in lines if line.startswith(fault.wrong)), "")
    print(f"{'noticed' if is_noticed else 'UNNOTICED'}: {fault.says}: {fault.wrong} {found[fault.wrong]} times; {first[:160]}", flush=True)
    return is_noticed


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", type=int, nargs="+", choices=range(1, len(FAULTS) + 1), metavar="N", help="these faults alone")
    parser.add_argument("--cases", type=int, default=45, help="spoiled answers of the fault's call")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--broken-alone", action="store_true", help="the copy without a fault has passed already")
    parser.add_argument("--texts-alone", action="store_true", help="build nothing: only check that each fault's text is in our source, once")
    flags = parser.parse_args()
    if flags.texts_alone:
        changed = sum(broken_by(fault) != (ROOT / "src" / fault.file).read_text() for fault in FAULTS)
        check(changed == len(FAULTS), f"{len(FAULTS) - changed} faults change nothing")
        return print(f"{changed} faults can be built into our source")
    copy_source()
    chosen = [FAULTS[number - 1] for number in flags.only or range(1, len(FAULTS) + 1)]
    build("segue", "spotify-sim")
    for command, call in () if flags.broken_alone else sorted({(fault.command, fault.call) for fault in chosen}):
        code, _, lines = counts(command, [call], (), flags)
        check(code == 0, f"unbroken, {command} fails: {lines[:5]}")
        print(f"unbroken: {command} passes with \"{call}\" spoiled by {flags.cases} kinds", flush=True)
    unnoticed = sum(not notices(fault, flags) for fault in chosen)
    check(not unnoticed, f"{unnoticed} of {len(chosen)} faults went unnoticed")
    print(f"{len(chosen)} faults built into segue one at a time, each noticed")


if __name__ == "__main__":
    run_test(main)
