"""The function's zip: equal bytes when made twice, within Lambda's limits, no database in it, and it runs in an otherwise empty root."""
import http.server
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import threading
import zipfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

from lib.emulator import unpacked  # noqa: E402
from lib.home import ROOT, check, run_test  # noqa: E402

BIN = pathlib.Path(os.environ.get("SEGUE_BIN", ROOT / "build/release/bin"))
ZIP = BIN.parent / "segue-lambda.zip"
PACK = ROOT / "deploy/function/pack.py"
MOST_ZIPPED, MOST_UNPACKED = 50 << 20, 250 << 20  # what Lambda takes by upload, and unpacked
LOADER = ("lib/ld.so", "--inhibit-cache", "--library-path", "lib", "bin/segue-lambda")  # as deploy/function/bootstrap says


class FakeRuntime:
    """The Runtime API for one invocation; what the function reports is kept."""

    def __enter__(self):
        self.posted, self.asked, fake = [], 0, self

        class Handler(http.server.BaseHTTPRequestHandler):
            def log_message(self, *_):
                pass

            def do_GET(self):
                fake.asked += 1
                if fake.asked > 1:  # no more invocations: the function ends
                    self.send_error(410)
                    return
                self.send_response(200)
                self.send_header("Lambda-Runtime-Aws-Request-Id", "one")
                self.send_header("Content-Length", "2")
                self.end_headers()
                self.wfile.write(b"{}")

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                fake.posted.append((self.path, self.headers.get("Lambda-Runtime-Function-Error-Type"), json.loads(body)))
                self.send_response(202)
                self.send_header("Content-Length", "0")
                self.end_headers()

        self.server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.host = f"127.0.0.1:{self.server.server_address[1]}"
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()


def check_contents():
    with zipfile.ZipFile(ZIP) as bundle:
        names = bundle.namelist()
        unpacked_size = sum(entry.file_size for entry in bundle.infolist())
        moments = {entry.date_time for entry in bundle.infolist()}
        modes = {entry.filename: entry.external_attr >> 16 & 0o777 for entry in bundle.infolist()}
        binary = bundle.read("bin/segue-lambda")
    for word in ("duckdb", "libpq", "sqlite"):
        check(not any(word in name for name in names), f"{word} is in the bundle: {names}")
        check(word.encode() not in binary, f"{word} is linked into the function")
    check(moments == {(1980, 1, 1, 0, 0, 0)}, f"times of files: {moments}")
    check(modes["bootstrap"] == modes["lib/ld.so"] == modes["bin/segue-lambda"] == 0o755, f"modes: {modes}")
    size = ZIP.stat().st_size
    check(size < MOST_ZIPPED and unpacked_size < MOST_UNPACKED, f"{size} bytes zipped, {unpacked_size} unpacked")
    print(f"bundle: {len(names)} files, {size / 2**20:.1f} MiB zipped of 50, {unpacked_size / 2**20:.1f} MiB unpacked of 250; no database library")


def check_equal_bytes(folder):
    again = folder / "again.zip"
    subprocess.run([sys.executable, PACK, BIN / "segue-lambda", again], check=True, env={"PATH": "/usr/bin:/bin", "TZ": "Asia/Kolkata"})
    check(again.read_bytes() == ZIP.read_bytes(), "the bundle made again has other bytes")
    print("bundle: made again, in another zone and folder: equal bytes")


def in_root(root):
    """How a program starts with `root` as its whole file system; None where this machine does not let us."""
    attempts = ([] if os.geteuid() else [["chroot", str(root)]]) + [["unshare", "--user", "--map-root-user", "--root", str(root)]]
    for attempt in attempts:
        tried = subprocess.run([*attempt, "/lib/ld.so", "--version"], capture_output=True, text=True)
        if tried.returncode == 0:
            return attempt
        print(f"bundle: {attempt[0]} is not allowed here: {tried.stderr.strip()}")
    return None


def check_empty_root(folder):
    """Only the bundle and /tmp: an invocation runs until Spotify's stand-in, which is not there, refuses it."""
    root = unpacked(ZIP, folder / "root")
    (root / "tmp").mkdir()
    within = in_root(root)
    if not within:
        print("bundle: not run in an empty root (see above)")
        return
    settings = {"SEGUE_LAKE": "s3://lake/segue", "SEGUE_SPOTIFY_CLIENT_ID": "c", "SEGUE_TOKEN_PARAMETER": "/segue/me/consent",
                "AWS_REGION": "eu-north-1", "AWS_ACCESS_KEY_ID": "k", "AWS_SECRET_ACCESS_KEY": "a-secret-key",
                "SEGUE_SSM_ENDPOINT": "https://127.0.0.1:1", "SEGUE_CA_FILE": "/etc/ca.pem"}
    program = ["/" + LOADER[0], *LOADER[1:3], "/lib", "/bin/segue-lambda"]
    for given, path, kind, word in ((settings, "/invocation/one/error", "Segue.Upstream", "/segue/me/consent"),
                                    ({**settings, "SEGUE_LAKE": ""}, "/init/error", "Segue.Settings", "SEGUE_LAKE")):
        with FakeRuntime() as runtime:
            done = subprocess.run([*within, *program], env={**given, "AWS_LAMBDA_RUNTIME_API": runtime.host, "PATH": "/usr/sbin:/usr/bin:/sbin:/bin"},
                                  capture_output=True, text=True, timeout=60)
            check(len(runtime.posted) == 1, f"the function reported {runtime.posted}: {done.stdout}{done.stderr}")
            where, type_header, body = runtime.posted[0]
            check(where.endswith(path) and type_header == body["errorType"] == kind and word in body["errorMessage"], f"{runtime.posted[0]}")
            lines = [json.loads(line) for line in done.stdout.splitlines()]
            check(lines and lines[0]["type"] == kind and "a-secret-key" not in done.stdout + done.stderr, f"logged: {lines}")
            check(done.returncode == 1, f"exit {done.returncode}")
    print(f"bundle: runs by {within[0]} in a root of its own files alone")


def main():
    folder = pathlib.Path(tempfile.mkdtemp(prefix="segue-bundle-"))
    try:
        check_contents()
        check_equal_bytes(folder)
        check_empty_root(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    run_test(main)
