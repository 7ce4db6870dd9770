"""A user's own models, dbt by hand, and marts as files: they are built after ours and published with them, and broken ones stop nothing."""
import csv
import fcntl
import json
import pathlib
import re
import shutil
import subprocess
import sys

import duckdb

from lib.cases import shown
from lib.history import write_export
from lib.home import ROOT, SEGUE, Home, check, run_test

TOP_DAY = "select user_id, max(plays) as plays from {{ ref('stats_days') }} group by user_id"
ABOVE = "{{ config(materialized='view') }} select * from {{ ref('best_day') }} where plays > {{ least() }}"
MARTS_OF_NO_ROW = ("candidates", "exclusions")


def own(home, name, text):
    path = home.home / "dbt/own" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def check_own_models(home):
    check(home.json("transform")["own"] is None, "own models where there are none")
    own(home, "models/best_day.sql", TOP_DAY)
    own(home, "models/deep/good_days.sql", ABOVE)
    own(home, "macros/least.sql", "{% macro least() %}1{% endmacro %}")
    own(home, "tests/a_best_day_has_plays.sql", "select * from {{ ref('best_day') }} where plays < 1")
    built = home.json("transform")["own"]
    check(built == {"models": 2, "tests": 1, "failed": 0, "failures": []}, f"own models: {built}")
    best = home.query("select * from segue_own.good_days")
    check(best == home.query("select 'me', max(plays) from segue.stats_days"), f"published: {best}")
    ours = home.query("select count(*) from information_schema.tables where table_schema = 'segue' and table_name in ('best_day', 'good_days')")
    check(ours == [(0,)], "own models among our marts")
    print("two models, a macro and a test of a user's own: built and published with ours")


def check_broken(home):
    """A model that fails and a project that cannot be read are reported; ours are published all the same."""
    for name, text, needle in (("models/best_day.sql", "select nothing from {{ ref('stats_days') }}", "nothing"),
                               ("models/unclosed.sql", "select {{ ref('stats_days' }}", "unclosed"),
                               ("models/heard.sql", "select 1 as one", "heard"),
                               ("macros/generate_schema_name.sql", "{% macro generate_schema_name(a, b) %}segue{% endmacro %}",
                                "generate_schema_name")):
        kept = (home.home / "dbt/own" / name).read_text() if (home.home / "dbt/own" / name).exists() else None
        own(home, name, text)
        before = home.query("select number from segue.build")[0][0]
        done = home.run("--json", "transform")
        told = json.loads(done.stdout)
        check(told["own"]["failed"] >= 1 and needle in json.dumps(told["own"]["failures"]), f"{name}: {told['own']}")
        check(needle in done.stderr, f"{name} is not told: {done.stderr}")
        if name == "models/heard.sql":
            check(len(done.stderr.splitlines()) == 1 and "rename the file" in done.stderr, f"a mart's name: {done.stderr}")
        check(told["failed"] == 0 and home.query("select number from segue.build") == [(before + 1,)], f"{name}: ours is not published")
        check(home.query("select count(*) from segue.heard")[0][0] > 100, f"{name} stands in the place of ours")
        (home.home / "dbt/own" / name).unlink()
        if kept is not None:
            own(home, name, kept)
    mended = home.json("transform")["own"]
    check(mended["failed"] == 0 and mended["models"] == 2, f"after all of them are gone: {mended}")
    own(home, "models/passing.sql", "select 1 as one")
    home.run("transform")
    check(home.query("select one from segue_own.passing") == [(1,)], "a third model")
    (home.home / "dbt/own/models/passing.sql").unlink()
    home.run("transform")
    left = home.query("select table_name from information_schema.tables where table_schema = 'segue_own' order by 1")
    check(left == [("best_day",), ("good_days",)], f"a model that is gone leaves its table: {left}")
    shown("B03", "named; the others build")
    print("own models that fail, and a project that dbt cannot read, are told; ours is published")


def check_upgrade(home):
    """The user's models build on another folder of our models, as an upgrade brings one."""
    newer = home.path / "newer"
    shutil.copytree(ROOT / "dbt", newer, ignore=shutil.ignore_patterns("target", "logs"))
    mart = newer / "models/marts/stats_days.sql"
    mart.write_text(mart.read_text().replace("count(*) as bigint) as plays", "count(*) * 1000 as bigint) as plays", 1))
    for test in ("days_add_up_to_plays.sql",):
        (newer / "tests" / test).unlink()
    plays = home.query("select plays from segue_own.best_day")[0][0]
    home.environment["SEGUE_DBT_PROJECT"] = str(newer)
    try:
        built = home.json("transform")["own"]
    finally:
        del home.environment["SEGUE_DBT_PROJECT"]
    check(built["failed"] == 0 and home.query("select plays from segue_own.best_day") == [(plays * 1000,)], f"after an upgrade: {built}")
    home.json("transform")
    check(home.query("select plays from segue_own.best_day") == [(plays,)], "and back")
    print("own models stand on the models of another segue without a change")


def check_configured(home):
    elsewhere = home.path / "elsewhere"
    (elsewhere / "models").mkdir(parents=True)
    (elsewhere / "models/one.sql").write_text("select count(*) as n from {{ ref('heard') }}")
    config = home.home / "config.toml"
    kept = config.read_text()
    config.write_text(kept + f'[transform]\nown_models = "{elsewhere}"\n')
    check(home.json("transform")["own"]["models"] == 1, "a folder named in config.toml")
    check(home.query("select n from segue_own.one") == home.query("select count(*) from segue.heard"), "its model")
    config.write_text(kept + '[transform]\nown_models = "relative"\n')
    check("own_models" in home.run("stats", expect=2).stderr, "a relative folder is refused")
    config.write_text(kept)


