"""The function's zip: equal bytes when made twice, within Lambda's limits, no database in it, and it runs in an otherwise empty root."""
import http.server
import json
import os
import pathlib
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import zipfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

from lib.servers import LIMIT_S
from lib.emulator import unpacked  # noqa: E402
from lib.home import ROOT, check, run_test  # noqa: E402

BIN = pathlib.Path(os.environ.get("SEGUE_BIN", ROOT / "build/release/bin"))
ZIP = BIN.parent / "segue-lambda.zip"
PACK = ROOT / "deploy/function/pack.py"
MOST_ZIPPED, MOST_UNPACKED = 50 << 20, 250 << 20  # Lambda's limits for an upload and for the unpacked files
LOADER = ("lib/ld.so", "--inhibit-cache", "--library-path", "lib", "bin/segue-lambda")  # as deploy/function/bootstrap says

NAME, DNS = "ssm.segue.test", "127.0.0.77"


class FakeRuntime:
    """The Runtime API for one invocation; what the function reports is kept."""

    def __enter__(self):
        self.posted, self.asked, fake = [], 0, self

        class Handler(http.server.BaseHTTPRequestHandler):
            def log_message(self, *_):
                pass

            def do_GET(self):
                fake.asked += 1
                if fake.asked > 1:  # there is no further invocation, so the function ends
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
    """Returns how to start a program with `root` as its whole file system; None if this machine does not permit it."""
    attempts = ([] if os.geteuid() else [["chroot", str(root)]]) + [["unshare", "--user", "--map-root-user", "--root", str(root)]]
    for attempt in attempts:
        tried = subprocess.run([*attempt, "/lib/ld.so", "--version"], capture_output=True, text=True)
        if tried.returncode == 0:
            return attempt
        print(f"bundle: {attempt[0]} is not allowed here: {tried.stderr.strip()}")
    return None


class Names(threading.Thread):
    """A DNS server that knows one name, on an address of loopback: the bundle's own C library asks it."""

    def __init__(self):
        super().__init__(daemon=True)
        self.asked = 0
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind((DNS, 53))
        self.start()

    def run(self):
        while True:
            try:
                question, who = self.socket.recvfrom(512)
            except OSError:
                return
            self.asked += 1
            end = question.index(b"\0", 12) + 5
            kind = question[end - 4:end - 2]
            answer = b"\xc0\x0c" + kind + b"\0\1\0\0\0\1\0\4\x7f\0\0\1" if kind == b"\0\1" else b""
            self.socket.sendto(question[:2] + b"\x81\x80\0\1" + (b"\0\1" if answer else b"\0\0") + b"\0\0\0\0" + question[12:end] + answer, who)


class Denying:
    """An SSM over TLS, with a certificate of its own, that refuses every call."""

    def __enter__(self):
        class Handler(http.server.BaseHTTPRequestHandler):
            def log_message(self, *_):
                pass

            def do_POST(self):
                body = b'{"__type":"AccessDeniedException"}'
                self.send_response(400)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        self.folder = tempfile.TemporaryDirectory()
        key, self.certificate = (pathlib.Path(self.folder.name) / name for name in ("key.pem", "cert.pem"))
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", self.certificate, "-days", "2",
                        "-subj", "/CN=segue", "-addext", f"subjectAltName=DNS:{NAME},IP:127.0.0.1"], check=True, capture_output=True)
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate, key)
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True, do_handshake_on_connect=False)
        self.server.handle_error = lambda *_: None  # a client that does not trust the certificate breaks off
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.port = self.server.server_address[1]
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()
        self.folder.cleanup()


def report_of(within, settings):
    """Runs the function for one invocation in that root; returns (where it reported, the error)."""
    program = ["/" + LOADER[0], *LOADER[1:3], "/lib", "/bin/segue-lambda"]
    with FakeRuntime() as runtime:
        done = subprocess.run([*within, *program], env={**settings, "AWS_LAMBDA_RUNTIME_API": runtime.host, "PATH": "/usr/sbin:/usr/bin:/sbin:/bin"},
                              capture_output=True, text=True, timeout=LIMIT_S)
    check(len(runtime.posted) == 1, f"the function reported {runtime.posted}: {done.stdout}{done.stderr}")
    where, type_header, error = runtime.posted[0]
    check(type_header == error["errorType"], f"{type_header} in the header, {error}")
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    check(lines and lines[0]["errorType"] == error["errorType"] and "a-secret-key" not in done.stdout + done.stderr, f"logged: {lines}")
    check(done.returncode == 1, f"exit {done.returncode}")
    return where, error


def check_empty_root(folder):
    """The root has only the bundle, /tmp and the address of a DNS server: name resolution, TLS and authorities are the bundle's own."""
    root = unpacked(ZIP, folder / "root")
    (root / "tmp").mkdir()
    within = in_root(root)
    if not within:
        print("bundle: not run in an empty root (see above)")
        return
    (root / "etc/resolv.conf").write_text(f"nameserver {DNS}\n")
    names = Names() if within[0] == "chroot" else None  # only root may listen on port 53
    with Denying() as ssm:
        shutil.copy(ssm.certificate, root / "etc/own.pem")
        settings = {"SEGUE_LAKE": "s3://lake/segue", "SEGUE_SPOTIFY_CLIENT_ID": "c", "SEGUE_TOKEN_PARAMETER": "/segue/me/consent",
                    "AWS_REGION": "eu-north-1", "AWS_ACCESS_KEY_ID": "k", "AWS_SECRET_ACCESS_KEY": "a-secret-key",
                    "SEGUE_SSM_ENDPOINT": f"https://{NAME if names else '127.0.0.1'}:{ssm.port}", "SEGUE_CA_FILE": "/etc/ca.pem"}
        for more, path, kind, word in (({"SEGUE_AWS_CA_FILE": "/etc/own.pem"}, "/invocation/one/error", "Segue.Upstream", "AccessDeniedException"),
                                       ({}, "/invocation/one/error", "Segue.Upstream", "certificate"),
                                       ({"SEGUE_LAKE": ""}, "/init/error", "Segue.Settings", "SEGUE_LAKE")):
            where, error = report_of(within, {**settings, **more})
            check(where.endswith(path) and error["errorType"] == kind and word in error["errorMessage"], f"{where}: {error}")
    check(not names or names.asked > 0, "nobody asked for the name")
    print(f"bundle: by {within[0]} in a root of its own files alone: {'a name resolved, ' if names else ''}TLS spoken, a stranger's certificate refused")


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
