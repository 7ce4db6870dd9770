"""A segue home in a temporary folder, the commands run in it, and its published marts read by DuckDB's own module."""
import contextlib
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

import duckdb

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
SEGUE = pathlib.Path(os.environ.get("SEGUE_BIN", ROOT / "build/release/bin")) / "segue"
DATA = ROOT.parent / "shared" / "data"


@contextlib.contextmanager
def program_for_others():
    """Yields segue at a place where every user may run it, and the variables that it needs there: a repository may be in a folder that
    no other user may enter."""
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        for file in (SEGUE, *ROOT.glob(".deps/*/lib/*.so")):
            shutil.copy(file, folder)
        yield pathlib.Path(folder) / SEGUE.name, {"LD_LIBRARY_PATH": folder}


class Home:
    """The SEGUE_HOME of one test; it is removed at the end of the `with` block unless KEEP is set. `folder`: an existing folder to use instead."""

    def __init__(self, name, environment=None, folder=None):
        self.path = pathlib.Path(folder or tempfile.mkdtemp(prefix=f"segue-{name}-"))
        self.environment = {
            "PATH": "/usr/bin:/bin",
            "HOME": str(self.path / "no-home"),
            "SEGUE_HOME": str(self.path / "home"),
            "XDG_CONFIG_HOME": str(self.path / "config"),
            "LC_ALL": "C.UTF-8",
            **(environment or {}),
        }

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if "KEEP" not in os.environ:
            shutil.rmtree(self.path, ignore_errors=True)

    @property
    def home(self):
        return self.path / "home"

    @property
    def published(self):
        return self.home / "warehouse.duckdb"

    def run(self, *arguments, expect=0):
        """Runs a command and returns the finished process; fails the test if the exit code is another."""
        done = subprocess.run([str(SEGUE), *map(str, arguments)], env=self.environment, capture_output=True, text=True)
        check(done.returncode == expect, f"segue {' '.join(map(str, arguments))}: exit {done.returncode}, not {expect}\n"
                                         f"{done.stdout}{done.stderr}")
        return done

    def run_any(self, *arguments):
        """Runs a command and returns the finished process, whatever its exit code."""
        return subprocess.run([str(SEGUE), *map(str, arguments)], env=self.environment, capture_output=True, text=True)

    def work_rows(self, sql):
        """Returns rows of the work file, which has the raw tables: loaded, and not yet built."""
        with duckdb.connect(str(self.home / "work.duckdb"), read_only=True) as connection:
            return connection.execute(sql).fetchall()

    def json(self, *arguments, expect=0):
        return json.loads(self.run("--json", *arguments, expect=expect).stdout)

    def query(self, sql):
        with duckdb.connect(str(self.published), read_only=True) as connection:
            return connection.execute(sql).fetchall()

    def marts(self):
        """Returns mart → (rows, digest of all rows in any order). The build's number differs by design and is left out."""
        with duckdb.connect(str(self.published), read_only=True) as connection:
            names = [row[0] for row in connection.execute(
                "select table_name from information_schema.tables where table_schema = 'segue' order by 1").fetchall()]
            return {name: connection.execute(
                f"select count(*), cast(coalesce(sum(cast(hash(t) as hugeint)), 0) as varchar) from segue.{name} t").fetchone()
                for name in names if name != "build"}


class Missed(AssertionError):
    pass


def check(holds, what):
    if not holds:
        raise Missed(what)


def run_test(main):
    """Runs a test's `main` and ends the program: with 1 and what failed, else with the value that `main` returns."""
    try:
        sys.exit(main())
    except Missed as miss:
        print(f"MISSED: {miss}")
        sys.exit(1)


def same_marts(one, other, what):
    check(one.keys() == other.keys(), f"{what}: the marts are other ones: {sorted(one.keys() ^ other.keys())}")
    for name, digest in one.items():
        check(digest == other[name], f"{what}: mart {name} differs: {digest} and {other[name]}")


def need_data(*names):
    """Returns paths below ../shared/data; prints why and ends the test as skipped (exit 77) when one is absent."""
    paths = [DATA / name for name in names]
    for path in paths:
        if not path.exists():
            print(f"skipped: {path.relative_to(ROOT.parent)} is not here (see tests/README.md)")
            raise SystemExit(77)
    return paths
