"""Makes lakes on which to compare warehouses: one with every source, and one with titles that are hard for SQL and collations."""
import collections
import json
import sys
import time
import urllib.parse

from lib.history import track_id, write_account_data, write_export, write_listens
from lib.home import ROOT, Home, check

sys.path.insert(0, str(ROOT / "demo"))
import run as demo  # noqa: E402
import spotify_reader  # noqa: E402


def sim_home(simulator, name):
    home = Home(name, {"SEGUE_SPOTIFY_API_URL": simulator.base, "SEGUE_SPOTIFY_ACCOUNTS_URL": simulator.base,
                       "SEGUE_CLOCK_URL": simulator.base + "/sim/clock", "SEGUE_SPOTIFY_CLIENT_ID": demo.CLIENT})
    home.home.mkdir(parents=True)
    (home.home / "config.toml").write_text("".join(
        f'[users.{user}]\ntimezone = "{zone}"\n' for user, zone in
        (("me", "Europe/Berlin"), ("listener-1", "America/Los_Angeles"), ("ann", "Australia/Lord_Howe"))))
    return home


def sign_in(simulator, home, user, name):
    spotify_reader.fetch(f"{simulator.base}/sim/sign_in?user={name}", data=b"")
    home.run("--user", user, "login", "--auto")


def scrobbles(folder, rows):
    """Returns files of Last.fm, Maloja and another tracker, each with some of the plays of an export."""
    folder.mkdir(parents=True)
    (folder / "lastfm.csv").write_text("uts,utc_time,artist,artist_mbid,album,album_mbid,track,track_mbid\n" + "".join(
        f'"{start}","","{artist}","","{album}","","{title}",""\n' for start, artist, album, title in rows[::3]), encoding="utf-8")
    (folder / "maloja_export_1.json").write_text(json.dumps({"maloja": {"export_time": 1}, "scrobbles": [
        {"time": start, "track": {"title": title, "artists": [artist], "album": {"albumtitle": album}, "length": None}, "duration": None}
        for start, artist, album, title in rows[1::5]]}))
    (folder / ".scrobbler.log").write_text("#AUDIOSCROBBLER/1.1\n#TZ/UTC\n#CLIENT/x\n" + "".join(
        f"{artist}\t{album}\t{title}\t1\t200\tL\t{start}\t\n" for start, artist, album, title in rows[2::7]))
    return folder


def heard_at(folder):
    """Yields (start, artist, album, title) of the listens of write_listens."""
    rows = []
    for line in (folder / "listens.jsonl").read_text().splitlines():
        listen = json.loads(line)
        named = listen["track_metadata"]
        rows.append((listen["listened_at"], named["artist_name"], named["release_name"].replace('"', ""), named["track_name"].replace('"', "")))
    return rows


def rename(simulator, user):
    """Renames two artists at Spotify whose songs that listener heard: one to a name that nobody else has, so that both names are one artist;
    one to the name of another artist, so that they stay two artists, and songs have names under which they were not heard."""
    plays = map(json.loads, simulator.get(f"/sim/truth?user={user}").decode().splitlines())
    heard = collections.Counter((play["artist_id"], play["artist"]) for play in plays if play["kind"] == "track" and play["listed"])
    (one, _), (other, _), (_, taken) = (artist for artist, _ in heard.most_common(3))
    for artist, name in ((one, "Nobody Else's Name"), (other, taken)):
        spotify_reader.fetch(f"{simulator.base}/sim/rename?" + urllib.parse.urlencode({"artist": artist, "name": name}), data=b"")


def everything(home, simulator, days=4):
    """Lands polls, an export and metadata of one listener of the simulator, polls of another, and all other sources of a third."""
    sign_in(simulator, home, "me", "demo")
    sign_in(simulator, home, "listener-1", "listener-1")
    export = home.path / "export.zip"
    export.write_bytes(simulator.get("/sim/export?user=demo&days=150"))
    home.run("import", export)
    for _ in range(days * 6):
        simulator.advance(4)
        home.run("poll", "--all", "--land-only")
    home.run("load")
    rename(simulator, "demo")
    home.run("enrich", "--calls", "120")
    simulator.advance(24)
    home.run("poll")
    home.run("enrich", "--calls", "60")
    one = write_export(home.path / "one", 1200, files=3, seed=5, tracks=500)
    other = write_export(home.path / "other", 1200, files=2, seed=5, tracks=500)  # the same plays in other members
    listens = write_listens(home.path / "listens", 1200, every=2, seed=5, tracks=500)
    account = write_account_data(home.path / "account", 1200, seed=5, tracks=500,
                                 playlists=[("Old ones", [("Somebody", "Never Heard", "4uLU6hMCjMI75M1A2tKUQ1")])],
                                 library=[("Somebody", "Never Heard Either", "4uLU6hMCjMI75M1A2tKUQ2")])
    for source in (one, other, account, listens, scrobbles(home.path / "scrobbles", heard_at(listens))):
        home.run("--user", "ann", "import", source)
    home.run("transform")
    artists = sorted({artist for _, artist, _, _ in heard_at(listens)})
    decide(home, [f"spotify:track:{track_id(number)}" for number in range(4)], artists[:2])
    return home.home / "lake"


