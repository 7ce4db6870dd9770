"""Writes made-up extended streaming histories as Spotify's export does, from a seed; a million rows take 12 s."""
import datetime
import json
import random

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
EPOCH = datetime.datetime(1970, 1, 1)
WORDS = ("Night", "River", "Été", "Glass", "Stone", "Heart", "Über", "Wire", "Ash", "Señal", "Blue", "“Quoted”", "夜", "Echo", "Home")
# What follows a title, and how often; mostly nothing.
SUFFIXES = ("",) * 12 + (" - Remastered 2011", " (Live)", " - Radio Edit", " (feat. Somebody Else)", " - Acoustic")
PLATFORMS_OLD = ("Android OS 11 API 30 (samsung, SM-G975F)", "iOS 13.3.1 (iPhone10,4)", "Windows 10 (10.0.19041; x64)")
PLATFORMS_NEW = ("android", "ios", "windows", "web_player")
FULL_LENGTH, SKIPPED, STOPPED, TOUCHED = range(4)
OUTCOMES = (FULL_LENGTH,) * 14 + (SKIPPED,) * 4 + (STOPPED,) + (TOUCHED,)
# Seconds between two plays: mostly a few, at times hours. A million plays take some 15 years.
PAUSES = (0,) * 70 + (1, 2, 3, 20, 60) * 5 + (400,) * 3 + (7_200, 20_000)
COARSE_PLATFORMS = datetime.datetime(2023, 10, 1)
FLAGGED_SKIPS = datetime.datetime(2022, 10, 16)

ROW = """  {{
    "ts": "{ts}",
    "platform": "{platform}",
    "ms_played": {ms_played},
    "conn_country": "DE",
    "ip_addr": "203.0.113.{address}",
{what}
    "reason_start": "{reason_start}",
    "reason_end": "{reason_end}",
    "shuffle": {shuffle},
    "skipped": {skipped},
    "offline": {offline},
    "offline_timestamp": {offline_timestamp},
    "incognito_mode": {incognito}
  }}"""
MUSIC = ("master_metadata_track_name", "master_metadata_album_artist_name", "master_metadata_album_album_name", "spotify_track_uri")
EPISODE = ("episode_name", "episode_show_name", "spotify_episode_uri")
AUDIOBOOK = ("audiobook_title", "audiobook_uri", "audiobook_chapter_uri", "audiobook_chapter_title")


def track_id(number):
    digits = ""
    number = number * 2_654_435_761 + 10**30
    while number:
        number, digit = divmod(number, 62)
        digits = ALPHABET[digit] + digits
    return digits[-22:].rjust(22, "0")


def members(music=(None,) * 4, episode=(None,) * 3):
    """Returns the lines that say what was played."""
    pairs = [*zip(MUSIC, music), *zip(EPISODE, episode), *((name, None) for name in AUDIOBOOK)]
    return "\n".join(f'    "{name}": {json.dumps(value, ensure_ascii=False)},' for name, value in pairs)


def song(number):
    rng = random.Random(number)
    artist = f"{rng.choice(WORDS)} & the {rng.choice(WORDS)}s {number // 40}"
    album = f"{rng.choice(WORDS)} {number // 12}{' (Deluxe Edition)' if number // 12 % 7 == 0 else ''}"
    title = f"{rng.choice(WORDS)} {rng.choice(WORDS)} Song {number}{rng.choice(SUFFIXES)}"
    return members(music=(title, artist, album, f"spotify:track:{track_id(number)}"))


def episode(number):
    return members(episode=(f"Episode {number}: what is new", f"Show {number // 50}", f"spotify:episode:{track_id(number)}"))


def choose(rng, tracks, runs):
    """Yields track numbers without end: often favourites, now and then `runs` of neighbours (an album in order)."""
    while True:
        first = int(rng.paretovariate(0.35)) % tracks
        yield from range(first, min(first + rng.choice(runs), tracks))


