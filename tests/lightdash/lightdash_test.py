"""The marts' metadata for Lightdash: Lightdash's own compiler compiles it, faults that the compiler lets pass are searched, and all its SQL runs on
PostgreSQL.

segue builds and publishes a made-up listener's marts on a PostgreSQL of the test's own; dbt's documentation is made on the way.
"""
import contextlib
import copy
import json
import os
import pathlib
import subprocess
import sys

sys.path.append(str(pathlib.Path(__file__).resolve().parent.parent))

import metadata
import psycopg2
from lib.history import write_account_data, write_export
from lib.home import ROOT, Home, Missed, check, run_test
from lib.postgres import DATABASE, Postgres, programs

MODULES = pathlib.Path(os.environ.get("SEGUE_LIGHTDASH", ROOT / ".deps/lightdash"))
SCHEMA = "node_modules/@lightdash/common/dist/cjs/schemas/json/lightdash-dbt-2.0.json"
PAGE_BYTES_LEAST = 1_000_000
PLAYS = 600
SQL_ALONE = "a fault that only running the SQL tells"


def build(server, home):
    """Publishes a made-up listener's marts on the server by segue; returns dbt's manifest of them, and makes its documentation."""
    home.run("import", write_export(home.path / "export", PLAYS, seed=3))
    home.run("import", write_account_data(home.path / "account", PLAYS, seed=3, playlists=[("Old ones", [("A", "B", "4uLU6hMCjMI75M1A2tKUQ1")])],
                                          library=[("A", "C", "4uLU6hMCjMI75M1A2tKUQ2")]))
    made = home.json("transform")
    check(made["failed"] == 0 and made["plays"] > 0, f"transform: {made}")
    target = home.path / "target"
    command = [pathlib.Path(sys.executable).parent / "dbt", "--no-use-colors", "--log-level", "warn", "docs", "generate", "--static",
               "--project-dir", ROOT / "dbt", "--profiles-dir", home.home / "dbt", "--target", "pub", "--target-path", target,
               "--log-path", home.path / "logs"]
    done = subprocess.run(command, capture_output=True, text=True, env={**home.environment, "DO_NOT_TRACK": "1", "PYTHONWARNINGS": "ignore"})
    check(done.returncode == 0, f"dbt docs generate: exit {done.returncode}\n{done.stdout}{done.stderr}")
    return target, json.loads((target / "manifest.json").read_text())


def column_types(server):
    """Returns mart → column → type. The schema also has the table by which segue recognises it."""
    types = {}
    for table, column, kind in server.query(
            "select table_name, column_name, data_type from information_schema.columns where table_schema = 'segue' "
            "and table_name <> 'made_by_segue' order by 1, ordinal_position"):
        types.setdefault(table, {})[column] = kind
    return types


def tested_keys(manifest):
    """Returns model → the columns that `unique` or `keys_unique` tests."""
    keys = {}
    for node in manifest["nodes"].values():
        test = node.get("test_metadata") or {}
        if test.get("name") in ("unique", "keys_unique"):
            model = manifest["nodes"][node["attached_node"]]["name"]
            keys[model] = test["kwargs"].get("columns") or [test["kwargs"]["column_name"]]
    return keys


def compiled(projects, types):
    """Returns Lightdash's result for each list of models."""
    catalog = {DATABASE: {"segue": {table: {column: metadata.DIMENSION_TYPES.get(kind, "string") for column, kind in columns.items()}
                                    for table, columns in types.items()}}}
    done = subprocess.run(["node", str(pathlib.Path(__file__).parent / "compile.mjs"), str(MODULES)], capture_output=True, text=True,
                          input=json.dumps({"catalog": catalog, "projects": projects}))
    check(done.returncode == 0, f"compile.mjs: exit {done.returncode}\n{done.stderr}")
    return json.loads(done.stdout)


def from_clause(explore, tables):
    """Returns the explore's base and the joins that the tables need, in their order, as Lightdash writes them."""
    needed, joins = set(tables), []
    for join in reversed(explore["joins"]):
        if join["table"] in needed:
            needed |= set(join["needs"])
            joins.insert(0, join)
    base = explore["tables"][explore["baseTable"]]
    return f'from {base["sqlTable"]} as "{explore["baseTable"]}"' + "".join(
        f' {join["type"]} join {explore["tables"][join["table"]]["sqlTable"]} as "{join["table"]}" on {join["sqlOn"]}' for join in joins)


def statements(explore):
    """Yields (what, SQL) of each dimension, metric and join of an explore."""
    for join in explore["joins"]:
        yield f"join of {join['table']}", f"select count(*) {from_clause(explore, [join['table']])}"
    for name, table in explore["tables"].items():
        source = from_clause(explore, [name])
        for field in table["dimensions"]:
            yield f"dimension {name}.{field['name']}", f"select {field['sql']} as field {source} group by 1 order by 1"
        for field in table["metrics"]:
            yield f"metric {name}.{field['name']}", f"select {field['sql']} as field {source}"


