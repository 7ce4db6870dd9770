"""The machine's boot (deploy/aws/instance/boot.sh) with stubs for every program around it: what it calls, in which order, and what it
says at the end, if the run succeeds, if it fails, and if something before it fails. PostgreSQL, AWS and systemd are not real here."""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
from datetime import datetime, timedelta, timezone

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
INSTANCE = ROOT / "deploy/aws/instance"
STUB = """#!/bin/bash
echo "$(basename "$0") $*" >>"$CALLS"
case "$(basename "$0") $*" in
  "aws ssm get-parameter"*) cat "$SETTINGS" ;;
  "aws s3 cp"*) cp "$ARCHIVE" "${@: -1}" ;;
  "blkid"*) echo "$FILE_SYSTEM" ;;
  "mountpoint"*) exit 1 ;;
  "pg_createcluster"*)
    mkdir -p "$ROOT/etc/postgresql/15/segue" "$ROOT/srv/segue/postgresql"
    echo 15 >"$ROOT/srv/segue/postgresql/PG_VERSION" ;;
  "systemctl start segue-run.service") exit "$RUN_ENDS" ;;
  "pg_ctlcluster 15 segue start") exit "$POSTGRESQL_ENDS" ;;
  "runuser -u postgres -- psql"*) echo 1 ;;
  "segue.sh --json status") cat "$STATUS" ;;
esac
"""
STUBBED = ("aws", "blkid", "mkfs.ext4", "mountpoint", "mount", "install", "chown", "pg_createcluster", "pg_ctlcluster", "runuser", "systemctl",
           "apt-get", "timeout", "sleep", "seq")


# Each of these changes of boot.sh must be noticed.
FAULTS = [("good=0\n", "good=1\n"), ("trap 'metric", ": 'metric"), ('[ -n "$(blkid', '[ -z "$(blkid'), ("7 days ago", "70 days ago"),
          ('[ "$good" = 1 ] || exit 1', ""), ("(umask 077 && grep", "(grep"), ("start_postgresql\nconfigure", "configure\nstart_postgresql"),
          ('select(.user == $user) | ', ""), ("  exec /opt/segue/aws/boot.sh\n", ""), ('    cp -a "$kept" "$settings"\n', ""), ('    return 1\n', "    return 0\n"),
          ('then metric Gaps "$count"', "then :"), ('if count=$(gaps) && [ -n "$count" ]; then metric Gaps "$count"; else', 'metric Gaps "$(gaps)"; if false; then :; else')]


def broken(fault):
    text = (INSTANCE / "boot.sh").read_text()
    if fault[0] not in text:
        raise SystemExit(f"boot.sh has no {fault[0]!r}")
    return text.replace(*fault, 1)


