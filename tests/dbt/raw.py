"""Raw rows as the loader writes them, given by hand: times are clock readings of one day, lengths are in seconds."""
import datetime
import hashlib

import duckdb
from lib.home import ROOT

MIGRATIONS = ROOT / "src/warehouse/migrations"
DAY = "2024-05-14"


def instant(clock, day=DAY):
    """"10:03", "10:03:20" or "10:03:20.4", UTC → milliseconds since 1970."""
    hour, minute, second = ([float(part) for part in clock.split(":")] + [0])[:3]
    midnight = datetime.datetime.fromisoformat(day).replace(tzinfo=datetime.timezone.utc).timestamp()
    return round((midnight + hour * 3600 + minute * 60 + second) * 1000)


def ms(seconds):
    return None if seconds is None else round(seconds * 1000)


class User:
    """One listener's rows. Each method that adds a play gives its label, (object, ordinal)."""

    def __init__(self, name, zones=((0, 2**42, 0),), day=DAY):
        self.name, self.zones, self.day = name, zones, day
        self.plays, self.tracks, self.playlists, self.playlist_items, self.library = [], [], [], [], []
        self.coverage, self.retimings = [], []
        self.answers, self.albums, self.artists, self.artist_genres = [], [], [], []
        self.artist_credits, self.track_credits = [], []
        self.ordinals = {}

    def _label(self, thing):
        found = f"{self.name}/{thing}"
        ordinal = self.ordinals.get(found, 0)
        self.ordinals[found] = ordinal + 1
        return found, ordinal

    def covered(self, begin, end, state, as_of=None, in_export=False):
        """Adds a span of the listener's coverage, by clock readings."""
        self.coverage.append({"user_id": self.name, "local_date": self.day, "from_ms": instant(begin, self.day),
                              "to_ms": instant(end, self.day), "state": state, "as_of_ms": as_of and instant(as_of, self.day),
                              "in_export": in_export})

    def track(self, source, label, title, spotify_id=None, artist="Some Artist", album=None, duration=None, recording=None):
        """Adds a row of segue_raw.tracks; returns its track_key and title_key."""
        title_key = f"title of {title}" if title else None
        key = spotify_id or hashlib.md5(f"{artist}|{title}|{album}".encode()).hexdigest()
        self.tracks.append({
            "user_id": self.name, "object": label[0], "ordinal": label[1], "source": source, "track_key": key,
            "recording_key": recording or f"recording of {title or key}", "title_key": title_key, "artist": artist, "title": title,
            "artist_key": f"key of {artist}", "album": album, "album_key": f"key of {album}" if album else None,
            "version_class": "", "spotify_id": spotify_id, "duration_ms": ms(duration)})
        return key, title_key

    def play(self, source, basis, at, precision, thing, title="x", id=None, played=None, duration=None, kind="music",
             day=None, ts=None, offline_start=None, artist="Some Artist", **rest):
        label = self._label(thing or source)
        spotify_id = id and id.rjust(22, "0")
        key, title_key = self.track(source, label, title, spotify_id, artist, duration=duration)
        day = day or self.day
        self.plays.append({
            "user_id": self.name, "object": label[0], "ordinal": label[1], "source": source, "kind": kind, "time_basis": basis,
            "instant_ms": instant(at, day), "precision_ms": precision, "ts_ms": ts and instant(ts, day),
            "offline_start_ms": offline_start and instant(offline_start, day), "ms_played": ms(played),
            "duration_ms": ms(duration), "spotify_id": spotify_id, "title": title, "artist": artist, "track_key": key,
            "title_key": title_key, **rest})
        return label

    def export(self, at, played=200, thing=None, **rest):
        """`at` is the end. An offline row: `offline_start`, and `ts` the moment of its sync."""
        return self.play("export", "end", at, 1000, thing, played=played, ts=rest.pop("ts", at), **rest)

    def api(self, at, duration=200, thing=None, basis="end", **rest):
        return self.play("api", basis, at, 1, thing, duration=duration, **rest)

    def account(self, at, played=200, thing=None, **rest):
        """Adds a row of account data. `at` is a minute; the row is placed at its 30th second."""
        return self.play("account", "end", at + ":30", 60000, thing, played=played, **rest)

    def bridge(self, at, thing=None, **rest):
        return self.play("listenbrainz_bridge", "end", at, 1000, thing, **rest)

    def listenbrainz(self, at, thing=None, **rest):
        return self.play("listenbrainz", "start", at, 1000, thing, **rest)

    def lastfm(self, at, thing=None, **rest):
        return self.play("lastfm", "start", at, 1000, thing, **rest)


def write(path, users):
    """Writes a fresh database with the raw schema and these users' rows."""
    path.unlink(missing_ok=True)
    with duckdb.connect(str(path)) as connection:
        connection.execute("create schema segue_raw")  # segue makes the schema if it is missing, before the first migration
        for migration in sorted(MIGRATIONS.glob("*.sql")):
            connection.execute(migration.read_text())
        for table in ("plays", "tracks", "playlists", "playlist_items", "library", "coverage", "retimings",
                      "answers", "albums", "artists", "artist_genres", "artist_credits", "track_credits"):
            rows = [row for user in users for row in getattr(user, table)]
            columns = list({column: None for row in rows for column in row})
            if rows:
                connection.executemany(
                    f"insert into segue_raw.{table} ({', '.join(columns)}) values ({', '.join('?' * len(columns))})",
                    [[row.get(column) for column in columns] for row in rows])
        connection.executemany("insert into segue_raw.zone_offsets values (?, ?, ?, ?)",
                               [(user.name, *zone) for user in users for zone in user.zones])
        connection.execute("""
            insert into segue_raw.as_of select max(instant_ms) from segue_raw.plays;
            insert into segue_raw.build values (7);
            insert into segue_raw.dates
            select cast(d as date), year(d), quarter(d), month(d), day(d), isoyear(d), week(d), isodow(d)
            from generate_series(timestamp '2023-12-01', timestamp '2025-01-31', interval 1 day) days(d)""")
