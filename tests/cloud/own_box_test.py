"""Units and scripts of deploy/: the checks of systemd and shellcheck, and faults that they must report."""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
UNITS = ROOT / "deploy/own-box/systemd"
MACHINE = ROOT / "deploy/aws/instance"
SEGUE = pathlib.Path(os.environ.get("SEGUE_BIN", ROOT / "build/release/bin")) / "segue"
MOST_EXPOSED = 15  # in tenths of systemd-analyze's exposure: 1.5; a unit without restrictions has 9.6

ALL_SAY = ("DynamicUser=yes", "ProtectSystem=strict", "NoNewPrivileges=yes", "StateDirectory=segue", "LoadCredential=segue-key:/etc/segue/key")


def run(*command, **more):
    done = subprocess.run([*map(str, command)], capture_output=True, text=True, **more)
    return done.returncode, done.stdout + done.stderr


def unpacked(folder, change=lambda name, text: text):
    """Returns the units as they would be installed, with programs that exist here."""
    for file in [*UNITS.iterdir(), *(MACHINE.glob("*.service"))]:
        text = change(file.name, file.read_text()).replace("/usr/local/bin/segue", str(SEGUE))
        (folder / file.name).write_text(text.replace("/opt/segue/aws/boot.sh", str(MACHINE / "boot.sh")))
    return sorted(folder.iterdir())


def as_machine(folder, change):
    """Returns segue-run.service with the drop-in of AWS's machine."""
    drop_in = folder / "segue-run.service.d/machine.conf"
    drop_in.parent.mkdir()
    text = (MACHINE / "segue-run.service.d/machine.conf").read_text().replace("/opt/segue/bin/segue", str(SEGUE))
    drop_in.write_text(change(drop_in.name, text))


def verify(change=lambda name, text: text, on_machine=False):
    """Returns what systemd-analyze verify says of the units."""
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        units = unpacked(folder, change)
        if on_machine:
            as_machine(folder, change)
        code, said = run("systemd-analyze", "verify", "--man=no", "--recursive-errors=no", *units)
    lines = [line for line in said.splitlines() if "segue" in line]
    return lines or ([said] if code else [])


def exposure(change=lambda name, text: text):
    """Returns unit → tenths of exposure."""
    scores = {}
    with tempfile.TemporaryDirectory() as name:
        for file in unpacked(pathlib.Path(name), change):
            if file.name in ("segue-poll.service", "segue-run.service"):
                _, said = run("systemd-analyze", "security", "--offline=yes", "--no-pager", file)
                match = re.search(r"Overall exposure level for \S+: (\d+)\.(\d)", said)
                scores[file.name] = int(match[1]) * 10 + int(match[2]) if match else f"no score: {said}"
    return scores


def without(line):
    def change(name, text):
        return text.replace(line + "\n", "")
    return change


def instead(old, new):
    def change(name, text):
        return text.replace(old, new)
    return change


def check_units():
    for found in (verify(), verify(on_machine=True)):
        if found:
            yield f"systemd-analyze verify: {found}"
    if not verify(instead("ReadWritePaths=/srv", "ReadWritePath=/srv"), on_machine=True):
        yield "systemd-analyze verify does not tell an unknown setting of the machine's"
    for fault, change in {"an unknown setting": instead("NoNewPrivileges=yes", "NoNewPriviliges=yes"),
                          "a program that is not there": instead("/usr/local/bin/segue", "/usr/local/bin/seque"),
                          "a time that is none": instead("OnCalendar=*:0/20", "OnCalendar=*:0/x")}.items():
        if not verify(change):
            yield f"systemd-analyze verify does not tell {fault}"
    scores = exposure()
    yield from (f"{unit}: exposure {score}, at most {MOST_EXPOSED} tenths" for unit, score in scores.items()
                if not isinstance(score, int) or score > MOST_EXPOSED)
    for unit in ("segue-poll.service", "segue-run.service"):  # DynamicUser implies some of these; the unit states them all the same
        lines = (UNITS / unit).read_text().splitlines()
        yield from (f"{unit} lacks {line}" for line in ALL_SAY if line not in lines)
    for line in ("SystemCallFilter=@system-service", "CapabilityBoundingSet=", "PrivateDevices=yes", "RestrictNamespaces=yes"):
        worse = exposure(without(line))
        yield from (f"{unit} without {line} is no more exposed: {worse[unit]}" for unit in scores if worse[unit] <= scores[unit])
    print(f"units: verified; exposure in tenths {scores}")


def scripts():
    return sorted({*ROOT.glob("deploy/**/*.sh"), ROOT / "deploy/own-box/as-service"})


def check_scripts():
    for script in scripts():
        text = script.read_text()
        shell = "bash" if text.startswith("#!/bin/bash") or "env bash" in text.splitlines()[0] else "sh"
        for command in ([shell, "-n", script], ["shellcheck", script]):
            code, said = run(*command)
            if code or said.strip():
                yield f"{script.relative_to(ROOT)} under {command[0]}: {said}"
        if not os.access(script, os.X_OK):
            yield f"{script.relative_to(ROOT)} cannot be run"
    for fault in ("#!/bin/bash\nif true; then\n", "#!/bin/bash\nrm -rf $1/*\n"):
        if run("shellcheck", "-", input=fault)[0] == 0:
            yield f"shellcheck does not tell {fault!r}"
    print(f"scripts: {len(scripts())} clean")


def main():
    missed = [*check_units(), *check_scripts()]
    for one in missed:
        print(f"MISSED: {one}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
