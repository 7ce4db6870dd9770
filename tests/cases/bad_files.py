"""Bad days of a home's files, of dbt by hand, and of rows with impossible values; Spotify takes no part."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile

from lib.cases import shown
from lib.history import rows as history
from lib.home import ROOT, SEGUE, check

DBT = ROOT / ".deps" / "venv-build" / "bin" / "dbt"
NAME = "Streaming_History_Audio_2019_0.json"


def built(home, rows):
    path = home.path / NAME
    path.write_text(json.dumps(rows))
    home.run("import", path)
    home.run("transform")


def check_published_file_held(home):
    """H05: a BI tool opens the published file to write, and makes a table in it."""
    os.chmod(home.published, 0o644)
    code = (f"import duckdb, sys; c = duckdb.connect({str(home.published)!r}); c.execute('create table theirs as select 1 as n'); "
            "print('held', flush=True); sys.stdin.read()")
    holder = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    check(holder.stdout.readline() == "held\n", "the published file is not held")
    for command in ("stats", "transform"):
        done = home.run_any(command)
        check(done.returncode != 0 and str(holder.pid) in done.stderr, f"{command}, the published file being held: {done.stderr}")
    holder.communicate()
    home.run("stats")
    home.run("transform")
    check("theirs" not in str(home.query("select table_name from information_schema.tables")), "a new build holds a table of others")
    shown("H05", "named with its process; then fine")


def check_no_locks(home):
    """L2: the home is on a file system that cannot lock files."""
    home.environment["LD_PRELOAD"] = str(SEGUE.parent / "libnolocks.so")
    try:
        for arguments in (("load",), ("transform",), ("import", home.path / NAME)):
            done = home.run_any(*arguments)
            check(done.returncode != 0 and "locks" in done.stderr.lower(), f"{arguments} without locks: {done.returncode} {done.stderr}")
        home.run("stats")
    finally:
        del home.environment["LD_PRELOAD"]
    home.run("load")
    shown("L2", "says that there are no locks; reading goes on")


def check_dbt(home):
    """B01: dbt reports no deprecation in our project. B02: the command of docs/bi/clients.md makes one page."""
    said = home.run("dbt", "--", "parse", "--no-partial-parse", "--show-all-deprecations").stdout
    check("deprecat" not in said.lower(), f"dbt parse: {said}")
    shown("B01", "none")
    with tempfile.TemporaryDirectory() as pages:
        environment = {**home.environment, "DBT_LOG_PATH": pages, "DBT_SEND_ANONYMOUS_USAGE_STATS": "false"}
        done = subprocess.run([str(DBT), "docs", "generate", "--static", "--project-dir", str(ROOT / "dbt"), "--profiles-dir",
                               str(home.home / "dbt"), "--target", "duckdb", "--target-path", pages],
                              env=environment, cwd=home.path, capture_output=True, text=True)
        page = pathlib.Path(pages) / "static_index.html"
        check(done.returncode == 0 and page.exists() and "fct_plays" in page.read_text(), f"docs: {done.stdout}{done.stderr}")
    shown("B02", "one page")


def row(ts, title, ms, **more):
    return {"ts": ts, "ms_played": ms, "master_metadata_track_name": title, "master_metadata_album_artist_name": "Paper Boats",
            "spotify_track_uri": "spotify:track:" + title.lower().rjust(22, "0"), "reason_start": "trackdone", "reason_end": "trackdone",
            "shuffle": False, "offline": False, "incognito_mode": False, **more}


def check_strange_rows(home):
    """F01c: a skip after a minute is a skip in each year, whatever flag the export had. F01d: 36 hours in one row."""
    flags = {2017: None, 2019: False, 2024: True, 2026: True}
    rows = [row(f"{year}-03-01T10:01:00Z", f"skipped{year}", 60000, reason_end="fwdbtn", skipped=flag) for year, flag in flags.items()]
    rows += [row(f"{year}-03-01T11:03:20Z", f"heard{year}", 200000, skipped=flag and False) for year, flag in flags.items()]
    rows += [row("2025-06-02T12:00:00Z", "long", 36 * 3600 * 1000)]
    rows += [row(f"2025-06-01T{hour:02}:00:00Z", f"beside{hour}", 200000) for hour in (2, 8, 14, 20)]
    built(home, rows)
    skips = home.query("select year(started_at), count(*) filter (where skipped), count(skip_basis) from segue.fct_plays "
                       "where year(started_at) <> 2025 group by all order by 1")
    check(skips == [(year, 1, 2) for year in flags], f"skips by year: {skips}")
    shown("F01c", "one rule for all years")
    days = home.query("select max(ms_listened) from segue.stats_days")[0][0]
    plays, sessions = home.query("select (select count(*) from segue.fct_plays where year(started_at) = 2025), "
                                 "(select count(*) from segue.fct_sessions where year(started_at) = 2025)")[0]
    check(days <= 86_400_000 and plays == 5 and sessions >= 4, f"{days} ms in a day, {plays} plays in {sessions} sessions")
    shown("F01d", "no day is longer than a day")


def check_all(new_home):
    with new_home("files") as home:
        built(home, list(history(60, 5)))
        check_published_file_held(home)
        check_no_locks(home)
        check_dbt(home)
    with new_home("rows") as home:
        check_strange_rows(home)