class Machine:
    """A file system of its own below `root`, and the answers of the stubs."""

    def __init__(self, root, fault=("", "")):
        self.root, self.bin, self.fault = root, root / "bin", fault
        for folder in ("bin", "etc/segue", "opt/segue/aws", "srv/segue/home", "etc/postgresql/15", "var/cache"):
            (root / folder).mkdir(parents=True)
        for name in STUBBED:
            self.stub(self.bin / name)
        self.stub(root / "opt/segue/aws/segue.sh")
        self.stub(root / "opt/segue/aws/units.sh")
        self.script(root / "opt/segue/aws/boot.sh")
        (root / "opt/segue/RELEASE").write_text("r1\n")
        (root / "etc/segue/region").write_text("eu-central-1\n")
        (root / "etc/segue/settings-parameter").write_text("/segue/segue/settings\n")
        self.settings("r1")
        now = datetime.now(timezone.utc)
        gap = lambda days: {"from": (now - timedelta(days=days, hours=2)).isoformat(), "to": (now - timedelta(days=days)).isoformat()}  # noqa: E731
        (root / "status").write_text(json.dumps({"users": [{"user": "ann", "gaps": [gap(1), gap(6), gap(8), gap(400)]},
                                                           {"user": "bob", "gaps": [gap(1)]}]}))
        self.answers = {"FILE_SYSTEM": "ext4", "RUN_ENDS": "0", "POSTGRESQL_ENDS": "0"}

    def stub(self, path):
        path.write_text(STUB)
        path.chmod(0o755)

    def script(self, path):
        """Returns boot.sh with our root before its absolute paths."""
        text = re.sub(r"(?<![\w.])/(etc|opt|srv|var)/", lambda match: f"{self.root}/{match[1]}/", broken(self.fault))
        path.write_text(text)
        path.chmod(0o755)

    def settings(self, release):
        (self.root / "settings").write_text(
            "SEGUE_USER=ann\nSEGUE_LAKE=s3://lake\nSEGUE_SPOTIFY_CLIENT_ID=\nSEGUE_WAREHOUSE_URL=postgresql:///segue\n"
            f"TIME_ZONE=Europe/Berlin\nCODE=s3://code/segue/{release}/segue-instance.tar.gz\nRELEASE={release}\nVOLUME=vol-0123\n")

    def boot(self):
        """Returns the exit code and the calls, without the stubs' names of folders."""
        calls = self.root / "calls"
        calls.write_text("")
        environment = {"PATH": f"{self.bin}:/usr/bin:/bin", "CALLS": str(calls), "SETTINGS": str(self.root / "settings"),
                       "STATUS": str(self.root / "status"), "ARCHIVE": str(self.root / "archive"), "ROOT": str(self.root), **self.answers}
        done = subprocess.run([self.root / "opt/segue/aws/boot.sh"], env=environment, capture_output=True, text=True)
        self.said = done.stdout + done.stderr
        return done.returncode, calls.read_text().replace(str(self.root), "").splitlines()


def metrics(calls):
    return re.findall(r"--namespace segue --metric-name (\w+) --value (\d+) --unit Count --dimensions User=ann", "\n".join(calls))


def position(calls, start):
    return next((at for at, call in enumerate(calls) if call.startswith(start)), None)


def check_boot(machine):
    code, calls = machine.boot()
    yield code == 0, f"a good boot ends with {code}: {machine.said}"
    yield metrics(calls) == [("Gaps", "2"), ("GoodRuns", "1")], f"metrics of a good run: {metrics(calls)}, {machine.said}"
    order = [position(calls, start) for start in ("aws ssm get-parameter --name /segue/segue/settings", "mount /dev/disk/by-id/nvme-Amazon_Elastic"
                                                  "_Block_Store_vol0123 /srv/segue", "pg_ctlcluster 15 segue start",
                                                  "segue.sh init --timezone Europe/Berlin", "systemctl start segue-run.service",
                                                  "apt-get -qq update", "aws cloudwatch put-metric-data --namespace segue --metric-name GoodRuns")]
    yield None not in order and order == sorted(order), f"the order of a boot: {order} of {calls}"
    yield not any(call.startswith("mkfs") for call in calls), "a volume with a file system is formatted"
    environment = machine.root / "etc/segue/environment"
    yield environment.read_text().splitlines()[1] == "SEGUE_LAKE=s3://lake" and "CODE" not in environment.read_text(), "the settings of the unit"
    yield environment.stat().st_mode & 0o077 == 0, "others read the settings"

    shutil.rmtree(machine.root / "etc/postgresql/15/segue")
    code, calls = machine.boot()
    yield code == 0 and (machine.root / "etc/postgresql/15/segue").is_dir(), f"another machine does not find PostgreSQL's settings: {machine.said}"
    yield position(calls, "pg_createcluster") is None and position(calls, "chown -R postgres:postgres") is not None, "a second cluster"

    machine.answers["FILE_SYSTEM"] = ""
    yield any(call.startswith("mkfs.ext4 -q -L segue /dev/disk") for call in machine.boot()[1]), "an empty volume is not formatted"
    machine.answers["FILE_SYSTEM"] = "ext4"

    machine.answers["RUN_ENDS"] = "1"
    code, calls = machine.boot()
    yield code == 1 and metrics(calls) == [("Gaps", "2"), ("GoodRuns", "0")], f"a run that fails: {code}, {metrics(calls)}"
    yield calls[-1].startswith("aws cloudwatch"), "GoodRuns is not the last that is said"
    machine.answers["RUN_ENDS"] = "0"

    (machine.root / "status").write_text('{"users": [{"user": "ann", "gaps": null}]}')
    yield metrics(machine.boot()[1])[0] == ("Gaps", "0"), "gaps that are not known yet"

    (machine.root / "status").write_text("")
    code, calls = machine.boot()
    yield code == 0 and metrics(calls) == [("GoodRuns", "1")] and "--value  " not in "\n".join(calls), f"without a status: {code}, {calls}"

    machine.answers["POSTGRESQL_ENDS"] = "1"
    machine.stub(machine.bin / "pg_ctlcluster")
    (machine.bin / "pg_ctlcluster").write_text(STUB.replace("esac", '  "pg_ctlcluster 15 segue status") exit 3 ;;\nesac'))
    code, calls = machine.boot()
    yield code != 0 and metrics(calls) == [("GoodRuns", "0")], f"without PostgreSQL: {code}, {metrics(calls)}"
    yield position(calls, "systemctl start segue-run.service") is None, "run without PostgreSQL"


