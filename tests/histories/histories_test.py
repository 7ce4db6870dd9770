"""One true history, written as the exports of several years and tools and imported in any order, always gives each true play once.

One listener's exports contain many histories, so that one build tries all of them; both engines build each, from imports in
an order of its own. Truth, writers and judge share no code with segue. Ends with one line of JSON.
"""
import argparse
import collections
import hashlib
import json
import pathlib
import random
import sys
import zipfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

import duckdb  # noqa: E402
from lib.home import Home, check, run_test  # noqa: E402
from lib.postgres import USER, Postgres  # noqa: E402
from truth import MOST_BESIDE, history_of  # noqa: E402
from writers import EXPORTS, TOOLS, TRACKERS  # noqa: E402

ROWS = """select p.play_id, r.object, r.ordinal from segue.fct_plays p join segue.fct_play_rows r on r.play_id = p.play_id"""
RAW = """select l.sha256, p.object, p.ordinal, p.title, p.kind from segue_raw.plays p
  join segue_raw.load_ledger l on l.object = p.object"""


def whole_needed(history, tools):
    """Returns whether the export of 2021 must show all of a history, because without it nobody could decide (docs/reconciliation.md, limits)."""
    music = history.music
    twins = collections.Counter((id(play.song), play.ms_played, play.ts_ms) for play in music)
    unknowable = any(play.song.change in ("title", "nameless") for play in music) or max(twins.values(), default=0) > 1
    return unknowable or any(tool in TRACKERS for tool in tools) or ("account" in tools and (history.changes or history.offline))


def part_of(rng, plays):
    """Returns a part of the history between two random points."""
    begin, end = sorted((rng.randint(0, len(plays)), rng.randint(0, len(plays))))
    return plays[begin:end]


def spread(rng, histories):
    """Returns tool → [(history, plays that it shows)]; one to six tools show each history."""
    spans = {tool: [] for tool in TOOLS}
    for history in histories:
        tools = rng.sample(list(EXPORTS), rng.randint(1, 4))
        tools += ["account"] if rng.random() < 0.4 else []
        tools += rng.sample(list(TRACKERS), rng.choice((0, 0, 1, 2)))
        whole = whole_needed(history, tools)
        for tool in dict.fromkeys(tools + (["2021"] if whole else [])):
            is_whole = tool in TRACKERS or (whole and tool == "2021") or rng.random() < 0.4
            spans[tool].append((history, history.plays if is_whole else part_of(rng, history.plays)))
    return spans


