"""Does what people do with an extended history in pandas, as the contender of import_million.py. Prints two costs as JSON.

Reading: read_json of each file, concat, `ts` to datetimes. Inserting: the frame into a DuckDB file. The time starts after
pandas is imported.
"""
import json
import pathlib
import sys
import time

import duckdb
import pandas as pd

from machine import cost

TABLE = """create table plays (ts timestamptz, platform varchar, ms_played bigint, conn_country varchar, track varchar,
  artist varchar, album varchar, track_uri varchar, episode varchar, episode_show varchar, episode_uri varchar, reason_start varchar,
  reason_end varchar, shuffle boolean, skipped boolean, offline boolean, offline_timestamp bigint, incognito boolean)"""
INSERT = """insert into plays select ts, platform, ms_played, conn_country, master_metadata_track_name,
  master_metadata_album_artist_name, master_metadata_album_album_name, spotify_track_uri, episode_name, episode_show_name,
  spotify_episode_uri, reason_start, reason_end, shuffle, skipped, offline, offline_timestamp, incognito_mode from history"""


def main():
    folder, database = pathlib.Path(sys.argv[1]), sys.argv[2]
    start = time.monotonic()
    history = pd.concat([pd.read_json(file) for file in sorted(folder.rglob("*.json"))], ignore_index=True)
    history["ts"] = pd.to_datetime(history["ts"], utc=True)
    reading = cost(time.monotonic() - start)
    # Files with and without nulls become floats and booleans, which DuckDB does not accept in one column.
    history["skipped"] = history["skipped"].astype("float")
    with duckdb.connect(database) as connection:
        connection.execute(TABLE)
        connection.register("history", history)
        connection.execute(INSERT)
        sums = connection.execute("select count(*), sum(ms_played) from plays").fetchone()
    print(json.dumps({"reading": reading, "inserting": cost(time.monotonic() - start), "rows": sums[0], "ms_played": int(sums[1])}))


main()
