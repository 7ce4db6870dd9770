"""Cases that are not only counts: what commands say of a built home, and folders that contain other files, too."""
import json
import os
import zipfile

from cases.table import Row
from lib.history import rows as history
from lib.home import Home

GOOD = json.dumps(list(history(3, 1)))
NAME = "Streaming_History_Audio_2019_0.json"


def say(holds, right, wrong):
    return right if holds else wrong


def of_the_build(home):
    """Returns what commands say of the home into which all cases were imported."""
    rows = []

    def row(name, shape, before, holds, right, saw):
        rows.append(Row(name, shape, before, say(holds, right, f"says {saw!r}"), right))

    top = home.run("--user", "a02", "stats").stdout
    row("A03", "a removed track in `stats`", "a rank without a name", "spotify:track:seg" in top, "its URI stands for the name", top[-400:])
    hole = home.run_any("--user", "a47", "stats", "--year", "2020")
    said = (hole.stdout + hole.stderr).lower()
    row("A50", "`stats --year` over a year that is not proven", "has no plays in 2020.", "not proven" in said or "at least" in said,
        "says that the year is not proven whole", said)
    night = home.query("select cast(local_date as varchar), local_hour from segue.fct_plays where user_id = 'c23'")
    row("C23b", "the local time of C23", "2025-07-11, 1 h", night == [("2025-07-10", 23)] * 2, "2025-07-10, 23 h", night)
    days = home.query("select cast(max(as_of) as varchar) from segue.build")[0][0]
    row("A34b", "`as_of` beside a row of 2098", "2098", days < "2027", "not moved by it", days)
    spoilt = home.query("select count(*) from segue.dim_artists where artist ilike '<untagged>'")[0][0]
    row("C29b", "artists of C29", "<Untagged>", spoilt == 0, "no artist <Untagged>", spoilt)
    return rows


def counted(home, path, *flags):
    done = home.run_any("import", path, *flags)
    loaded = home.work_rows("select count(*) from segue_raw.plays")[0][0] if (home.home / "work.duckdb").exists() else 0
    return done.returncode, loaded, done.stdout + done.stderr


def folder_case(name, shape, before, fill, right, words=(), codes=(0,)):
    with Home("folder") as home:
        folder = home.path / "Downloads"
        folder.mkdir()
        path = fill(folder) or folder
        code, loaded, said = counted(home, path)
        unsaid = [word for word in words if word.lower() not in said.lower()]
        now = f"{loaded} rows" if code in codes and not unsaid else f"{loaded} rows, exit {code}, does not say {unsaid}: {said}"
        return Row(name, shape, before, now, right)


def with_history(folder):
    with zipfile.ZipFile(folder / "my_spotify_data.zip", "w") as archive:
        archive.writestr("Spotify Extended Streaming History/" + NAME, GOOD)


def twice_and_circles(folder):
    with_history(folder)
    (folder / "copy.zip").write_bytes((folder / "my_spotify_data.zip").read_bytes())
    (folder / "photo.jpg").write_bytes(b"\xff\xd8\xff\xe0")
    (folder / "table.csv").write_text("a,b\n1,2\n")
    os.symlink(folder, folder / "again")


def cut_download(folder):
    with_history(folder)
    (folder / "film.zip.part").write_bytes((folder / "my_spotify_data.zip").read_bytes()[:-40])


def jars(folder):
    with_history(folder)
    inner = b"x"
    for depth in range(5):
        path = folder / f"jar{depth}.jar"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(f"inner{depth}.jar", inner)
        inner = path.read_bytes()


def huge(folder):
    with_history(folder)
    with open(folder / "linux.iso", "wb") as iso:
        iso.truncate(3 << 30)


def locked(folder):
    # A zip whose member has the flag "encrypted".
    with_history(folder)
    path = folder / "my_spotify_data.zip"
    data = bytearray(path.read_bytes())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(signature)
        data[at + offset] |= 1
    path.write_bytes(bytes(data))
    return path


def of_folders():
    return [
        folder_case("H01", "Downloads: the zip twice, a photo, a table, links in a circle", "right", twice_and_circles, "3 rows"),
        folder_case("H02", "Downloads with a cut download", "nothing imported, exit 5", cut_download, "3 rows", ["film.zip.part"], (0, 5)),
        folder_case("H03", "Downloads with jars of jars", "nothing imported, exit 2", jars, "3 rows", ["jar0.jar"], (0, 5)),
        folder_case("H03b", "Downloads with a disk image of 3 GiB", "nothing imported, exit 2", huge, "3 rows", ["linux.iso"], (0, 5)),
        folder_case("B01", "a zip with a password", "Passphrase required; fetch the file again", locked, "0 rows", ["password", "unpack"], (5, 2)),
    ]
