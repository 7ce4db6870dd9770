"""Bad input gives a clear error that names file and row, and its exit code (docs/operations.md); nothing is half-loaded."""
import gzip
import io
import json
import os
import subprocess
import zipfile
import zlib

from lib.home import SEGUE, Home, check, run_test
from lib.history import rows

GOOD = list(rows(5, 1))
LISTEN = '{"listened_at":1546398245,"track_metadata":{"artist_name":"Paper Boats","track_name":"Harbour"}}'
GHAN = "uts,utc_time,artist,artist_mbid,album,album_mbid,track,track_mbid\n"
SCROBBLES = {
    "recenttracks-ann-1.csv": (GHAN + '"","","A","","B","","Now",""\n"1546398245","02 Jan 2019, 03:04","A","","B","","One, ""live""",""\n', 1),
    "ann.csv": ('A,B,Two,"02 Jan 2019, 03:14"\nA,B,Now,\nA,B,"Two\nb",02 Jan 2019 03:24\n', 2),
    "lastfmstats-ann.csv": ("\ufeffArtist;Album;AlbumId;Track;Date#ann\r\nA;B;;Three;1546400045000\r\n", 1),
    "backup.csv": ("2019-01-02,03:44:05,A,Four\n", 1),
    "librefm.csv": ("time,artist,track,album\n1546401245,A,Five,B\n", 1),
    "player/.scrobbler.log": ("#AUDIOSCROBBLER/1.1\n#TZ/UTC\n#CLIENT/x\nA\tB\tSix\t1\t201\tL\t1546401845\t\n", 1),
    "page.json": ('{"recenttracks":{"track":{"name":"Seven","artist":{"#text":"A"},"date":{"uts":"1546402445"}}}}', 1),
    "pages.json": ('[{"track":[{"name":"Eight","artist":{"#text":"A"},"date":{"uts":"1546403045"}}]}]', 1),
    "lastfmstats-ann.json": ('{"username":"ann","scrobbles":[{"track":"Nine","artist":"A","date":1546403645000}]}', 1),
    "maloja_export_2019_01_03_00_00_00.json": (
        '{"maloja":{"export_time":1546500000},"scrobbles":[{"time":1546404245,"track":{"artists":["A"],"title":"Ten"}}]}', 1),
}
NAME = "Spotify Extended Streaming History/Streaming_History_Audio_2019_0.json"