class Exports:
    """The zips of some histories in a folder, and what each row of each file shows."""

    def __init__(self, folder, seed, histories):
        rng = random.Random(f"{seed} exports {histories[0].number}")
        self.labels, self.names, self.paths = {}, {}, []
        spans = spread(rng, histories)
        for tool, writer in TOOLS.items():
            shown = spans[tool]
            cuts = [shown] if len(shown) < 2 or rng.random() < 0.5 else [shown[: len(shown) * 2 // 3], shown[len(shown) // 3:]]
            for number, cut in enumerate(cuts):
                files = writer.write(rng, cut)
                path = folder / f"{tool}-{number}.zip"
                with zipfile.ZipFile(path, "w") as archive:
                    for name, (content, labels) in files.items():
                        archive.writestr(name, content)
                        digest = hashlib.sha256(content).hexdigest()
                        self.labels[digest], self.names[digest] = labels, f"{path.name}: {name}"
                self.paths.append(path)
        self.repeat_a_file(rng, folder)

    def repeat_a_file(self, rng, folder):
        """Writes one file again, alone in another zip."""
        with zipfile.ZipFile(rng.choice(self.paths)) as archive:
            name = rng.choice(archive.namelist())
            path = folder / "again.zip"
            with zipfile.ZipFile(path, "w") as again:
                again.writestr(name.replace("_0", "_7"), archive.read(name))
        self.paths.append(path)


def most_pairs(choices):
    """Returns the size of the largest matching, true play → published play; choices: published play → true plays of its rows."""
    taken = {}

    def place(play, seen):
        for true in choices[play]:
            if true not in seen:
                seen.add(true)
                if true not in taken or place(taken[true], seen):
                    taken[true] = play
                    return True
        return False

    for play in choices:
        place(play, set())
    return taken


def judged(exports, rows, raw, plays):
    """Returns what went wrong: rows and plays as segue published them against what the files were written from."""
    shows, true_plays, wrong = {}, set(), 0
    for digest, thing, ordinal, title, kind in raw:
        labels = exports.labels[digest]
        check(ordinal < len(labels), f"row {ordinal} of {thing} is beyond its file")
        shows[thing, ordinal] = labels[ordinal]
        wrong += (kind in ("music", "local")) != (labels[ordinal] is not None)
        check(title is None or labels[ordinal] is None or plays[labels[ordinal]].song.title.split(" II")[0] in title,
              f"row {ordinal} of {thing} is \"{title}\": the test's labels are wrong")
    for labels in exports.labels.values():
        true_plays |= {label for label in labels if label}
    choices = collections.defaultdict(set)
    for play, thing, ordinal in rows:
        label = shows[thing, ordinal]
        wrong += label is None
        choices[play] |= {label} if label else set()
    pairs = most_pairs(choices)
    worst = sorted(true_plays - set(pairs)) + [true for play in set(choices) - set(pairs.values()) for true in choices[play]]
    return {"plays": len(true_plays), "lost": len(true_plays) - len(pairs), "doubled": len(choices) - len(pairs), "wrong_kind": wrong}, worst


def built_on_duckdb(paths):
    with Home("histories-duckdb") as home:
        for path in paths:
            home.run("import", path)
        home.run("transform")
        return home.query(ROWS), home.query(RAW), home.query(DIGEST)


DIGEST = "select play_id, track_key, cast(started_at as varchar), cast(ended_at as varchar), ms_played from segue.fct_plays order by 1"


def built_on_postgres(server, database, paths):
    connection = server.connect("postgres")
    connection.autocommit = True
    connection.cursor().execute(f"create database {database} template template0")
    connection.close()
    with Home("histories-postgres", {"SEGUE_WAREHOUSE_URL": f"postgresql://{USER}@/{database}?host={server.folder}"}) as home:
        for path in paths:
            home.run("import", path)
        home.run("transform")
        connection = server.connect(database)
        with connection.cursor() as cursor:
            results = []
            for sql in (ROWS, RAW, DIGEST):
                cursor.execute(sql)
                results.append(cursor.fetchall())
        connection.close()
        return results


def shown_case(exports, built, plays, worst):
    """Returns the first plays that went wrong, and the published play that has each of their rows."""
    held = {(thing, ordinal): play for play, thing, ordinal in built[0]}
    lines = []
    for true in worst[:5]:
        lines.append(f"{true}: {plays.get(true)}")
        for digest, thing, ordinal, title, _ in built[1]:
            if exports.labels[digest][ordinal] == true:
                lines.append(f"  in play {str(held.get((thing, ordinal)))[:8]}: row {ordinal} of {exports.names[digest]}, \"{title}\"")
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--histories", type=int, default=60)
    parser.add_argument("--per-build", type=int, default=200)
    parser.add_argument("--seed", type=int, default=19)
    parser.add_argument("--first", type=int, default=0, help="the number of the first history")
    parser.add_argument("--engine", choices=("both", "duckdb"), default="both")
    flags = parser.parse_args()
    check(0 < flags.per_build <= MOST_BESIDE, f"at most {MOST_BESIDE} histories stand beside each other in a build")
    total, bad = collections.Counter(), []
    with Home("histories-files") as files, Postgres() as server:
        for first in range(flags.first, flags.first + flags.histories, flags.per_build):
            histories = [history_of(flags.seed, number)
                         for number in range(first, min(first + flags.per_build, flags.first + flags.histories))]
            plays = {(history.number, play.number): play for history in histories for play in history.plays}
            folder = files.path / str(first)
            folder.mkdir(parents=True)
            exports, rng = Exports(folder, flags.seed, histories), random.Random(f"{flags.seed} order {first}")
            one = built_on_duckdb(rng.sample(exports.paths, len(exports.paths)))
            two = built_on_postgres(server, f"of_{first}", rng.sample(exports.paths, len(exports.paths))) if flags.engine == "both" else None
            for engine, built in (("DuckDB", one), ("PostgreSQL", two)):
                if built:
                    figures, worst = judged(exports, built[0], built[1], plays)
                    total.update({key: value for key, value in figures.items() if key != "plays"})
                    if sum(figures.values()) > figures["plays"]:
                        bad.append(f"{engine}, histories {first} to {first + len(histories) - 1}: {figures}\n"
                                   + shown_case(exports, built, plays, worst))
            total.update(histories=len(histories), plays=figures["plays"])
            if two:
                check(list(map(tuple, one[2])) == list(map(tuple, two[2])),
                      f"histories from {first}: the engines' plays differ, out of imports in two orders")
            print(f"histories {first} to {first + len(histories) - 1}: {figures}", flush=True)
    figures = {key: total[key] for key in ("histories", "plays", "lost", "doubled", "wrong_kind")}
    print(json.dumps(figures))
    check(not bad, "\n".join(bad))


if __name__ == "__main__":
    run_test(main)
