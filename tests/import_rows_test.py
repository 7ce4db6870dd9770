"""Every row and member is accounted for: `import` says what became of them, and `import --explain` what became of each row."""
import io
import json
import os
import zipfile

from lib.home import Home, check, run_test
from lib.postgres import Postgres

FOLDER = "Spotify Extended Streaming History/"
GHAN = "uts,utc_time,artist,artist_mbid,album,album_mbid,track,track_mbid\n"


def play(ts, title, **more):
    return {"ts": ts, "ms_played": 200000, "master_metadata_track_name": title,
            "master_metadata_album_artist_name": "Paper Boats", "master_metadata_album_album_name": "Harbour",
            "spotify_track_uri": "spotify:track:" + title.lower().ljust(22, "0")[:22], **more}


# What becomes of each row after a build.
HISTORY = [
    (play("2019-05-01T10:00:00Z", "One"), "play"),
    (play("2019-05-01T10:10:00Z", "Two"), "play"),
    (play("2019-05-01T10:10:00Z", "Two"), "known"),
    (play("2021-05-01T11:00:00Z", "", master_metadata_track_name=None, master_metadata_album_artist_name=None,
          spotify_track_uri=None, episode_name="Talk", spotify_episode_uri="spotify:episode:" + "e" * 22), "other kind"),
    (play("soon", "Three"), "rejected"),
    (play("2099-01-01T00:00:00Z", "Four"), "rejected"),
    (play("2019-05-01T10:20:00Z", "Gone", master_metadata_track_name=None, master_metadata_album_artist_name=None), "play"),
]
LASTFM = GHAN + '"","","A","","B","","Now",""\n1556704600,x,Paper Boats,,Harbour,,One,\n'
LIBRARY = {"tracks": [{"artist": "Paper Boats", "album": "Harbour", "track": "One", "uri": "spotify:track:" + "1" * 22}]}
ACCOUNT = [{"endTime": "2020-01-02 03:04", "artistName": "Little", "trackName": "Star", "msPlayed": 60000}]


def zipped(members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def locked(members):
    """Returns a zip whose members say that they are encrypted: both headers have the flag."""
    data = bytearray(zipped(members))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + at] |= 1
    return bytes(data)


def folder_of(home):
    folder = home.path / "Downloads"
    folder.mkdir()
    history = json.dumps([row for row, _ in HISTORY])
    (folder / "my_spotify_data.zip").write_bytes(zipped({
        FOLDER + "Streaming_History_Audio_2019_0.json": history,
        FOLDER + "ReadMeFirst.pdf": b"%PDF-1.4",
        "Spotify Account Data/YourLibrary.json": json.dumps(LIBRARY),
        "Spotify Kids Account Data_1/StreamingHistory_music_0.json": json.dumps(ACCOUNT)}))
    (folder / "recenttracks-ann.csv").write_text(LASTFM)
    (folder / "letters.zip").write_bytes(locked({"letters.txt": "x"}))
    (folder / "photos.7z").write_bytes(b"7z\xbc\xaf\x27\x1c\0\4")
    (folder / "notes.txt").write_text("milk")
    (folder / "film.zip.part").write_bytes(zipped({"film.bin": os.urandom(9000)})[:5000])
    (folder / "circle").symlink_to(folder)
    os.mkfifo(folder / "pipe")
    return folder


def try_import(home, folder):
    done = home.json("import", folder, expect=5)
    check((done["rows"], done["loaded"], done["rejected"]) == (10, 8, 2), f"counts: {done}")
    check(done["by_kind"] == {"music": 5, "podcast": 1}, f"kinds: {done['by_kind']}")
    check(len(done["rejected_why"]) == 2 and all(why.startswith("ts: ") for why in done["rejected_why"]), f"{done}")
    why = {one["name"]: one["why"] for one in done["not_read"]}
    for name, part in {"my_spotify_data.zip/Spotify Kids Account Data_1/StreamingHistory_music_0.json": "--user NAME",
                       "my_spotify_data.zip/" + FOLDER + "ReadMeFirst.pdf": "is a PDF",
                       "letters.zip/letters.txt": "has a password: unpack the zip with its password",
                       "photos.7z": "is a 7z archive: unpack it and import the folder",
                       "film.zip.part": "cannot be read", "notes.txt": "", "circle": "link to a folder",
                       "pipe": "is not a file"}.items():
        check(part in why.pop(name, "nothing"), f"{name} in {done['not_read']}")
    check(not why, f"not read, too: {why}")
    check([one for one in done["looks_wrong"] if "2020" in one], f"an empty year: {done['looks_wrong']}")
    text = home.run("import", folder, expect=0).stdout  # rejected rows are reported once
    for part in ("10 known", "not read: 8", "is a 7z archive", "No time zone is set", "segue init --timezone"):
        check(part in text, f"nothing says {part!r}: {text}")