def check_by_hand(home):
    check("dbt --" in home.run("dbt", expect=2).stderr, "dbt without words")
    listed = home.run("dbt", "--", "ls", "--resource-type", "model", "--output", "name").stdout
    check("best_day" in listed and "fct_plays" in listed, f"listed: {listed}")
    home.run("dbt", "--", "build", "-s", "best_day", "--threads", "1")
    home.run("dbt", "--", "build", "-s", "no_such_option", "--no-such-flag", expect=2)  # dbt's own code
    own(home, "models/broken.sql", "select nothing")
    home.run("dbt", "--", "run", "-s", "broken", expect=1)
    (home.home / "dbt/own/models/broken.sql").unlink()
    check(not (home.home / "work.duckdb.wal").exists(), "dbt by hand leaves a log behind")
    # dbt waits for the process that holds the lock, and says so.
    with open(home.home / "work.lock") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        waiting = subprocess.Popen([str(SEGUE), "dbt", "--", "ls", "-s", "heard"], env=home.environment, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, text=True)
        check("waiting for another segue" in waiting.stderr.readline(), "it does not say that it waits")
        check(waiting.poll() is None, "it did not wait")
    check(waiting.communicate()[0].count("heard") >= 1 and waiting.returncode == 0, "it did not go on")
    print("dbt by hand: our project with the user's, dbt's exit code, under the lock")


def check_export(home):
    folder = home.path / "files"
    told = home.json("export", "--to", folder)
    marts = {row[0] for row in home.query("select table_name from information_schema.tables where table_schema = 'segue'")}
    check({one["mart"] for one in told["files"]} == marts, f"exported {told}")
    check({path.name for path in folder.iterdir()} == {f"{mart}.parquet" for mart in marts}, "something else is left in the folder")
    with duckdb.connect(str(home.published), read_only=True) as connection:
        for one in told["files"]:
            mart, file = one["mart"], one["file"]
            for left, right in ((f"segue.{mart}", f"'{file}'"), (f"'{file}'", f"segue.{mart}")):
                more = connection.execute(f"select count(*) from (select * from {left} except all select * from {right})").fetchone()[0]
                check(more == 0, f"{mart}: {more} rows of {left} are not in {right}")
            check(one["rows"] == connection.execute(f"select count(*) from segue.{mart}").fetchone()[0], f"{mart}: {one}")
            types = [[row[:2] for row in connection.execute(f"describe select * from {what}").fetchall()] for what in (f"segue.{mart}", f"'{file}'")]
            check(types[0] == types[1], f"{mart}: columns {types}")
    again = {path.name: path.read_bytes() for path in folder.iterdir()}
    home.json("export", "--to", folder)
    check(again == {path.name: path.read_bytes() for path in folder.iterdir()}, "a second export writes other bytes")
    files = home.json("export", "heard", "segue_own.best_day", "--format", "csv", "--to", folder)["files"]
    rows = list(csv.reader(pathlib.Path(files[0]["file"]).open()))
    check(rows[0] == ["user_id", "recording_key", "first_heard_at"] and len(rows) == files[0]["rows"] + 1, f"CSV: {rows[:2]}")
    check(pathlib.Path(files[1]["file"]).name == "segue_own.best_day.csv", f"{files[1]}")
    for arguments, needle in ((("nothing", "--to", folder), "fct_plays"), (("segue_own.nothing", "--to", folder), "best_day"), ((), "--to"),
                              (("heard", "--to", folder, "--format", "xlsx"), "parquet"), (("heard", "--to", files[0]["file"]), "not a folder")):
        check(needle in home.run("export", *arguments, expect=2).stderr, f"export {arguments} does not name {needle}")
    print(f"{len(marts)} marts as Parquet, equal row for row and type for type; CSV; the same bytes again")


def python_with(*modules):
    """Returns an interpreter that has all of these modules: ours, or the benchmarks' (pandas is in that group)."""
    for python in (sys.executable, ROOT / ".deps/venv-bench/bin/python"):
        if pathlib.Path(python).exists() and not subprocess.run([python, "-c", f"import {', '.join(modules)}"], capture_output=True).returncode:
            return python
    return None


def check_page(home):
    """Runs the code of docs/analysis.md, unchanged, on this home's files; the piece for PostgreSQL is left out."""
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / "docs/analysis.md").read_text(), re.S)
    check(len(blocks) == 4, f"{len(blocks)} pieces of Python in the page")
    blocks = [block for block in blocks if "psycopg2" not in block]
    python = python_with("pandas", "duckdb")
    if not python:
        print("pandas is not here: the page's code runs with DuckDB's own rows in the place of frames")
        python, blocks = sys.executable, [block.replace(".df()", ".fetchall()") for block in blocks if "import pandas" not in block]
    done = subprocess.run([python, "-c", "\n".join(blocks)], capture_output=True, text=True, cwd=home.path,
                          env={**home.environment, "SEGUE_FILES": str(home.path / "files")})
    check(done.returncode == 0 and done.stdout.strip(), f"the page's code: {done.stdout}{done.stderr}")
    print(f"docs/analysis.md: {len(blocks)} pieces of its code run")


def main():
    with Home("own-models") as home:
        home.run("init", "--timezone", "Europe/Berlin")
        home.json("import", write_export(home.path / "export", 3000, seed=4))
        for command in (["export", "--to", home.path / "files"],):
            check("segue transform" in home.run(*command, expect=2).stderr, f"{command[0]} before a build does not say what to do")
        check_own_models(home)
        check_by_hand(home)
        check_export(home)
        check_broken(home)
        check_upgrade(home)
        check_configured(home)
        check_page(home)


if __name__ == "__main__":
    run_test(main)
