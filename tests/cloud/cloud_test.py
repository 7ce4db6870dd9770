#!/usr/bin/env python3
"""The whole AWS half: a function polls every hour and stores into a bucket; a box loads the bucket into PostgreSQL, builds, trains,
recommends and writes a playlist; then the warehouse is lost and made again from the bucket alone. Ends with one line of JSON."""
import argparse
import contextlib
import json
import pathlib
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from stage import BUSY_DAYS, USER, Stage, demo  # noqa: E402

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "parity"))

import judge  # noqa: E402
from compare import PostgresMarts, compare, keys_of  # noqa: E402
from lib.home import check, run_test  # noqa: E402
from lib.postgres import DATABASE, Postgres  # noqa: E402

ZONE = "Europe/Berlin"
BEFORE = "before_the_loss"
LOADS = 4  # times that the box wakes while the function goes on
LEAST_PLAYS, LEAST_OBJECTS = 5000, 1000
KILL_STEPS = (2, 5)
STARTS = 20  # times that Lambda takes the environment away and makes another
CORPUS = "mpd.slice.0-999.json"
BEGAN = time.monotonic()


def say(text):
    print(f"[{time.monotonic() - BEGAN:5.0f} s] {text}", flush=True)


class Published(judge.Warehouse):
    """Plays and proof of one listener, as PostgreSQL has them."""

    def __init__(self, server, user):
        def rows(sql):
            return server.query(sql.replace("%user%", f"'{user}'"))
        ms = "(extract(epoch from {0}) * 1000)::bigint".format
        self.members = rows("select play_id, object, ordinal, source from segue.fct_play_rows where user_id = %user%")
        self.plays = {row[0] for row in rows("select play_id from segue.fct_plays where user_id = %user%")}
        self.spans = rows(f"select {ms('from_at')}, {ms('to_at')}, state, {ms('as_of')}, is_gap from segue.coverage_spans"
                          " where user_id = %user% order by 1")
        self.rows = {(row[0], row[1]): row[2:] for row in rows(
            "select object, ordinal, source, uri, instant_ms, ts_ms, ms_played, offline_start_ms from segue_raw.plays where user_id = %user%")}


