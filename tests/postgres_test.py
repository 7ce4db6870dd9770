#!/usr/bin/env python3
"""PostgreSQL as a person meets it: wrong settings, tables of others, a server that dies during a load, a full disk, kills during a
publish while readers read. Marts of both engines are compared in tests/parity."""
import contextlib
import hashlib
import os
import pathlib
import random
import signal
import subprocess
import tempfile
import threading
import time

import psycopg2

from lib.cases import shown, skipped
from lib.history import write_export
from lib.home import SEGUE, Home, check, run_test
from lib.postgres import USER, Postgres, unprivileged
from lib.servers import LIMIT_S

SCHEMAS = ("segue", "segue_raw", "segue_staging", "segue_build")
PASSWORD = "pa55-wörd %&'"


def url_of(server, user=USER, database="segue"):
    return f"postgresql://{user}@/{database}?host={server.folder}"


def on(server, name, **more):
    return Home(name, {"SEGUE_WAREHOUSE_URL": url_of(server), **more})


def says(done, *words):
    for word in words:
        check(word in done.stderr, f"the error does not say {word!r}:\n{done.stderr}")
    check(len(done.stderr.splitlines()) <= 3, f"more than an error:\n{done.stderr}")


def execute(server, sql, database="segue"):
    with contextlib.closing(server.connect(database)) as connection:
        connection.autocommit = True
        connection.cursor().execute(sql)


def raw_state(server):
    """Returns (objects, rows that they should have, rows that are there)."""
    return server.query("select (select count(*) from segue_raw.load_ledger), (select coalesce(sum(rows - rejected), 0) from"
                        " segue_raw.load_ledger), (select count(*) from segue_raw.plays)")[0]


def settings_that_are_wrong(server, export):
    with on(server, "pg-wrong") as home:
        home.run("import", "--land-only", export)
        for url, code, words in (
                ("mysql://x/y", 2, ("postgresql://user@host",)),
                (url_of(server) + "&nosuch=1", 2, ('"nosuch"',)),
                ("postgresql://me:se@cret@127.0.0.1:1/x", 2, ("%40",)),
                (f"'{url_of(server)}'", 2, ("quotes",)),
                (url_of(server, database="nowhere"), 2, ("nowhere", "does not exist")),
                (url_of(server, user="nobody_we_know"), 2, ("nobody_we_know",)),
                ("postgresql://me@127.0.0.1:1/x", 4, ("no server answers", "127.0.0.1:1"))):
            home.environment["SEGUE_WAREHOUSE_URL"] = url
            for command in (("load",), ("stats",), ("transform",)):
                says(home.run(*command, expect=code), *words)
    shown("D07a", "each ends with 2 or 4 and names what is wrong")
    shown("D07c", "named")


def passwords(server, export):
    """A role's password is asked for, refused if wrong, accepted if right; it is in no file of the home and in no command line of dbt."""
    execute(server, f"create role guarded login password '{PASSWORD.replace(chr(39), chr(39) * 2)}'; grant create on database segue to guarded")
    rules = server.folder / "data/pg_hba.conf"
    trusting = rules.read_text()
    rules.write_text("local all guarded scram-sha-256\n" + trusting)
    execute(server, "select pg_reload_conf()")
    with Home("pg-password", {"SEGUE_WAREHOUSE_URL": url_of(server, user="guarded")}) as home:
        home.run("import", "--land-only", export)
        says(home.run("load", expect=2), "PGPASSWORD")
        home.environment["PGPASSWORD"] = "guessed"
        says(home.run("load", expect=2), "password", "PGPASSWORD")
        home.environment["PGPASSWORD"] = PASSWORD
        home.run("load")
        (home.home / "config.toml").write_text("[counting]\nmin_seconds = 30\nskips = false\n")
        lines, stop = set(), threading.Event()

        def watch():
            while not stop.is_set():
                for entry in pathlib.Path("/proc").glob("[0-9]*/cmdline"):
                    with contextlib.suppress(OSError):
                        lines.add(entry.read_bytes())
                time.sleep(0.05)
        watcher = threading.Thread(target=watch)
        watcher.start()
        done = home.run("--verbose", "transform")
        stop.set()
        watcher.join()
        plays, counted, days, short = server.query(
            "select (select count(*) from segue.fct_plays), (select count(*) from segue.fct_plays where counted),"
            " (select sum(plays) from segue.stats_days), (select count(*) from segue.fct_plays where counted and ms_played < 30000)")[0]
        check(plays > counted == days > 0 and short == 0, f"[counting]: {plays} plays, {counted} count, {days} in the days, {short} short")
        secret = PASSWORD.encode()
        check(secret not in b"".join(lines) and secret not in done.stderr.encode() + done.stdout.encode(), "the password was shown")
        check(any(b"dbt" in line for line in lines), "dbt was not seen at all")
        for file in home.path.rglob("*"):
            check(not file.is_file() or secret not in file.read_bytes(), f"the password stands in {file}")
    rules.write_text(trusting)
    execute(server, "select pg_reload_conf(); drop schema segue cascade; drop schema segue_raw cascade; drop schema segue_staging"
                    " cascade; drop schema segue_build cascade; drop owned by guarded; drop role guarded")


