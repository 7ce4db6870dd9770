"""Builds dbt's real project on a small warehouse, in a child process for each build; dbt's modules are loaded once."""
import contextlib
import io
import json
import multiprocessing
import os
import pathlib
import shutil
import sys

sys.path.append(str(pathlib.Path(__file__).resolve().parent.parent))

import dbt.cli.main
import duckdb
from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from lib.home import ROOT, Missed

PROFILE = """segue:
  target: duckdb
  outputs:
    duckdb: {{type: duckdb, path: {path}, schema: segue, threads: {threads},
      config_options: {{autoinstall_known_extensions: false, autoload_known_extensions: false}}}}
"""
FAILED = ("fail", "error", "runtime error")
FORK = multiprocessing.get_context("fork")


def at_once(function, calls):
    """Returns the function's result for each tuple of arguments, each computed in a process of its own, because dbt and DuckDB keep
    what they opened until their process ends."""
    started = []
    for arguments in calls:
        ours, theirs = FORK.Pipe(duplex=False)
        child = FORK.Process(target=lambda: theirs.send(function(*arguments)))
        child.start()
        theirs.close()
        started.append((ours, child))
    try:
        return [ours.recv() for ours, _ in started]
    except EOFError:
        raise Missed(f"{function.__name__} died in its process") from None
    finally:
        for _, child in started:
            child.join()


def in_child(function, *arguments):
    return at_once(function, [arguments])[0]


def _invoke(arguments, log, database):
    with open(log, "a") as out, contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        done = dbt.cli.main.dbtRunner().invoke(arguments)
    nodes = [(result.node.unique_id, str(result.status), result.message or "") for result in getattr(done.result, "results", [])]
    # dbt leaves its connection open, and with it a write-ahead log that DuckDB would apply to the next copy.
    DuckDBConnectionManager.env().close()
    with duckdb.connect(str(database)) as connection:
        connection.execute("checkpoint")
    return nodes, str(done.exception or "")


class Project:
    """A copy of dbt/ in a folder of its own, with a profile and one database file."""

    def __init__(self, folder, threads=2):
        self.folder = pathlib.Path(folder)
        self.source = self.folder / "dbt"
        self.database = self.folder / "work.duckdb"
        self.log = self.folder / "dbt.log"
        shutil.copytree(ROOT / "dbt", self.source, ignore=shutil.ignore_patterns("target", "logs"))
        (self.folder / "profiles.yml").write_text(PROFILE.format(path=json.dumps(str(self.database)), threads=threads))
        os.environ.update(DO_NOT_TRACK="1", PYTHONWARNINGS="ignore")

    def build(self, select=None):
        """Returns [(unique id, status, message)] of all nodes, and what ended dbt early ("" if nothing did)."""
        arguments = ["--no-use-colors", "--log-level", "warn", "build", "--project-dir", self.source, "--profiles-dir", self.folder,
                     "--target-path", self.folder / "target", "--log-path", self.folder / "logs"]
        if select:
            arguments += ["--select", *select]
        return in_child(_invoke, [str(argument) for argument in arguments], self.log, self.database)


def is_test(unique_id):
    return unique_id.split(".")[0] in ("test", "unit_test")


def short(unique_id):
    """Returns a node's name without its kind, project and hash."""
    kind, _, *rest = unique_id.split(".")
    return ".".join(rest[:-1] if kind == "test" and len(rest) > 1 else rest)
