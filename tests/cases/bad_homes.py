"""Bad days of homes: read-only, somebody else's, full."""
import ctypes
import json
import os
import pathlib
import subprocess
import sys
import tempfile

from lib.cases import shown, skipped
from lib.history import rows as history
from lib.home import SEGUE, check, program_for_others
from lib.servers import LIMIT_S

NOBODY = 65534
CLONE_NEWNS, MS_REC, MS_PRIVATE = 0x00020000, 16384, 1 << 18


def check_foreign_home(new_home):
    """H02: a home that belongs to somebody else, and cannot be written."""
    with new_home("foreign") as home, program_for_others() as (program, variables):
        home.run("login", "--auto")
        home.run("poll")
        os.chmod(home.path, 0o755)
        os.chmod(home.home, 0o755)
        home.run("transform")
        listens = home.path / "listens.jsonl"
        listens.write_text('{"listened_at":1700000000,"track_metadata":{"artist_name":"A","track_name":"B"}}\n')
        for arguments in (("status",), ("stats",), ("poll",), ("import", str(listens))):
            done = subprocess.run([program, *arguments], env=home.environment | variables, capture_output=True, text=True,
                                  user=NOBODY, group=NOBODY, cwd="/")
            said = done.stdout + done.stderr
            looks = arguments[0] in ("status", "stats")
            check(done.returncode == (0 if looks else 2), f"{arguments}: {done.returncode} {said}")
            check(looks or str(home.home) in said and "Permission denied" in said, f"{arguments} names no path and cause: {said}")
            check("filesystem error" not in said and "delete it" not in said, f"{arguments}: {said}")
    shown("H02", "names the path and the cause; status and stats work")


def in_small_disk(folder, command):
    """Runs `command` in a mount namespace of its own, in which `folder` is a tmpfs of 24 MB."""
    def enter():
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.unshare(CLONE_NEWNS) or libc.mount(b"none", b"/", None, MS_REC | MS_PRIVATE, None) or \
                libc.mount(b"tmpfs", str(folder).encode(), b"tmpfs", 0, b"size=24m"):
            os._exit(99)
    return subprocess.run(["/bin/sh", "-c", command], env=command_environment, capture_output=True, text=True, preexec_fn=enter)


command_environment = {}


def check_full_disk(new_home):
    """H07, H07b: the disk fills up; what landed stays, the message says so, and the work continues once there is room."""
    with new_home("full") as home, tempfile.TemporaryDirectory() as outside:
        small = pathlib.Path(outside) / "small"
        small.mkdir()
        big = pathlib.Path(outside) / "Streaming_History_Audio_2019_0.json"
        big.write_text(json.dumps(list(history(20_000, 3))))
        command_environment.clear()
        command_environment.update(home.environment, SEGUE_HOME=str(small / "home"))
        script = (f"{SEGUE} login --auto; echo login $?; {SEGUE} poll; echo poll $?; (cd {small}/home/lake && find . -type f | sort | xargs sha256sum) "
                  f"> {outside}/before; dd if=/dev/zero of={small}/fill bs=64k 2>/dev/null; "
                  f"{SEGUE} import '{big}'; echo import $?; {SEGUE} poll; echo full $?; {SEGUE} status; echo status $?; "
                  f"{SEGUE} status --check; echo check $?; rm {small}/fill; {SEGUE} poll; echo again $?; {SEGUE} import '{big}'; echo later $?; cd {small}/home/lake && sha256sum --quiet -c {outside}/before && echo whole")
        done = in_small_disk(small, script)
        if done.returncode == 99:
            for name in ("H07", "H07b"):
                skipped(name, "no mount namespace can be made here, so no small disk")
            return
        said = done.stdout + done.stderr
        check("delete it" not in said and "delete state" not in said, f"a full disk: {said}")
        check("TransactionContext" not in said, f"a full disk, in the database's own words: {said}")
        check(said.count("the disk is full") >= 2, f"the cause is not told: {said}")
        check("status 0\n" in said, f"status on a full disk: {said}")
        check("again 0" in said and "later 0" in said, f"with room again: {said}")
        check("whole\n" in said and (pathlib.Path(outside) / "before").read_text(), f"what had landed is not as it was: {said}")
    shown("H07", "no data lost, goes on with room")
    shown("H07b", "says that the disk is full")


def check_held_file(new_home):
    """H03: if another program holds the work file, the error names its process, and the published file can be read."""
    with new_home("held") as home:
        home.run("login", "--auto")
        home.run("poll")
        code = f"import duckdb, sys; c = duckdb.connect({str(home.home / 'work.duckdb')!r}); print('held', flush=True); sys.stdin.read()"
        holder = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        check(holder.stdout.readline() == "held\n", "the file is not held")
        done = home.run_any("load")
        check(done.returncode != 0 and str(holder.pid) in done.stderr, f"a held file: {done.returncode} {done.stderr}")
        home.run("status")
        holder.communicate()
        home.run("load")
    shown("H03", "named with its process; status works")


def check_three_imports(new_home):
    """H06: three imports at once: each loads once."""
    with new_home("three") as home:
        paths = []
        for n in range(3):
            (home.path / str(n)).mkdir()
            paths.append(home.path / str(n) / "Streaming_History_Audio_2019_0.json")
            paths[-1].write_text(json.dumps(list(history(2_000, n))))
        running = [subprocess.Popen([str(SEGUE), "import", str(path)], env=home.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
                   for path in paths]
        for process in running:
            out, err = process.communicate(timeout=LIMIT_S)
            check(process.returncode == 0, f"{out}{err}")
        check(home.work_rows("select count(*) from segue_raw.plays")[0][0] == 6_000, "rows of three imports")
    shown("H06", "each loads, once")


def check_all(new_home):
    check_held_file(new_home)
    check_three_imports(new_home)
    check_foreign_home(new_home)
    check_full_disk(new_home)