def row_texts(count, seed, start=datetime.datetime(2010, 1, 1), tracks=20_000):
    """Yields one listener's plays as (year, JSON text), one after the other: albums, favourites, skips, podcasts, exact duplicates."""
    rng = random.Random(seed)
    songs, episodes = [song(number) for number in range(tracks)], [episode(number) for number in range(400)]
    lengths = [150_000 + number * 7_919 % 190_000 for number in range(tracks)]
    numbers = choose(rng, tracks, runs=(1, 1, 1, 2, 4, 12))
    now, text, year = start + datetime.timedelta(seconds=seed), None, None
    for _ in range(count):
        if text is not None and rng.random() < 0.001:
            yield year, text
            continue
        number, outcome = next(numbers), rng.choice(OUTCOMES)
        played = (lengths[number], rng.randrange(1_000, 29_000), rng.randrange(30_000, lengths[number]), 0)[outcome]
        pause = rng.choice(PAUSES)
        begun = now + datetime.timedelta(seconds=pause)
        now = begun + datetime.timedelta(milliseconds=played)
        podcast, year = rng.random() < 0.03, now.year
        skipped = outcome in (SKIPPED, TOUCHED)
        stamped = now >= FLAGGED_SKIPS
        text = ROW.format(
            ts=now.strftime("%Y-%m-%dT%H:%M:%SZ"),
            platform=rng.choice(PLATFORMS_NEW if now >= COARSE_PLATFORMS else PLATFORMS_OLD),
            ms_played=played,
            address=number % 250,
            what=episodes[number % 400] if podcast else songs[number],
            reason_start="trackdone" if pause == 0 else "clickrow",
            reason_end="fwdbtn" if skipped else "endplay" if outcome == STOPPED else "trackdone",
            shuffle="true" if number % 3 else "false",
            skipped=("true" if skipped else "false") if stamped else "null",
            offline="true" if stamped and rng.random() < 0.02 else "false",
            offline_timestamp=int((begun - EPOCH).total_seconds()) if stamped else "null",
            incognito="true" if rng.random() < 0.01 else "false")
        yield year, text


def rows(count, seed, **choices):
    """Yields the plays of row_texts as dictionaries."""
    return (json.loads(text) for _, text in row_texts(count, seed, **choices))


def write_export(folder, count, files=1, seed=1, **choices):
    """Writes a folder `Spotify Extended Streaming History` with `files` members; `count` rows in all."""
    inside = folder / "Spotify Extended Streaming History"
    inside.mkdir(parents=True)
    step, texts = -(-count // files), row_texts(count, seed, **choices)
    for number in range(files):
        part = [next(texts) for _ in range(min(step, count - number * step))]
        if part:
            years = "-".join(str(year) for year in sorted({part[0][0], part[-1][0]}))
            (inside / f"Streaming_History_Audio_{years}_{number}.json").write_text(
                "[\n" + ",\n".join(text for _, text in part) + "\n]", encoding="utf-8")
    return folder


def write_listens(folder, count, every=5, seed=1, **choices):
    """Writes what ListenBrainz has of the listener of `rows(count, seed, **choices)`: the start of one in `every` rows, in one file of lines."""
    folder.mkdir(parents=True)
    with open(folder / "listens.jsonl", "w", encoding="utf-8") as out:
        for number, row in enumerate(rows(count, seed, **choices)):
            if number % every or not row["master_metadata_track_name"]:
                continue
            end = datetime.datetime.strptime(row["ts"], "%Y-%m-%dT%H:%M:%SZ")
            out.write(json.dumps({
                "listened_at": int((end - EPOCH).total_seconds()) - row["ms_played"] // 1000,
                "track_metadata": {
                    "artist_name": row["master_metadata_album_artist_name"], "track_name": row["master_metadata_track_name"],
                    "release_name": row["master_metadata_album_album_name"],
                    "additional_info": {"origin_url": "https://open.spotify.com/track/" + row["spotify_track_uri"][14:]}}}) + "\n")
    return folder


def write_account_data(folder, count, seed=1, playlists=(), library=(), **choices):
    """Writes account data of the listener of `rows(count, seed, **choices)`: every third play to the minute, playlists and library as given.

    playlists: (name, [(artist, title, track id)]); library: [(artist, title, track id)].
    """
    folder.mkdir(parents=True)
    plays = [row for row in rows(count, seed, **choices) if row["master_metadata_track_name"]][::3]
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