def decide(home, songs, artists):
    """Lands decisions of people, because the lake contains those, too."""
    home.run("rule", "add", "merge", songs[1], songs[2], "--why", "one song")
    home.run("rule", "add", "merge", "artist", *artists, "--why", "one band")
    home.run("--user", "ann", "rule", "add", "exclude", "track", songs[3], "--why", "an alarm")
    home.run("--user", "ann", "rule", "add", "exclude", "window", "--from", "2010-01-03", "--to", "2010-01-04", "--why", "a party")


# Titles of equal and of different folds, in pairs whose order differs between bytes, ICU and a careless cast.
NASTY = [
    "a-b", "ab", "Ab", "AB", "a b", "á", "a", "à", "À", "ß", "ss", "SS", "ẞ", "_", "-", "–", " ", "z", "Z", "æ", "ae", "ø", "o", "ı", "i", "İ", "I",
    "10", "9", "2", "٣", "Ⅷ", "½", "e\u0301", "é", "E\u0301", "ﬁ", "fi", "ｆｉ", "ǆ", "o\u0323\u0302", "ộ", "\u200bzero", "zero", "ze\u00adro",
    "עברית", "العربية", "\u202eabc\u202c", "漢字", "かな", "カナ", "ｶﾅ", "한국", "\u1112\u1161\u11ab", "🎵", "👩‍👩‍👧", "👩", "\U0001F1E9\U0001F1EA", "❤\ufe0f", "❤",
    "it's", "it''s", '"quoted"', "“quoted”", "back\\slash", "\\N", "\\x41", "NULL", "null", "None", "true", "%", "a%b", "a_b", "$1", "{x}", "{{ x }}",
    "{% x %}", "tab\there", "new\nline", "cr\rhere", "trailing ", "trailing", " leading", "leading", "comma, here", "semi; drop table x; --", "/* x */",
    "x\u0000y", "xy", "\u0000", "\ufeffbom", "\ufffd", "\u0001", "\u007f", "\u0085", "\u2028line", "L" * 5_000, "é" * 3_000, "𝔘𝔫𝔦", "\U0010FFFF",
    "Song - Live", "Song (Live)", "Song - Remastered 2011", "Song", "song", "Song (feat. Ab)", "Intro", "intro",
]


def nasty_rows():
    """Yields rows of an export: each title by each of three artists that fold alike, equally often, so that only text decides the order."""
    end = 1_600_000_000
    for turn in range(2):
        for number, title in enumerate(NASTY):
            for artist in (title, title.swapcase(), NASTY[(number + 1) % len(NASTY)]):
                end += 400
                yield end, artist, NASTY[number * 7 % len(NASTY)], title, 35_000 + (number + turn) % 3 * 30_000


def stamp(seconds):
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))


def nasty(home):
    """Lands an export, the same plays as listens and in account data, and playlists and a library of those names."""
    rows = list(nasty_rows())
    export = home.path / "export"
    export.mkdir(parents=True)
    blank = dict.fromkeys(("episode_name", "episode_show_name", "spotify_episode_uri", "shuffle", "skipped", "offline", "offline_timestamp",
                           "incognito_mode", "conn_country"))
    (export / "Streaming_History_Audio_2020_0.json").write_text(json.dumps([
        {**blank, "ts": stamp(end), "platform": "android\t\"\\", "ms_played": played, "master_metadata_track_name": title,
         "master_metadata_album_artist_name": artist, "master_metadata_album_album_name": album,
         "spotify_track_uri": f"spotify:track:{number % (len(rows) // 2):022}", "reason_start": "a\\b", "reason_end": "trackdone"}
        for number, (end, artist, album, title, played) in enumerate(rows)]))
    listens = home.path / "listens"
    listens.mkdir()
    (listens / "listens.jsonl").write_text("".join(json.dumps(
        {"listened_at": end - played // 1000 + 2, "track_metadata": {"artist_name": artist, "track_name": title, "release_name": album}}) + "\n"
        for end, artist, album, title, played in rows[::2]))
    account = home.path / "account"
    account.mkdir()
    (account / "StreamingHistory_music_0.json").write_text(json.dumps([
        {"endTime": stamp(end)[:16].replace("T", " "), "artistName": artist, "trackName": title, "msPlayed": played}
        for end, artist, _, title, played in rows[::3]]))
    unheard = [(f"{artist} unheard", title) for _, artist, _, title, _ in rows[::5]]
    (account / "Playlist1.json").write_text(json.dumps({"playlists": [
        {"name": name, "lastModifiedDate": "2020-01-01", "description": title, "items": [
            {"track": {"trackName": title, "artistName": artist, "albumName": name, "trackUri": f"spotify:track:{number:011}playlisted"},
             "addedDate": "2020-01-01"} for number, (artist, title) in enumerate(unheard)]} for name, title in zip(NASTY[::6], NASTY[1::6])]}))
    (account / "YourLibrary.json").write_text(json.dumps({
        "tracks": [{"artist": artist, "album": title, "track": title, "uri": f"spotify:track:{number:012}inlibrary0"[:36]}
                   for number, (artist, title) in enumerate(unheard[::2])],
        "albums": [], "shows": [], "episodes": [], "bannedTracks": [], "artists": [], "bannedArtists": [], "other": []}))
    for source in (export, listens, account):
        done = home.json("import", source)
        check(done["rejected"] == 0 and done["members_refused"] == 0, f"nasty titles: {done}")
    return home.home / "lake"