def zipped(members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def two_gigabytes():
    """Returns a zip with a member of 2 GiB of blanks inside a JSON array: 2 MB compressed."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        with archive.open(NAME, "w", force_zip64=True) as member:
            member.write(b'[{"ts":"2019-01-01T00:00:00Z"},')
            block = b" " * (1 << 24)
            for _ in range(128):
                member.write(block)
            member.write(b"{}]")
    return out.getvalue()


def nested(depth):
    content = zipped({NAME: json.dumps(GOOD)})
    for level in range(depth):
        content = zipped({f"level{level}.zip": content})
    return content


def broken_row(**fields):
    return json.dumps(GOOD[:2] + [{**GOOD[2], **fields}] + GOOD[3:])


def cases():
    """Returns name → (file name, bytes, exit code, texts that stderr or the reject file must hold, rows loaded)"""
    whole = zipped({NAME: json.dumps(GOOD)})
    flipped = bytearray(whole)
    flipped[len(whole) // 3] ^= 0xFF
    text = json.dumps(GOOD)
    base = NAME.split("/")[1]
    return {
        "truncated zip": ("cut.zip", whole[: len(whole) // 2], 5, ["cut.zip"], 0),
        "damaged zip": ("damaged.zip", bytes(flipped), 5, ["damaged.zip"], 0),
        "UTF-16": (base, text.encode("utf-16"), 5, ["UTF-8"], 0),
        "Latin-1": (base, text.replace("Song", "Lied \u00fc").encode("latin-1", "replace").replace(b"\\u00fc", b"\xfc"), 5, ["UTF-8"], 0),
        "2 GB member": ("big.zip", two_gigabytes(), 2, ["1 GiB"], 0),
        "nested bomb": ("nested.zip", nested(4), 2, ["level"], 0),
        "an object where a list should be": (base, json.dumps({"ts": 1, "rows": GOOD}), 5, [base], 0),
        "a list where an object should be": (base, json.dumps(GOOD[:2] + [[1, 2]] + GOOD[3:]), 5, [base, "\t3\t"], 4),
        "year 0": (base, broken_row(ts="0000-01-01T00:00:00Z"), 5, [base, "\t3\tts\t"], 4),
        "no date": (base, broken_row(ts=None), 5, [base, "\t3\tts\t"], 4),
        "negative time": (base, broken_row(ms_played=-5), 5, [base, "\t3\tms_played\t"], 4),
        "JSON cut in the middle": (base, text[: len(text) // 2], 5, [base], 0),
        "a broken escape": (base, text.replace("Song", "\\q", 1), 5, [base, "\tmaster_metadata_track_name\t\"\\q\" "], 4),
        "half a character": (base, text.replace("Song", "\\ud800", 1), 0, [], 5),
        "zero bytes before it": (base, "\0\0" + text, 5, [base, "begins with a zero byte", "download it again"], 0),
        "zero bytes behind it": (base, text + "\0" * 512, 5, [base, "512 zero bytes", "download it again"], 0),
        "a time that is none": (base, broken_row(ts="01.05.2023 10:00"), 5, ["\t3\tts\t", "as 2023-05-01T10:00:00Z"], 4),
        "times with offsets": (base, text.replace("Z\"", "+00:00\""), 0, [], 5),
        "a row a line": ("all.jsonl", "\n".join(json.dumps(row) for row in GOOD), 0, [], 5),
        "hearts": ("loved.json", json.dumps([{"track": [{"name": "C", "artist": {"name": "A"}, "date": {"uts": "1546398245"}}]}]),
                   5, ["loved tracks"], 0),
        "carriage returns": ("r.csv", (GHAN + "1546398245,x,A,,B,,C,\n").replace("\n", "\r"), 0, [], 1),
        "a table of plays": ("plays.tsv", "played_at\tartist\ttitle\n1546398245\tA\tB\nnever\tA\tB\n", 5,
                             ["plays.tsv\t2\tplayed_at\t"], 1),
        "a table with a column that nobody knows": ("plays.tsv", "played_at\tartist\ttitle\tmood\n1546398245\tA\tB\tx\n", 5,
                                                    ["`mood`", "`played_at`"], 0),
        "an absurd length": (base, broken_row(ms_played=2**63 - 1), 5, [base, "\t3\tms_played\t"], 4),
        "junk in offline_timestamp": (base, broken_row(offline_timestamp=2**64 - 1, offline=True), 0, [], 5),
        "a listen without a time": ("1.jsonl", LISTEN + "\n" + LISTEN.replace("listened_at", "x") + "\n", 5, ["1.jsonl\t2\tlistened_at\t"], 1),
        "a line that is no JSON": ("1.jsonl", LISTEN + "\n" + LISTEN[:40] + "\n" + LISTEN + "\n", 5, ["1.jsonl: line 2: "], 0),
        "one bad member among good ones": ("mixed.zip", zipped({"a/endsong_0.json": text, "a/endsong_1.json": text[:-9]}), 5,
                                           ["a/endsong_1.json"], 5),
        "two good members of which one lies under a name beyond ASCII": (
            "names.zip", zipped({"Verl\u00e4ufe/endsong_0.json": text, "b.json": LISTEN}), 0, [], 6),
        "a zip inside a zip": ("twice.zip", nested(1), 0, [], 5),
        "other people's lists": ("l.tsv", "list\tartist\ttitle\na\tA\tB\n", 5, ["segue corpus add"], 0),
        "nothing of ours": ("holiday.zip", zipped({"photo.jpg": b"\xff\xd8"}), 5, ["holiday.zip"], 0),
        "a scrobble without a time": ("r.csv", GHAN + "1546398245,x,A,,B,,C,\n" + "soon,x,A,,B,,C,\n", 5, ["r.csv\t2\tuts\t"], 1),
        "a quote that is never closed": ("r.csv", GHAN + '1546398245,x,"A,,B,,C,\n1546398345,x,A,,B,,C,\n', 5, ["r.csv: line 2: "], 0),
        "cut gzip": (base + ".gz", gzip.compress(text.encode())[:-20], 5, [".gz"], 0),
        "no zlib at all": ("x.zip", b"PK\x03\x04" + zlib.compress(b"x"), 5, ["x.zip"], 0),
    }


def stored_rows(home):
    """Returns the number of rows in the work file, read by DuckDB's own module after segue has ended."""
    import duckdb

    if not (home.home / "work.duckdb").exists():
        return 0
    with duckdb.connect(str(home.home / "work.duckdb"), read_only=True) as connection:
        return connection.execute("select count(*) from segue_raw.plays").fetchone()[0]


def objects(home):
    lake = home.home / "lake"
    return sorted(p for p in lake.rglob("*") if p.is_file()) if lake.exists() else []


def try_corpus():
    """`corpus add` follows the same rules for lists of other people."""
    header = "title\tlist\tartist\tposition\n"
    good = "Harbour\ta\tPaper Boats\t1\n"
    cases = {
        "a bad row": ("l.tsv", (header + good + "\ta\t\t2\n" + good).encode(), 5, "l.tsv\t2\ttitle\t", (3, 2, 1)),
        "Latin-1": ("l.tsv", (header + "M\u00fcnchen\ta\tA\t1\n").encode("latin-1"), 5, "UTF-8", None),
        "a cut gzip": ("s.json.gz", gzip.compress(b'{"playlists":[{"pid":1,"tracks":[{"track_uri":"x"}]}]}')[:-12], 5, "s.json.gz", None),
        "a list where an object should be": ("s.json", b'{"playlists":[[{"track_uri":"x"}]]}', 5, "s.json", None),
        "no list": ("s.json", b'{"photo":1}', 2, "s.json", None),
    }
    for name, (file_name, content, code, text, counts) in cases.items():
        with Home("bad") as home:
            path = home.path / file_name
            path.write_bytes(content)
            done = home.run("--json", "corpus", "add", path, expect=code)
            said = done.stdout + done.stderr + "".join(p.read_text() for p in home.home.glob("rejects/*.tsv"))
            check(text in said, f"corpus: {name}: nothing says {text!r}:\n{said}")
            if counts:
                result = json.loads(done.stdout)
                check((result["rows"], result["loaded"], result["rejected"]) == counts, f"corpus: {name}: {result}")
            else:
                check(not objects(home) and not (home.home / "corpora").exists(), f"corpus: {name}: something was kept")
            print(f"corpus: {name}: exit {code}")


def try_memory():
    """A container that unpacks to 1.2 GB is imported in a fraction of that memory: one member at a time, two while they are compressed."""
    block = b" " * (1 << 20)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for number in range(40):
            with archive.open(f"endsong_{number}.json", "w") as member:
                member.write(b"[" + json.dumps({**GOOD[0], "ms_played": number}).encode())
                for _ in range(30):
                    member.write(block)
                member.write(b"]")
    with Home("bad") as home:
        (home.path / "large.zip").write_bytes(out.getvalue())
        child = subprocess.Popen([str(SEGUE), "--json", "import", "--land-only", str(home.path / "large.zip")],
                                 env=home.environment, stdout=subprocess.PIPE)
        child.stdout.read()
        _, status, usage = os.wait4(child.pid, 0)
        check(os.waitstatus_to_exitcode(status) == 0, f"large.zip: exit {status}")
        check(len(objects(home)) == 41, f"large.zip: {len(objects(home))} objects")
        peak = usage.ru_maxrss // 1024
        sanitized = b"__asan_init" in SEGUE.read_bytes()  # the sanitizer's shadow and quarantine do not count as segue's memory
        check(peak < 400 or sanitized, f"large.zip: {peak} MB at most, for 1,200 MB unpacked")
        print(f"memory: {peak} MB at most for a container of 1,200 MB unpacked")


def try_case(name, case):
    file_name, content, code, texts, loaded = case
    with Home("bad") as home:
        path = home.path / file_name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        done = home.run("import", path, expect=code)
        said = done.stdout + done.stderr
        for reject in (home.home / "rejects").glob("*.tsv") if (home.home / "rejects").exists() else []:
            said += reject.read_text()
        for text in texts:
            check(text in said, f"{name}: nothing says {text!r}:\n{said}")
        check("Traceback" not in said and "terminate" not in said, f"{name}: {said}")
        check(stored_rows(home) == loaded, f"{name}: {stored_rows(home)} rows loaded, not {loaded}")
        if code == 2 or (code == 5 and loaded == 0 and file_name.endswith((".zip", ".gz"))):
            check(not objects(home), f"{name}: something landed: {objects(home)}")
        print(f"{name}: exit {code}: {(done.stderr or done.stdout).strip().splitlines()[-1][:110]}")


def try_scrobbles():
    """Imports every kind of Last.fm and Maloja as a single file, in a folder and in a zip; equal bytes are known the second time."""
    plays = sum(count for _, count in SCROBBLES.values())
    with Home("bad") as home:
        folder = home.path / "scrobbles"
        for name, (text, count) in SCROBBLES.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, newline="")
            before = stored_rows(home)
            result = home.json("import", path)
            source = "maloja" if name.startswith("maloja") else "lastfm"
            check(result["by_source"] == {source: count}, f"{name}: {result}")
            check(stored_rows(home) == before + count, f"{name}: {stored_rows(home)} rows after {before}")
        known = home.json("import", folder)
        check((known["loaded"], known["rejected"]) == (0, 0) and known["known"] == known["rows"], f"folder: {known}")
        (home.path / "all.zip").write_bytes(zipped({name: text for name, (text, _) in SCROBBLES.items()}))
        zipped_again = home.json("import", home.path / "all.zip")
        check(zipped_again == known, f"zip: {zipped_again}")
        check(stored_rows(home) == plays, f"{stored_rows(home)} rows, not {plays}")
    print(f"scrobbles: {len(SCROBBLES)} kinds, {plays} plays; folder and zip hold {known['known']} known rows")


def main():
    try_scrobbles()
    for name, case in cases().items():
        try_case(name, case)
    try_corpus()
    try_memory()
    with Home("bad") as home:
        done = home.run("import", home.path / "none.zip", expect=2)
        check("none.zip" in done.stderr, done.stderr)
        good = home.path / "Streaming_History_Audio_2019_0.json"
        good.write_text(json.dumps(GOOD))
        check(home.json("import", good)["loaded"] == len(GOOD), "a good file after bad ones")
        again = home.json("import", good)
        check((again["loaded"], again["known"], again["rows"]) == (0, len(GOOD), len(GOOD)), f"again: {again}")


if __name__ == "__main__":
    run_test(main)
