"""Rows with an impossible time, one of a clock that was years ahead, one of 1970: the import reports them, and they change nothing for anybody, on both engines."""
import datetime
import json

from lib.cases import shown
from lib.history import write_export
from lib.home import Home, check, run_test
from lib.postgres import USER, Postgres

UTC = datetime.timezone.utc
NOW = datetime.datetime.now(UTC).replace(microsecond=0)  # the same for all homes
WRONG = {"me": ("2098-05-01T10:00:00Z", "1970-01-01T00:03:20Z"), "ann": ("2031-05-01T10:00:00Z", "2002-09-30T23:59:59Z")}
# Queries of what has a column of time, or is counted by one.
ASKED = {
    "as_of": "select cast(as_of as varchar) from segue.build",
    "coverage": "select * from segue.coverage_days order by user_id, local_date",
    "recordings": "select user_id, recording_key, plays_life, plays_year, plays_quarter from segue.features_recordings order by 1, 2",
    "artists": "select user_id, artist_key, plays_year, plays_quarter, months_known, loyalty from segue.features_artists order by 1, 2",
    "days": "select user_id, local_date, plays from segue.stats_days order by 1, 2",
}


def instant(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))


def export_rows(path, wrong):
    rows = json.loads(path.read_text())
    bad = [{**rows[0], "ts": ts} for ts in wrong]
    return [bad[1:2], rows, bad[:1]] if bad else [rows]


def listens(count, wrong):
    """Writes a listen every nine hours up to three days ago, and listens of a wrong clock among them."""
    end = NOW - datetime.timedelta(days=3)
    times = [end - datetime.timedelta(hours=9 * i) for i in range(count)]
    for ts in wrong:
        times.insert(len(times) // 2, instant(ts))
    return "".join(json.dumps({"listened_at": int(at.timestamp()), "track_metadata": {
        "artist_name": f"Quay {int(at.timestamp()) // 32400 % 7}", "track_name": f"Song {int(at.timestamp()) // 32400 % 31}"}}) + "\n"
        for at in times)


def fill(home, wrong):
    """Imports rows of two listeners; an import with rejected rows ends with their exit code."""
    home.run("init", "--timezone", "Europe/Berlin")
    folder = write_export(home.path / "export", 600, seed=5, start=NOW.replace(tzinfo=None) - datetime.timedelta(days=90))
    file = next(folder.rglob("*.json"))
    file.write_text(json.dumps([row for part in export_rows(file, wrong.get("me", ())) for row in part]))
    (home.path / "ann").mkdir()
    (home.path / "ann/listens.jsonl").write_text(listens(400, wrong.get("ann", ())))
    results = {"me": home.json("import", folder, expect=5 if "me" in wrong else 0),
               "ann": home.json("--user", "ann", "import", home.path / "ann", expect=5 if "ann" in wrong else 0)}
    home.json("transform")
    return results


def asked(home, ask):
    return {name: ask(sql) for name, sql in ASKED.items()}


def check_told(results, wrong):
    for user, times in wrong.items():
        check(results[user]["rejected"] == 2, f"{user}: {results[user]}")
        lines = [line.split("\t") for line in open(results[user]["reject_file"]).read().splitlines()[1:]]
        check(len(lines) == 2 and all(len(line) == 4 and line[1].isdigit() and line[2] in ("ts", "listened_at") for line in lines),
              f"{user}: {lines}")
        late, early = (next(line[3] for line in lines if line[3].startswith(ts)) for ts in times)
        check("is later than " in late and ("when this file was" in late) and "the clock of the device was wrong" in late, late)
        check(f" {NOW.year}-" in late, f"the time of the import is not said: {late}")
        check("is before " + ("2008-10-07" if user == "me" else "2002-10-01") in early, early)


def on_duckdb(wrong):
    with Home("bounds") as home:
        results = fill(home, wrong)
        check_told(results, wrong)
        return asked(home, home.query)


def on_postgres(wrong):
    with Postgres() as server, Home("bounds-pg") as home:
        home.environment["SEGUE_WAREHOUSE_URL"] = f"postgresql://{USER}@/segue?host={server.folder}"
        results = fill(home, wrong)
        check_told(results, wrong)
        return asked(home, server.query)


def same(one, other, what):
    for name, rows in one.items():
        check(rows == other[name], f"{what}: {name} differs: {rows[:3]} and {other[name][:3]}")


def main():
    good = on_duckdb({})
    counted = [sum(row[3] for row in good["recordings"] if row[0] == user) for user in ("me", "ann")]
    check(all(counted) and good["as_of"][0][0] < datetime.datetime.now(UTC).isoformat(), f"the year of each listener: {counted}")
    same(good, on_duckdb(WRONG), "with two wrong rows each")
    print(f"DuckDB: as_of, coverage, features and days are as without the wrong rows ({counted[0]} and {counted[1]} plays of the year)")
    pg_good, pg_wrong = on_postgres({}), on_postgres(WRONG)
    same(pg_good, pg_wrong, "with two wrong rows each on PostgreSQL")
    shown("F01a", "that row is rejected, as_of stays")
    print("PostgreSQL: the same")


if __name__ == "__main__":
    run_test(main)