def fetch(stage, home, invocations):
    """Runs the function every hour; meanwhile it is killed, its login ends, and the box wakes and loads."""
    stage.log_in_function(home)
    stage.start()
    ends_at, kills_at = invocations // 2, {invocations // 3: KILL_STEPS[0], 2 * invocations // 3: KILL_STEPS[1]}
    wakes_at = {invocations * wake // LOADS for wake in range(1, LOADS)}
    while stage.invocations < invocations:
        stage.poll()
        if stage.invocations % max(1, invocations // STARTS) == 0:
            stage.start()
        if step := kills_at.pop(stage.invocations, None):
            say(f"invocation {stage.invocations}: killed ({stage.kill_amid(step)})")
        if stage.invocations == ends_at:
            stage.tell("/sim/revoke")
            stage.advance(2)
            ended = stage.invoke()
            check(ended.get("errorType") == "Segue.LoginNeeded", f"after the login had ended: {ended}")
            stage.log_in_function(home)
            home.run("login", "--auto")  # the box's own login ended, too
            say(f"invocation {stage.invocations}: its login has ended; somebody logs in again")
        if stage.invocations in wakes_at:
            loaded = home.json("load")
            say(f"invocation {stage.invocations}: the box wakes and loads {loaded['loaded']} rows")
    stage.stop()


def check_capture(stage, server):
    """Returns (plays, lost) by the simulator's own record."""
    record, warehouse = judge.Record(stage.simulator, USER), Published(server, USER)
    found = judge.captured(record, warehouse)
    for odd in found["odd"]:
        print(f"  should not be there: {odd}")
    check(found["captured"] == found["shown"] > 0, f"plays that Spotify showed are missing: {found}")
    check(found["doubled"] == found["lost"] == found["gaps"] == 0, f"coverage: {found}")
    check(found["certified"] >= 0.99 * (found["certifiable"] - found["tail"]), f"certified hours: {found}")
    check(len(warehouse.plays) == found["captured"], f"{len(warehouse.plays)} plays published")
    return found["captured"], found["shown"] - found["captured"] + found["lost"]


def recommend(stage, home, epochs):
    """Trains, recommends and writes; checks that the simulator's playlist has the recommended songs."""
    corpus = stage.folder / CORPUS
    corpus.write_bytes(stage.simulator.get("/sim/corpus?playlists=3000"))
    home.run("corpus", "add", corpus, "--terms", "made up by the simulator")
    trained = home.json("train", *(["--epochs", epochs] if epochs else []))
    say(f"trained: {trained['vocabulary']} recordings")
    wanted = home.json("recommend")["items"]
    check(all(item["reasons"] for item in wanted), "a recommendation without a reason")
    wrote = home.json("playlist")
    check(wrote["created"] and wrote["changed"], f"playlist: {wrote}")
    items = demo.check_read_back(stage.simulator, [item["uri"] for item in wanted if item["uri"]])
    check(len(items) == wrote["items"] > 20, f"{len(items)} songs read back, {wrote['items']} written")
    again = home.json("playlist")
    check(not again["created"] and not again["changed"], f"written again: {again}")
    say(f"playlist: {len(items)} songs, read back from the simulator")
    return len(items)


def run_what_is_due(home):
    """Does what the machine does at its next hour: it enriches into the lake and builds everything. The function polls, so the machine
    does not."""
    ran = {step["step"]: step["outcome"] for step in home.json("run")["steps"]}
    check(ran == {"poll": "not due", "enrich": "done", "transform": "done", "train": "not due", "playlist": "not due"}, f"segue run: {ran}")
    say(f"segue run: {', '.join(f'{step} {outcome}' for step, outcome in ran.items())}")


def lose_everything(server):
    """Puts an empty database in place of the full one, which is kept under another name for the comparison alone."""
    with contextlib.closing(server.connect("postgres")) as connection:
        connection.autocommit = True
        cursor = connection.cursor()
        cursor.execute(f"alter database {DATABASE} rename to {BEFORE}")
        cursor.execute(f"create database {DATABASE} template template0")


def check_rebuilt(stage, server, manifest):
    """A new box with an empty database and the bucket makes equal marts. Other people's lists, which are in no mart, are gone."""
    (stage.folder / CORPUS).unlink()
    with stage.home("again", SEGUE_WAREHOUSE_URL=server.url, SEGUE_LEARN_FROM_API="train") as home:
        home.run("init", "--timezone", ZONE)
        home.run("rebuild")
        with contextlib.closing(PostgresMarts(server.connect(BEFORE))) as one, contextlib.closing(PostgresMarts(server.connect())) as other:
            rows, found = compare(one, other, keys_of(manifest))
        found = [one for one in found if one.mart != "build"]  # its number counts builds
        for one in found:
            print(f"DIFFERENT: {one}")
        check(not found and rows["fct_plays"] > 0, "the marts made again from the bucket are other ones")
        say(f"rebuilt from the bucket alone: {len(rows)} marts, {sum(rows.values()):,} rows, equal")


def story(stage, invocations, epochs):
    with Postgres() as server, stage.home("box", SEGUE_WAREHOUSE_URL=server.url, SEGUE_LEARN_FROM_API="train") as home:
        home.run("init", "--timezone", ZONE)
        home.run("login", "--auto")
        fetch(stage, home, invocations)
        home.run("load")
        built = home.json("transform")
        check(built["failed"] == 0 and built["plays"] > 0, f"transform: {built}")
        say(f"built on PostgreSQL: {built['plays']} plays, {built['tests']} tests")
        plays, lost = check_capture(stage, server)
        items = recommend(stage, home, epochs)
        run_what_is_due(home)
        manifest = json.loads((home.home / "dbt/target/build/manifest.json").read_text())
        check(not list(home.home.glob("lake/**/*.zst")), "the box keeps a lake of its own")
        lose_everything(server)
        check_rebuilt(stage, server, manifest)
    return {"invocations": stage.invocations, "objects": len(stage.objects()), "plays": plays, "lost": lost, "playlist_items": items,
            **stage.times(), "pages": len(stage.objects("recently_played")), "cold_starts": len(stage.cold), "seconds": round(time.monotonic() - BEGAN)}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--invocations", type=int, default=1100)
    parser.add_argument("--short", action="store_true", help="the same steps with 60 invocations")
    flags = parser.parse_args()
    invocations = 60 if flags.short else flags.invocations
    with Stage(*BUSY_DAYS) as stage:
        told = story(stage, invocations, 3 if flags.short else None)
    if not flags.short:
        check(told["plays"] >= LEAST_PLAYS and told["pages"] >= LEAST_OBJECTS, f"too few plays or objects: {told}")
    print(json.dumps(told))


if __name__ == "__main__":
    run_test(main)