def pack(machine, release):
    """Writes an archive whose boot.sh says that it ran."""
    folder = machine.root / "pack/opt/segue"
    (folder / "aws").mkdir(parents=True, exist_ok=True)
    (folder / "RELEASE").write_text(release + "\n")
    (folder / "aws/boot.sh").write_text('#!/bin/bash\necho "boot of the new release" >>"$CALLS"\n')
    (folder / "aws/units.sh").write_text('#!/bin/bash\necho "units of the new release" >>"$CALLS"\n')
    for script in folder.glob("aws/*.sh"):
        script.chmod(0o755)
    subprocess.run(["tar", "-C", machine.root / "pack", "-czf", machine.root / "archive", "opt"], check=True)


def check_release(machine):
    machine.settings("r2")
    pack(machine, "r2")
    code, calls = machine.boot()
    yield (code, calls[-2:]) == (0, ["units of the new release", "boot of the new release"]), f"another release: {code}, {calls}, {machine.said}"
    yield (machine.root / "opt/segue/RELEASE").read_text() == "r2\n", "the new release is not there"


def check_wrong_release(machine):
    machine.settings("r3")
    pack(machine, "r2")
    code, calls = machine.boot()
    yield code != 0 and metrics(calls) == [("GoodRuns", "0")] and "wants r3" in machine.said, f"an archive of another release: {code}, {calls}"
    yield position(calls, "mount ") is None, "an archive of another release, and the boot goes on"


def unit(name):
    return (INSTANCE / name).read_text().splitlines()


def check_units():
    """Checks that the units switch the machine off, after success and failure, and within a time."""
    boot, off = unit("segue-boot.service"), unit("segue-off.service")
    for line in ("OnSuccess=segue-off.service", "OnFailure=segue-off.service", "Type=exec", "RuntimeMaxSec=3h", "ExecStart=/opt/segue/aws/boot.sh",
                 "WantedBy=multi-user.target"):
        yield line in boot, f"segue-boot.service lacks {line}"
    for line in ("ExecStart=/bin/systemctl --no-block poweroff", "ConditionPathExists=!/run/segue-stay"):
        yield line in off, f"segue-off.service lacks {line}"
    machine = unit("segue-run.service.d/machine.conf")
    yield "ExecStart=/opt/segue/bin/segue run" in machine and "TimeoutStartSec=150min" in machine, "segue-run.service on the machine"


def missed_with(fault=("", "")):
    missed = []
    for check in (check_boot, check_release, check_wrong_release):
        with tempfile.TemporaryDirectory() as folder:
            missed += [what for holds, what in check(Machine(pathlib.Path(folder), fault)) if not holds]
    return missed


def main():
    missed = missed_with() + [what for holds, what in check_units() if not holds]
    missed += [f"not noticed: {fault}" for fault in FAULTS if not missed_with(fault)]
    for what in missed:
        print(f"MISSED: {what}")
    if not missed:
        print("boot: in order; metrics and exit code of a good run, a failed one, one that never began; releases change; off in each case;"
              f" {len(FAULTS)} faults noticed")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
