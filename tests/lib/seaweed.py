"""Starts a seaweedfs of our own as the S3 service: free ports on loopback, a temporary folder; it is ended by its own process id.

It verifies signatures and keeps If-None-Match. It does not verify the payload's digest, and it lists by folders: "a/b" before
"a-b" (lib/ceph.py tests those)."""
import json
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import time

from lib.servers import LIMIT_S, die_with_parent, free_ports
from lib.s3 import ACCESS_KEY, S3, SECRET_KEY, environment_for

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
IDENTITY = {"name": "segue", "credentials": [{"accessKey": ACCESS_KEY, "secretKey": SECRET_KEY}],
            "actions": ["Admin", "Read", "Write", "List", "Tagging"]}


def program():
    return os.environ.get("SEGUE_WEED") or str(ROOT / ".deps/venv-test/bin/weed")


class Seaweed:
    """`with Seaweed() as store`: store.endpoint, store.bucket (made), store.client, store.environment (what segue needs)."""

    def __init__(self, bucket="lake"):
        self.bucket, self.process = bucket, None

    def __enter__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="segue-weed-"))
        self.log = self.folder / "log"
        (self.folder / "data").mkdir()
        (self.folder / "s3.json").write_text(json.dumps({"identities": [IDENTITY]}))
        names = ("master", "master.grpc", "volume", "volume.grpc", "filer", "filer.grpc", "s3", "s3.grpc")
        self.ports = dict(zip(names, free_ports(len(names))))
        self.endpoint = f"http://127.0.0.1:{self.ports['s3']}"
        self.client = S3(self.endpoint, ACCESS_KEY, SECRET_KEY)
        try:
            self.start()
            self._until(lambda: self.client.make_bucket(self.bucket) == 200, "no bucket could be made")
            # The first writes make its first volumes, and fail until those exist.
            self._until(lambda: self.client.put(self.bucket, "first-write", b"x") == 200, "nothing could be written")
            self.client.delete(self.bucket, "first-write")
        except BaseException:
            self.__exit__()
            raise
        return self

    def start(self):
        """Starts on its present data, also after kill()."""
        ports = [f"-{name.replace('.grpc', '.port.grpc') if 'grpc' in name else name + '.port'}={port}" for name, port in self.ports.items()]
        with open(self.log, "a") as log:
            self.process = subprocess.Popen(
                [program(), "server", f"-dir={self.folder / 'data'}", "-ip=127.0.0.1", "-ip.bind=127.0.0.1", *ports, "-filer", "-s3",
                 "-s3.port.iceberg=0", "-s3.port.lance=0", f"-filer.localSocket={self.folder / 'f'}", f"-s3.localSocket={self.folder / 's'}", f"-s3.config={self.folder / 's3.json'}", "-master.telemetry=false", "-iam=false",
                 "-volume.max=500", "-master.volumeSizeLimitMB=64", "-master.electionTimeout=500ms", "-master.heartbeatInterval=100ms"],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self.folder, preexec_fn=die_with_parent,
                env={"PATH": "/usr/bin:/bin", "HOME": str(self.folder)})
        self._until(lambda: self.client.call("GET", "/")[0] == 200, "it did not start")

    def _until(self, holds, what):
        limit = time.monotonic() + LIMIT_S
        while time.monotonic() < limit and self.process.poll() is None:
            try:
                if holds():
                    return
            except OSError:
                pass
            time.sleep(0.05)
        raise SystemExit(f"seaweedfs: {what}:\n{self.log.read_text()[-4000:]}")

    def kill(self):
        """Sends SIGKILL: what it has acknowledged is kept; SIGTERM would take some 20 s."""
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def __exit__(self, *_):
        if self.process and self.process.poll() is None:
            self.kill()
        for name in ("master", "volume", "filer", "s3"):  # there is no flag for these
            port = self.ports[name + ".grpc"]
            pathlib.Path(f"/tmp/seaweedfs-{name}-grpc-{port}.sock").unlink(missing_ok=True)
        if "KEEP" not in os.environ:
            shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def environment(self):
        return environment_for(self.endpoint)
