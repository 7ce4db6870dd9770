"""Made-up extended streaming histories, written as Spotify's export writes them."""
import datetime
import json
import random

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


def track_id(number):
    digits = ""
    number = number * 2_654_435_761 + 10**30
    while number:
        number, digit = divmod(number, 62)
        digits = ALPHABET[digit] + digits
    return digits[-22:].rjust(22, "0")


def rows(count, seed, start=datetime.datetime(2019, 1, 1)):
    """One listener's plays, one after the other, with pauses; a tenth are podcasts or skips."""
    rng = random.Random(seed)
    now = start + datetime.timedelta(seconds=seed)
    for _ in range(count):
        track = int(rng.paretovariate(0.7)) % 20_000
        played = rng.choice((rng.randrange(1_000, 29_000), 150_000 + track * 7 % 120_000, 150_000 + track * 7 % 120_000))
        now += datetime.timedelta(milliseconds=played, seconds=rng.choice((0, 0, 0, 1, 3, 60, 7_200)))
        podcast = rng.random() < 0.02
        yield {
            "ts": now.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "platform": rng.choice(("android", "ios", "windows", "Android OS 11 API 30 (samsung, SM-G975F)")),
            "ms_played": played,
            "conn_country": "DE",
            "ip_addr": f"203.0.113.{track % 250}",
            "master_metadata_track_name": None if podcast else f"Song number {track}",
            "master_metadata_album_artist_name": None if podcast else f"Artist {track // 12}",
            "master_metadata_album_album_name": None if podcast else f"The album {track // 10} of Artist {track // 12}",
            "spotify_track_uri": None if podcast else f"spotify:track:{track_id(track)}",
            "episode_name": f"Episode {track}" if podcast else None,
            "episode_show_name": "A show" if podcast else None,
            "spotify_episode_uri": f"spotify:episode:{track_id(track)}" if podcast else None,
            "audiobook_title": None, "audiobook_uri": None, "audiobook_chapter_uri": None, "audiobook_chapter_title": None,
            "reason_start": rng.choice(("trackdone", "fwdbtn", "clickrow")),
            "reason_end": "fwdbtn" if played < 29_000 else "trackdone",
            "shuffle": rng.random() < 0.5,
            "skipped": played < 29_000,
            "offline": False,
            "offline_timestamp": None,
            "incognito_mode": rng.random() < 0.01,
        }


def write_export(folder, count, files=1, seed=1):
    """A folder `Spotify Extended Streaming History` with `files` members; `count` rows in all."""
    inside = folder / "Spotify Extended Streaming History"
    inside.mkdir(parents=True)
    everything = list(rows(count, seed))
    step = -(-count // files)
    for number in range(files):
        part = everything[number * step : (number + 1) * step]
        if part:
            (inside / f"Streaming_History_Audio_{part[0]['ts'][:4]}-{part[-1]['ts'][:4]}_{number}.json").write_text(
                json.dumps(part, indent=2))
    return folder


def write_account_data(folder, count, seed=1, playlists=(), library=()):
    """Account data of the listener of `rows(count, seed)`: every third play to the minute, playlists and library as given.

    playlists: (name, [(artist, title, track id)]); library: [(artist, title, track id)].
    """
    folder.mkdir(parents=True)
    plays = [row for row in rows(count, seed) if row["master_metadata_track_name"]][::3]
    (folder / "StreamingHistory_music_0.json").write_text(json.dumps([
        {"endTime": row["ts"][:16].replace("T", " "), "artistName": row["master_metadata_album_artist_name"],
         "trackName": row["master_metadata_track_name"], "msPlayed": row["ms_played"]} for row in plays]))
    (folder / "Playlist1.json").write_text(json.dumps({"playlists": [
        {"name": name, "lastModifiedDate": "2020-01-01", "items": [
            {"track": {"trackName": title, "artistName": artist, "albumName": "", "trackUri": f"spotify:track:{track}"},
             "addedDate": "2020-01-01"} for artist, title, track in songs]} for name, songs in playlists]}))
    (folder / "YourLibrary.json").write_text(json.dumps({
        "tracks": [{"artist": artist, "album": "", "track": title, "uri": f"spotify:track:{track}"} for artist, title, track in library],
        "albums": [], "shows": [], "episodes": [], "bannedTracks": [], "artists": [], "bannedArtists": [], "other": []}))
    return folder