def a_role_that_makes_no_schemas(server, export):
    """As on a managed PostgreSQL, somebody else makes the schemas and gives them to the role."""
    execute(server, "create role managed login; " + "".join(f"create schema {name} authorization managed; " for name in SCHEMAS))
    with Home("pg-managed", {"SEGUE_WAREHOUSE_URL": url_of(server, user="managed")}) as home:
        home.run("import", export)
        for command in ("transform", "transform", "rebuild"):
            home.run(command)
        dry = {step["step"]: step for step in home.json("run", "--dry-run")["steps"]}["transform"]
        check(not dry["due"] and "nothing new since" in dry["why"], f"right after a build: {dry}")
        check(server.query("select count(*) > 0 from segue.fct_plays") == [(True,)], "no plays are shown")
        made = server.query("select count(*) from pg_namespace where nspname like 'segue%'")
        check(made == [(len(SCHEMAS),)], f"{made} schemas")
    execute(server, "".join(f"drop schema {name} cascade; " for name in SCHEMAS) + "drop role managed")
    shown("D02", "works in schemas that it was given")
    print("a role that may make no schema, given its four: import, transform twice, rebuild, run")


def table_of_others_in_what_is_shown(server, export):
    with on(server, "pg-shown") as home:
        home.run("import", "--land-only", export)
        execute(server, "create schema segue; create table segue.mine (one integer)")
        done = home.run("transform", expect=2)
        says(done, "segue did not make", "segue")
        check(server.query("select count(*) from segue_raw.load_ledger") == [(0,)],
              "it was built before it was refused")
        check(server.query("select count(*) from segue.mine") == [(0,)], "somebody else's table is harmed")
        shown("D04", "refused, nothing harmed")
        execute(server, "drop schema segue cascade; " + "".join(f"drop schema if exists {name} cascade; " for name in SCHEMAS))


@contextlib.contextmanager
def pooler(server, mode):
    """Starts pgbouncer before the server, in a pool mode; yields its socket's folder and port."""
    with tempfile.TemporaryDirectory(prefix="segue-pool-", dir="/tmp") as folder:
        os.chmod(folder, 0o777)
        settings = pathlib.Path(folder) / "pgbouncer.ini"
        settings.write_text(f"[databases]\nsegue = host={server.folder} dbname=segue user={USER}\n[pgbouncer]\nlisten_addr =\n"
                            f"listen_port = 6432\nunix_socket_dir = {folder}\nauth_type = any\npool_mode = {mode}\nmax_client_conn = 50\n")
        with open(pathlib.Path(folder) / "log", "w") as log:
            process = subprocess.Popen(["/usr/sbin/pgbouncer", str(settings)], stdout=log, stderr=log, stdin=subprocess.DEVNULL, cwd="/",
                                       **unprivileged())
        try:
            limit = time.monotonic() + LIMIT_S
            while not (pathlib.Path(folder) / ".s.PGSQL.6432").exists():
                check(process.poll() is None and time.monotonic() < limit, (pathlib.Path(folder) / "log").read_text())
                time.sleep(0.02)
            yield f"postgresql://{USER}@/segue?host={folder}&port=6432"
        finally:
            process.kill()
            process.wait()