def make_reader(server):
    """Makes the role that BI tools read with: it reads every mart, nothing raw, and writes nothing."""
    for _ in range(2):
        done = subprocess.run([programs() / "psql", server.url, "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--set=password=it's one",
                               f"--file={ROOT / 'deploy/own-box/reader.sql'}"], capture_output=True, text=True)
        check(done.returncode == 0, f"reader.sql: exit {done.returncode}\n{done.stdout}{done.stderr}")
    with contextlib.closing(psycopg2.connect(host=server.host, user="segue_bi", dbname=DATABASE)) as connection:
        connection.autocommit = True
        for sql, told in (("select count(*) from segue_raw.plays", "permission denied for schema segue_raw"),
                          ("delete from segue.heard", "cannot execute DELETE in a read-only transaction"),
                          ("begin read write; delete from segue.heard", "permission denied for table heard")):
            with connection.cursor() as cursor:
                try:
                    cursor.execute(sql)
                except psycopg2.Error as fault:
                    check(told in str(fault), f"the reader's {sql}: {fault}")
                    cursor.execute("rollback")
                else:
                    raise Missed(f"the reader may {sql}")
    with contextlib.closing(server.connect()) as owner:
        owner.autocommit = True
        owner.cursor().execute("create table segue.of_a_later_build as select 1 as one")
        check(reader_sees(server, "of_a_later_build"), "the reader sees no mart that a later build adds")
        owner.cursor().execute("drop table segue.of_a_later_build")


def reader_sees(server, table):
    return server.query(f"select has_table_privilege('segue_bi', 'segue.{table}', 'select')")[0][0]


def run_all(server, explores):
    """Runs every statement as the reader. A join that is declared many-to-one must keep each row and add none."""
    counts = {"dimension": 0, "metric": 0, "join": 0}
    with contextlib.closing(psycopg2.connect(host=server.host, user="segue_bi", dbname=DATABASE)) as connection, \
            connection.cursor() as cursor:
        connection.autocommit = True
        cursor.execute("set jit = off")
        for explore in explores:
            relationships = {join["table"]: join["relationship"] for join in explore["joins"]}
            for what, sql in statements(explore):
                try:
                    cursor.execute(sql)
                except Exception as fault:
                    raise Missed(f"explore {explore['name']}, {what}: {fault}\n{sql}") from None
                if what.startswith("join") and relationships[what.removeprefix("join of ")].endswith("-to-one"):
                    joined, alone = cursor.fetchone()[0], server.query(f"select count(*) {from_clause(explore, [])}")[0][0]
                    check(joined == alone, f"explore {explore['name']}, {what}: {alone} rows become {joined}")
                counts[what.split()[0]] += 1
    return counts


