"""Other people's lists: a dump that is cut, one whose `add` is killed, one that is added again, one with a line of 1 GB; fetching from a
loopback server that is strict about ranges and ETags and cuts connections; the playlist archive by git over HTTP."""
import hashlib
import http.server
import json
import os
import pathlib
import random
import re
import signal
import subprocess
import tarfile
import tempfile
import threading
import time

from lib.home import SEGUE, Home, check, run_test
from lib.zstd import compress

DUMPS = [f"listenbrainz-dump-{number}-202607{number:02}-000003-incremental" for number in (8, 9, 10, 11)]


def listen(user, second, title):
    return json.dumps({"user_id": user, "user_name": f"name{user}", "timestamp": 1785312000 + second,
                       "track_metadata": {"artist_name": "Paper Boats", "track_name": title, "additional_info": {}}}) + "\n"


def dump(lines):
    content = lines.encode()
    info = tarfile.TarInfo("dump/listens/2026/7.listens")
    info.size = len(content)
    return info.tobuf(tarfile.USTAR_FORMAT) + content + b"\0" * (-len(content) % 512) + b"\0" * 1024


def two_listens(day):
    return compress(dump(listen(1, 0, f"one of {day}") + listen(1, 200, f"two of {day}")))


class Mirror(http.server.BaseHTTPRequestHandler):
    """Serves files by path; every second piece of a file is cut in the middle of its body."""
    protocol_version = "HTTP/1.1"
    files, asked, faults = {}, [], []

    def log_message(self, *_):
        pass

    def do_GET(self):
        content = self.files.get(self.path)
        if content is None:
            return self.answer(404, b"")
        tag = '"' + hashlib.sha256(content).hexdigest()[:16] + '"'
        asked = self.headers.get("Range")
        if asked is None:
            return self.answer(200, content, {"ETag": tag})
        match = re.fullmatch(r"bytes=(\d+)-(\d+)", asked)
        if not match:
            self.faults.append(f"Range: {asked}")
            return self.answer(400, b"")
        first, last = int(match[1]), min(int(match[2]), len(content) - 1)
        if first > 0 and self.headers.get("If-Match") != tag:
            return self.answer(412, b"")
        if first >= len(content):
            return self.answer(416, b"", {"Content-Range": f"bytes */{len(content)}"})
        self.asked.append((self.path, first))
        body = content[first : last + 1]
        self.answer(206, body, {"ETag": tag, "Content-Range": f"bytes {first}-{last}/{len(content)}"},
                    cut=len(self.asked) % 2 == 1)

    def answer(self, status, body, headers=None, cut=False):
        self.send_response(status)
        for name, value in {**(headers or {}), "Content-Length": len(body)}.items():
            self.send_header(name, str(value))
        self.end_headers()
        self.wfile.write(body[: len(body) // 2] if cut else body)
        self.close_connection = cut


class Serving:
    def __init__(self, handler):
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{self.server.server_port}"

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()


def try_dump():
    with Home("corpus") as home:
        path = home.path / "d.tar.zst"
        lines = "".join(listen(n % 7, n * 60, f"song {n}") for n in range(2000))
        path.write_bytes(compress(dump(lines))[:-40])
        done = home.run("--json", "corpus", "add", path, expect=5)
        check("d.tar.zst" in done.stderr and "cut" in done.stderr, f"a cut dump: {done.stderr}")
        check(not (home.home / "corpora").exists(), "a cut dump left something")
        path.write_bytes(compress(dump(lines + "no JSON\n")))
        added = home.json("corpus", "add", path, expect=5)
        check((added["rows"], added["loaded"], added["rejected"]) == (2001, 2000, 1), f"the dump: {added}")
        check("7.listens\t2001\t" in pathlib.Path(added["reject_file"]).read_text(), "no reject names line 2001")
        again = home.json("corpus", "add", path)
        check((again["known"], again["loaded"]) == (2001, 0), f"again: {again}")
        for file in (home.home / "corpora").rglob("*"):
            check(not file.is_file() or b"name3" not in file.read_bytes(), f"{file.name} holds the name of a listener")
        print("a dump: cut, broken in one line, known again")


def try_huge_line():
    """A line of 1 GB, which packs to 30 KB, is counted and never in memory as a whole."""
    with Home("corpus") as home:
        path = home.path / "d.listens.zst"
        good = (listen(1, 0, "a") + listen(1, 60, "b")).encode()
        with open(path, "wb") as out:
            out.write(compress(good))
            block = compress(b"x" * (1 << 22))  # a frame's window needs memory of its own
            for _ in range(256):
                out.write(block)
            out.write(compress(b"\n" + good))
        child = subprocess.Popen([str(SEGUE), "--json", "corpus", "add", str(path)], env=home.environment, stdout=subprocess.PIPE)
        added = json.loads(child.stdout.read())
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        check(child.returncode == 5, f"1 GB in a line: exit {child.returncode}")
        check((added["rows"], added["rejected"]) == (5, 1), f"1 GB in a line: {added}")
        check("3\t\tthe line is longer than 4 MiB" in pathlib.Path(added["reject_file"]).read_text(), "nothing says which line")
        peak = usage.ru_maxrss // 1024
        check(peak < 200 or b"__asan_init" in SEGUE.read_bytes(), f"1 GB in a line: {peak} MB at most")
        print(f"a line of 1 GB: counted, {peak} MB at most")


def try_kill():
    """Kills `corpus add` at several moments and runs it again: the result is as if it had never been killed."""
    lines = "".join(listen(n % 97, n * 20, f"song {n % 5000}") for n in range(150_000))
    with Home("corpus") as home, Home("corpus") as other:
        path = home.path / "d.tar.zst"
        path.write_bytes(compress(dump(lines)))
        for pause in (0.02, 0.1, 0.25, 0.5):
            child = subprocess.Popen([str(SEGUE), "corpus", "add", str(path)], env=home.environment, stdout=subprocess.DEVNULL,
                                     stderr=subprocess.DEVNULL)
            time.sleep(pause)  # any instant will do: the result must be the same at each
            child.send_signal(signal.SIGKILL)
            child.wait()
            whole = [p for p in (home.home / "corpora").glob("d.tar.zst-*") if p.suffix != ".part"]
            check(all((p / "lists.bin").exists() for p in whole), f"half a corpus stands: {whole}")
        home.json("corpus", "add", path)
        other.json("corpus", "add", path)
        made = [sorted((p.name, hashlib.sha256(p.read_bytes()).hexdigest()) for p in one.home.glob("corpora/d.tar.zst-*/*"))
                for one in (home, other)]
        check(made[0] == made[1] and len(made[0]) == 2, f"after kills other bytes: {made}")
        check(not list(home.home.glob("corpora/*.part")), "a working folder is left")
        print("killed four times: the same bytes in the end")


def try_listenbrainz():
    with Serving(Mirror) as address:
        for day in DUMPS:
            name = f"listenbrainz-listens-{day.removeprefix('listenbrainz-')}.tar.zst"
            content = two_listens(day)
            Mirror.files[f"/lb/{day}/{name}"] = content
            Mirror.files[f"/lb/{day}/{name}.sha256"] = f"{hashlib.sha256(content).hexdigest()}  {name}\n".encode()
        Mirror.files["/lb/"] = "".join(f'<a href="{day}/">{day}/</a>' for day in reversed(DUMPS)).encode()
        # A dump that is larger than a piece of 8 MiB, because it compresses badly.
        large = next(path for path in Mirror.files if DUMPS[2] in path and path.endswith(".zst"))
        draw = random.Random(1)
        noise = dump("".join(listen(1, 60 * n, draw.randbytes(70).hex()) for n in range(160_000)))
        Mirror.files[large] = compress(noise)
        check(len(Mirror.files[large]) > 9 << 20, "the large dump is one piece")
        Mirror.files[large + ".sha256"] = hashlib.sha256(Mirror.files[large]).hexdigest().encode()
        with Home("corpus", {"SEGUE_LISTENBRAINZ_DUMPS_URL": address + "/lb/"}) as home:
            got = home.json("corpus", "get", "listenbrainz", "--days", 2)
            check((got["rows"], got["loaded"]) == (160_002, 160_002), f"got: {got}")
            names = [one["name"] for one in home.json("corpus", "list")["corpora"]]
            check([n.split("-")[3] for n in names] == ["10", "11"], f"the newest two: {names}")
            check(not Mirror.faults, f"{Mirror.faults}")
            check((large, 8 << 20) in Mirror.asked, f"no second piece was asked for: {Mirror.asked}")
            before = len(Mirror.asked)
            again = home.json("corpus", "get", "listenbrainz", "--days", 2)
            check(again["known"] == 160_002 and len(Mirror.asked) == before, "what is here was fetched again")
            bad = next(path for path in Mirror.files if DUMPS[1] in path and path.endswith(".sha256"))
            Mirror.files[bad] = b"0" * 64
            done = home.run("corpus", "get", "listenbrainz", "--days", 3, expect=5)
            check("sha256" in done.stderr and not list(home.home.glob("corpora/fetched/*-9-*")), f"another sum: {done.stderr}")
        print(f"listenbrainz: {len(Mirror.asked)} pieces, every other one cut in its middle")
    for address, code in (("http://dumps.example/lb", 2), ("file:///tmp", 2), ("http://127.0.0.1:9/lb", 4)):
        with Home("corpus", {"SEGUE_LISTENBRAINZ_DUMPS_URL": address}) as home:
            home.run("corpus", "get", "listenbrainz", expect=code)
            check(not (home.home / "corpora").exists(), f"{address}: something was kept")


class GitServer(http.server.BaseHTTPRequestHandler):
    """Git's own CGI program over a bare repository."""
    root = ""

    def log_message(self, *_):
        pass

    def do_GET(self):
        self.git(b"")

    def do_POST(self):
        if self.headers.get("Transfer-Encoding") == "chunked":
            body = b""
            while size := int(self.rfile.readline(), 16):
                body += self.rfile.read(size)
                self.rfile.readline()
            self.rfile.readline()
        else:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.git(body)

    def git(self, body):
        path, _, query = self.path.partition("?")
        done = subprocess.run(["git", "http-backend"], input=body, capture_output=True, env={
            "PATH": "/usr/bin:/bin", "GIT_PROJECT_ROOT": self.root, "GIT_HTTP_EXPORT_ALL": "1", "PATH_INFO": path, "QUERY_STRING": query,
            "REQUEST_METHOD": self.command, "CONTENT_TYPE": self.headers.get("Content-Type", ""), "CONTENT_LENGTH": str(len(body)),
            "HTTP_CONTENT_ENCODING": self.headers.get("Content-Encoding", ""), "GIT_PROTOCOL": self.headers.get("Git-Protocol", "")})
        head, _, content = done.stdout.partition(b"\r\n\r\n")
        fields = dict(line.split(": ", 1) for line in head.decode().split("\r\n") if ": " in line)
        self.send_response(int(fields.pop("Status", "200").split()[0]))
        for name, value in {**fields, "Content-Length": str(len(content))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)


def playlist(name, tracks):
    return json.dumps({"description": "A &amp; B", "num_followers": 1, "original_name": name, "owner": {"name": "x", "url": "u"},
                       "snapshot_id": "s", "tracks": [{"added_at": None, "album": {"name": "", "url": ""},
                                                       "artists": [{"name": f"Artist {n}", "url": ""}], "duration_ms": 200000,
                                                       "name": f"Song {n}", "url": f"https://open.spotify.com/track/{n:022}"}
                                                      for n in tracks],
                       "unique_name": name, "url": f"https://open.spotify.com/playlist/{name:>022}"}, indent=2)


def try_archive():
    with tempfile.TemporaryDirectory(prefix="segue-archive-") as made:
        source = pathlib.Path(made) / "source"

        def git(*arguments):
            subprocess.run(["git", "-c", "user.name=x", "-c", "user.email=x@example.com", *arguments], check=True, cwd=made,
                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

        def write(lists):
            for name, tracks in lists.items():
                for kind in ("pretty", "plain"):
                    (source / "playlists" / kind).mkdir(parents=True, exist_ok=True)
                    (source / "playlists" / kind / f"{name}.json").write_text(playlist(name, tracks))
            git("-C", str(source), "add", "-A")
            git("-C", str(source), "commit", "-qm", "lists")
            git("-C", f"{made}/bare.git", "fetch", "-q", str(source), "+HEAD:refs/heads/main")

        git("init", "-q", str(source))
        git("init", "-q", "--bare", "bare.git")
        git("-C", "bare.git", "symbolic-ref", "HEAD", "refs/heads/main")
        git("-C", "bare.git", "config", "uploadpack.allowFilter", "true")
        git("-C", "bare.git", "config", "uploadpack.allowAnySHA1InWant", "true")
        write({"one": range(5), "noise": [1] * 100, "sleep": [n % 2 for n in range(20)]})
        GitServer.root = made
        with Serving(GitServer) as address, Home("corpus", {"SEGUE_PLAYLIST_ARCHIVE_URL": address + "/bare.git"}) as home:
            got = home.json("corpus", "get", "playlist-archive")
            check(got["rows"] == 125, f"the archive: {got}")
            one = home.json("corpus", "list")["corpora"]
            check(len(one) == 1 and (one[0]["lists"], one[0]["lists_left_out"]) == (1, 2), f"the archive: {one}")
            check(not list(home.home.glob("corpora/fetched/playlist-archive/playlists/plain/*")), "more than pretty was fetched")
            check(home.json("corpus", "get", "playlist-archive")["known"] == 125, "again")
            write({"two": range(3, 9)})
            check(home.json("corpus", "get", "playlist-archive")["rows"] == 131, "the archive grew")
            after = home.json("corpus", "list")["corpora"]
            check(len(after) == 1 and after[0]["lists"] == 2, f"the archive grew: {after}")
        with Home("corpus", {"SEGUE_PLAYLIST_ARCHIVE_URL": "ext::sh -c true"}) as home:
            home.run("corpus", "get", "playlist-archive", expect=2)
    print("playlist archive: by git, twice, and grown")


def main():
    try_dump()
    try_huge_line()
    try_kill()
    try_listenbrainz()
    try_archive()


if __name__ == "__main__":
    run_test(main)