def through_a_pooler(server, export):
    if not pathlib.Path("/usr/sbin/pgbouncer").exists():
        skipped("D05", "pgbouncer is not installed")
        return
    for mode in ("transaction", "session"):
        with pooler(server, mode) as url, Home("pg-pool", {"SEGUE_WAREHOUSE_URL": url}) as home:
            home.run("import", export)
            home.run("transform")
            home.run("transform")
            check(server.query("select count(*) > 0 from segue.fct_plays") == [(True,)], "no plays are shown")
            home.environment["PGOPTIONS"] = "-c geqo=off"
            says(home.run("load", expect=2), "pooler", "PGOPTIONS")
        execute(server, "".join(f"drop schema {name} cascade; " for name in SCHEMAS))
    shown("D05", "works, or says that it is the pooler")
    print("pgbouncer in transaction and session mode: import and two builds; start-up options are told of")


def tables_of_others(server, export):
    with on(server, "pg-others") as home:
        home.run("import", "--land-only", export)
        execute(server, "create schema segue_raw; create table segue_raw.plays (mine integer)")
        says(home.run("load", expect=2), "segue did not make", "segue_raw")
        check(server.query("select count(*) from information_schema.tables where table_schema like 'segue%'") == [(1,)], "something was made")
        execute(server, "drop schema segue_raw cascade")
        home.run("load")
        execute(server, "insert into segue_raw.schema_versions values (999, 'future')")
        before = raw_state(server)
        says(home.run("load", expect=2), "999", "newer")
        check(raw_state(server) == before, "a newer segue's tables were touched")
        execute(server, "drop schema segue_raw cascade")


def server_dies_amid_a_load(server, export, rng):
    """Kills the server at random moments of a load; each time the tables contain only whole objects."""
    with on(server, "pg-dies") as home:
        home.run("import", "--land-only", export)
        struck = 0
        for _ in range(12):
            process = subprocess.Popen([str(SEGUE), "load"], env=home.environment, stderr=subprocess.PIPE, text=True)
            time.sleep(rng.uniform(0.1, 0.9))
            alive = process.poll() is None
            server.crash()
            error = process.communicate()[1]
            server.start()
            if server.query("select to_regclass('segue_raw.load_ledger') is not null") == [(True,)]:
                _, told, there = raw_state(server)
                check(told == there, f"the ledger tells of {told} rows, {there} are there")
            if alive:
                check(process.returncode == 4, f"exit {process.returncode}: {error}")
                check("went away" in error or "no server answers" in error, error)
                struck += 1
            if struck >= 3:
                break
            execute(server, "drop schema if exists segue_raw cascade")
        check(struck > 0, "no load was hit")
        loaded = home.json("load")
        objects, told, there = raw_state(server)
        check(told == there and there > 0 and objects >= 1, f"after all: {objects} objects, {told} rows told, {there} there; {loaded}")
        print(f"a server killed amid {struck} loads: each left whole objects, the next load ended with {there} rows")
        execute(server, "drop schema segue_raw cascade")


@contextlib.contextmanager
def small_disk(megabytes):
    """Yields a folder on a small file system of its own; None if none can be mounted."""
    folder = tempfile.mkdtemp(prefix="segue-disk-", dir="/tmp")
    os.chmod(folder, 0o755)
    mounted = os.geteuid() == 0 and subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=0755", "tmpfs", folder],
                                                   capture_output=True).returncode == 0
    try:
        yield folder if mounted else None
    finally:
        if mounted:
            subprocess.run(["umount", folder], check=True)
        os.rmdir(folder)


def full_disk(export):
    with small_disk(220) as folder:
        if folder is None:
            print("skipped: a full disk (no file system can be mounted here)")
            return
        settings = {"max_wal_size": "64MB", "shared_buffers": "32MB", "fsync": "off"}
        with Postgres(settings=settings, folder=folder) as server, on(server, "pg-full") as home:
            home.run("import", "--land-only", export)
            filler = pathlib.Path(folder) / "filler"
            free = os.statvfs(folder).f_bavail * os.statvfs(folder).f_frsize
            filler.write_bytes(bytes(free - (6 << 20)))
            done = home.run("load", expect=1 if server.process.poll() is None else 4)
            says(done, "nothing is half-written")
            check("full" in done.stderr, done.stderr)
            filler.unlink()
            if server.process.poll() is not None:
                server.start()
            _, told, there = raw_state(server)
            check(told == there, f"the ledger tells of {told} rows, {there} are there")
            home.run("load")
            _, told, there = raw_state(server)
            check(told == there > 0, f"after room was made: {told} rows told, {there} there")
            print(f"a full disk: refused, nothing half-written; with room again {there} rows")