def broken(models):
    """Returns (what must be reported, the models with one thing broken). The compiler, its schema or our own checks must report each."""
    def change(edit):
        copied = {model["name"]: model for model in copy.deepcopy(models)}
        # dbt writes config.meta in two places; Lightdash reads both.
        for model in copied.values():
            model["meta"] = {}
            for column in model["columns"].values():
                column["meta"] = {}
        edit(copied)
        return list(copied.values())

    plays = lambda all_models: all_models["fct_plays"]["config"]["meta"]
    column = lambda all_models, name: all_models["fct_plays"]["columns"][name]["config"]["meta"]
    some = lambda mapping: mapping["metrics"]["play_count"]
    return [(told, change(edit)) for told, edit in [
        ("'sqll' was unexpected", lambda m: some(plays(m)).update(sqll="x")),
        ("'lable' was unexpected", lambda m: column(m, "source")["dimension"].update(lable="x")),
        ("'join' was unexpected", lambda m: plays(m).update(join=[])),
        ("no config.meta.dimension", lambda m: column(m, "source").pop("dimension")),
        ("a column that is no dimension", lambda m: m["fct_plays"]["columns"].pop("source")),
        ("of type number over a column of type character varying", lambda m: column(m, "source")["dimension"].update(type="number")),
        ("a dimension without a label", lambda m: column(m, "source")["dimension"].pop("label")),
        ("labelled as", lambda m: column(m, "source")["dimension"].update(label="Listener")),
        ("a ratio shown with all its digits",
         lambda m: m["features_recordings"]["columns"]["share_listened"]["config"]["meta"]["dimension"].pop("format")),
        ("FORTNIGHT", lambda m: column(m, "started_at")["dimension"].update(time_intervals=["DAY", "FORTNIGHT"])),
        ("a date has no HOUR", lambda m: column(m, "local_date")["dimension"].update(time_intervals=["HOUR"])),
        ("says no time_intervals", lambda m: column(m, "started_at")["dimension"].pop("time_intervals")),
        ("metrics (at least 2)", lambda m: plays(m).update(metrics={"play_count": some(plays(m))})),
        ("a metric named as another field is", lambda m: plays(m)["metrics"].update(source=some(plays(m)))),
        ("two metrics are labelled", lambda m: some(plays(m)).update(label="Skips")),
        ("a metric without a label", lambda m: some(plays(m)).pop("description")),
        ("filters by nobody", lambda m: some(plays(m)).update(filters=[{"nobody": "x"}])),
        ("unknown dimension: nobody", lambda m: some(plays(m)).update(filters=[{"nobody": "x"}])),
        ("matches no dimension", lambda m: some(plays(m)).update(sql="${nobody}")),
        ("divides by ${judged_plays}", lambda m: plays(m)["metrics"]["skip_rate"].update(sql="${skip_count} / ${judged_plays}")),
        ("must be equal to one of the allowed values", lambda m: some(plays(m)).update(type="total")),
        ("is not the tested key", lambda m: plays(m).update(primary_key=["track_key"])),
        ("is no time of it", lambda m: plays(m).update(default_time_dimension={"field": "source", "interval": "DAY"})),
        ("which is no mart", lambda m: plays(m)["joins"][0].update(join="dim_nobody")),
        ("which it lacks", lambda m: plays(m)["joins"][0].update(fields=["nobody"])),
        ("says no relationship", lambda m: plays(m)["joins"][0].pop("relationship")),
        ("does not meet its key", lambda m: plays(m)["joins"][0].update(sql_on="${fct_plays.source} = ${dim_tracks.title}")),
        ("no label", lambda m: plays(m).pop("label")),
        (SQL_ALONE, lambda m: some(plays(m)).update(sql="${TABLE}.nobody")),
        ("a mart that dbt does not describe", lambda m: m.pop("build")),
    ]]


def check_documentation(target, manifest):
    page = (target / "static_index.html").read_text()
    check(len(page) > PAGE_BYTES_LEAST and "fct_plays" in page, "dbt's documentation lacks the models")
    catalog = json.loads((target / "catalog.json").read_text())
    undescribed = []
    for key, node in manifest["nodes"].items():
        if node["resource_type"] not in ("model", "seed"):
            continue
        columns = catalog["nodes"][key]["columns"]
        undescribed += [f"{node['name']}.{name}" for name in columns if not (node["columns"].get(name) or {}).get("description")]
        undescribed += [f"{node['name']}.{name} (no such column)" for name in node["columns"] if name not in columns]
    check(not undescribed, f"columns without words: {', '.join(sorted(undescribed))}")
    exposures = {exposure["name"]: len(exposure["depends_on"]["nodes"]) for exposure in manifest["exposures"].values()}
    check(exposures and all(exposures.values()), f"an exposure that depends on nothing: {exposures}")
    return exposures


def main():
    check((MODULES / SCHEMA).exists(), f"{MODULES} lacks Lightdash's compiler: setup/install test")
    checks = metadata.validators(MODULES / SCHEMA)
    with Postgres() as server, Home("lightdash", {"SEGUE_WAREHOUSE_URL": server.url}) as home:
        target, manifest = build(server, home)
        types, keys = column_types(server), tested_keys(manifest)
        models = [node for node in manifest["nodes"].values() if node["resource_type"] == "model" and node["schema"] == "segue"]
        cases = broken(models)
        answer, *others = compiled([models] + [case for _, case in cases], types)
        faults = metadata.faults(models, types, keys, checks) + answer["faults"]
        check(not faults, "\n".join(faults))
        make_reader(server)
        counts = run_all(server, answer["explores"])
        refused = compiled([next(case for told, case in cases if told == SQL_ALONE)], types)[0]
        check(not refused["faults"], "\n".join(refused["faults"]))
        try:
            run_all(server, refused["explores"])
        except Missed:
            pass
        else:
            raise Missed("PostgreSQL ran a metric over a column that is not there")
        exposures = check_documentation(target, manifest)
    for (told, case), other in zip(cases, others, strict=True):
        if told == SQL_ALONE:
            continue
        found = metadata.faults(case, types, keys, checks) + other["faults"]
        check(any(told in fault for fault in found), f"nothing tells: {told}\n" + "\n".join(found))
    dimensions = sum(len(model["columns"]) for model in models)
    print(f"{len(answer['explores'])} explores, {dimensions} columns as dimensions; run on PostgreSQL: {counts['dimension']} dimensions, "
          f"{counts['metric']} metrics, {counts['join']} joins; {len(cases)} broken ones found; {len(exposures)} exposures, "
          f"every column described")


if __name__ == "__main__":
    run_test(main)