def fates(home, path, **how):
    lines = [json.loads(line) for line in home.run("--json", "import", "--explain", path, **how).stdout.splitlines()]
    return lines[:-1], lines[-1]


def try_explain(home, folder):
    before, _ = fates(home, folder)
    check({one["fate"] for one in before if one["time"]} == {"not built"}, f"before a build: {before}")
    text = home.run("transform").stdout
    check("No time zone is set" in text, text)
    rows, total = fates(home, folder)
    history = [one for one in rows if "Streaming_History" in one["member"]]
    check([one["fate"] for one in history] == [fate for _, fate in HISTORY], f"{history}")
    check([one["row"] for one in history] == list(range(1, len(HISTORY) + 1)), f"{history}")
    check(history[1]["play_id"] == history[2]["play_id"] and "row 2 of" in history[2]["detail"], f"{history[2]}")
    check("podcast" in history[3]["detail"], f"{history[3]}")
    check(history[4]["detail"].startswith("ts: ") and "2099" in history[5]["detail"], f"{history[4:]}")
    now, merged = [one for one in rows if one["member"] == "recenttracks-ann.csv"]
    check(now["fate"] == "no play" and merged["fate"] == "merged", f"{now} {merged}")
    check(merged["play_id"] == history[0]["play_id"] and "export, row 1 of" in merged["detail"], f"{merged}")
    check([one["fate"] for one in rows if "YourLibrary" in one["member"]] == ["no play"], f"{rows}")
    check(total["rows"] == {"play": 3, "known": 1, "merged": 1, "other kind": 1, "no play": 2, "rejected": 2}, f"{total}")
    check(len(total["not_read"]) == 8, f"{total}")
    new = home.path / "Streaming_History_Audio_2022_0.json"
    new.write_text(json.dumps([play("2022-01-01T00:00:00Z", "New")]))
    check("segue import" in fates(home, new)[0][0]["detail"], f"a file that is not imported: {fates(home, new)}")
    home.run("import", new)
    check("segue transform" in fates(home, new)[0][0]["detail"], f"a file that no build holds: {fates(home, new)}")
    new.write_text("[{")
    check(fates(home, new)[0][0]["fate"] == "refused", f"a broken file: {fates(home, new)}")
    text = home.run("import", "--explain", folder).stdout
    check("merged" in text and all(len(line) <= 79 for line in text.splitlines() if "  play  " in line), text)


def try_loud():
    """A damaged history in a folder: the rest is imported, and the exit code says that something is missing."""
    with Home("rows") as home:
        folder = home.path / "exports"
        folder.mkdir()
        (folder / "endsong_0.json").write_text(json.dumps([play("2019-05-01T10:00:00Z", "One")]))
        whole = zipped({"endsong_1.json": json.dumps([play("2019-05-02T10:00:00Z", "Two")] * 99)})
        (folder / "my_spotify_data.zip").write_bytes(whole[: len(whole) // 2])
        done = home.json("import", folder, expect=5)
        check(done["loaded"] == 1 and [one["alarming"] for one in done["not_read"]] == [True], f"{done}")
        # A wrong path among good ones: the good ones are imported and loaded, the wrong one is named and decides the exit code.
        (home.path / "good.json").write_text(json.dumps([play("2019-06-01T10:00:00Z", "Three")]))
        (home.path / "later.json").write_text(json.dumps([play("2019-06-02T10:00:00Z", "Four")]))
        done = home.json("import", home.path / "good.json", home.path / "none.zip", home.path / "later.json", expect=2)
        check(done["loaded"] == 2 and "none.zip" in done["failed"][0], f"{done}")


def try_all(environment):
    with Home("rows", environment) as home:
        folder = folder_of(home)
        try_import(home, folder)
        try_explain(home, folder)
        unknown = home.run("stats", "--year", "2012").stdout
        check("not proven whole" in unknown and "2012" in unknown, unknown)
        check(home.json("stats", "--year", "2012")["proven"] is False, "an unproven year without plays is called proven")
        check("has no plays in 2020" in home.run("stats", "--year", "2020").stdout, "2020 lies inside the export")
        songs = home.run("stats").stdout
        check("(no name) spotify:track:gone" in songs, songs)


def main():
    try_all({})
    with Postgres() as server:
        try_all({"SEGUE_WAREHOUSE_URL": server.url})
    try_loud()


if __name__ == "__main__":
    run_test(main)