class Reader(threading.Thread):
    """Queries in one statement, again and again, as a dashboard does: the days must add up to the plays."""

    def __init__(self, server):
        super().__init__(daemon=True)
        self.server, self.stop = server, threading.Event()
        self.looks, self.builds, self.fault = 0, set(), None

    def run(self):
        with contextlib.closing(self.server.connect()) as connection:
            connection.autocommit = True
            while not self.stop.wait(0.02):
                with connection.cursor() as cursor:
                    try:
                        cursor.execute("select (select count(*) from segue.fct_plays), (select sum(plays) from segue.stats_days),"
                                       " (select max(number) from segue.build), (select count(*) from public.by_an_analyst)")
                    except psycopg2.Error as error:
                        self.fault = str(error)
                        return
                    plays, days, build, viewed = cursor.fetchone()
                if plays != days or plays != viewed:
                    self.fault = f"build {build}: {plays} plays, the days add up to {days}, an analyst's view has {viewed}"
                    return
                self.builds.add(build)
                self.looks += 1


def digests(server):
    """Returns mart → (rows, digest); the build's number differs by design."""
    names = [name for name, in server.query("select what from segue.made_by_segue order by 1") if name != "build"]
    out = {}
    for name in names:
        rows = sorted(row[0] for row in server.query(f"select t::text from segue.{name} t"))
        out[name] = (len(rows), hashlib.md5("\n".join(rows).encode()).hexdigest())
    return out


def kill_amid_a_publish(server, export, more):
    with on(server, "pg-kills") as home:
        home.run("import", export)
        home.run("transform")
        execute(server, "create view public.by_an_analyst as select user_id, local_date from segue.fct_plays")
        reader = Reader(server)
        reader.start()
        home.run("import", "--land-only", more)
        # Holds the publish in the middle: what was written before waits for this table.
        with contextlib.closing(server.connect()) as holder:
            holder.cursor().execute("lock table segue.stats_days in share mode")
            process = subprocess.Popen([str(SEGUE), "transform"], env=home.environment, stdout=subprocess.DEVNULL)
            waiting = "select count(*) from pg_locks where not granted"
            while server.query(waiting) == [(0,)] and process.poll() is None:
                time.sleep(0.05)
            process.kill()
            check(process.wait() == -signal.SIGKILL, "the publish was over before the kill")
        check(server.query("select number from segue.build") == [(1,)], "a killed publish was seen")
        home.run("transform")
        limit = time.monotonic() + LIMIT_S
        while (max(reader.builds, default=0) < 2 or reader.looks <= 5) and reader.fault is None and time.monotonic() < limit:
            time.sleep(0.02)
        reader.stop.set()
        reader.join()
        check(reader.fault is None, f"a reader saw a mix: {reader.fault}")
        check(1 in reader.builds and max(reader.builds) > 1 and reader.looks > 5, f"the reader saw builds {reader.builds} in {reader.looks} looks")
        told = digests(server)
        execute(server, "drop view public.by_an_analyst")
        home.run("rebuild")
        anew = digests(server)
        for name in told:
            check(told[name] == anew[name], f"{name}: {told[name]} after a kill, {anew[name]} rebuilt")
        print(f"killed amid a publish, finished, rebuilt: {len(told)} marts equal; {reader.looks} looks of a reader, none mixed")


def main():
    rng = random.Random(20)
    with tempfile.TemporaryDirectory(prefix="segue-pg-exports-") as folder, Postgres() as server:
        small = write_export(pathlib.Path(folder) / "small", count=1_500, files=2, seed=1)
        more = write_export(pathlib.Path(folder) / "more", count=1_000, files=1, seed=2)
        large = write_export(pathlib.Path(folder) / "large", count=60_000, files=6, seed=3)
        settings_that_are_wrong(server, small)
        tables_of_others(server, small)
        table_of_others_in_what_is_shown(server, small)
        a_role_that_makes_no_schemas(server, small)
        through_a_pooler(server, small)
        passwords(server, small)
        server_dies_amid_a_load(server, large, rng)
        full_disk(large)
        kill_amid_a_publish(server, small, more)
    print("PostgreSQL: wrong settings, others' tables, passwords, deaths, a full disk, kills: as they should be")


if __name__ == "__main__":
    run_test(main)
