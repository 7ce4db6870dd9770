"""One node of Ceph with its RADOS gateway, which verifies signatures, payload digests, odd keys and byte order.

Free ports on loopback, a temporary folder, data in memory, no systemd; every daemon is ended by its process id."""
import contextlib
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import time
import uuid

from lib.servers import LIMIT_S, die_with_parent, free_ports
from lib.s3 import ACCESS_KEY, S3, SECRET_KEY, environment_for

# Without tcp_nodelay each answer waits 40 ms for the other side's acknowledgement.
CONF = """[global]
fsid = {fsid}
mon host = v1:127.0.0.1:{mon}
public network = 127.0.0.0/8
ms bind ipv4 = true
ms bind msgr2 = false
auth cluster required = none
auth service required = none
auth client required = none
auth supported = none
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 1
osd pool default pgp num = 1
osd pool default pg autoscale mode = off
mon allow pool size one = true
mon warn on pool no redundancy = false
mon max pg per osd = 1000
osd crush chooseleaf type = 0
log file = {folder}/log/$name.log
admin socket = {folder}/out/$name.asok
pid file = {folder}/out/$name.pid
run dir = {folder}/out
keyring = {folder}/keyring
[mon]
mon data = {folder}/mon
mon initial members = a
[osd]
osd data = {folder}/osd
osd objectstore = memstore
memstore device bytes = 2147483648
osd class load list = *
osd class default list = *
public addr = 127.0.0.1
cluster addr = 127.0.0.1
[client.rgw]
rgw frontends = beast endpoint=127.0.0.1:{s3} tcp_nodelay=1 ssl_endpoint=127.0.0.1:{tls} ssl_certificate={folder}/tls.pem
rgw data = {folder}/rgw
rgw dns name = localhost
rgw enable usage log = false
debug rgw = 1
"""


class Ceph:
    """`with Ceph() as store`: like Seaweed in lib/seaweed.py. Below store.by_host the name of a bucket is a name of a host; store.tls is
    the same over TLS, whose authority is store.ca_file."""

    def __init__(self, bucket="lake"):
        self.bucket, self.daemons = bucket, []

    def __enter__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="segue-ceph-"))
        for name in ("mon", "osd", "rgw", "log", "out"):
            (self.folder / name).mkdir()
        self.mon, s3, tls = free_ports(3)
        self.endpoint, self.by_host, self.tls = f"http://127.0.0.1:{s3}", f"http://localhost:{s3}", f"https://127.0.0.1:{tls}"
        self.ca_file = self.folder / "ca.pem"
        self.fsid = str(uuid.uuid4())
        self.conf = self.folder / "ceph.conf"
        self.conf.write_text(CONF.format(fsid=self.fsid, mon=self.mon, s3=s3, tls=tls, folder=self.folder))
        self.client = S3(self.endpoint, ACCESS_KEY, SECRET_KEY)
        try:
            self._start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def _run(self, *command, timeout=LIMIT_S):
        environment = {"PATH": "/usr/bin:/bin", "CEPH_CONF": str(self.conf)}
        done = subprocess.run(list(map(str, command)), env=environment, capture_output=True, text=True, timeout=timeout, cwd="/")
        if done.returncode != 0:
            raise SystemExit(f"Ceph: {' '.join(map(str, command))}: exit {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout

    def _patiently(self, *command):
        """Tries again: the monitor refuses a request before it knows the cluster's id, which happens now and then."""
        for _ in range(9):
            with contextlib.suppress(SystemExit):
                return self._run(*command)
        return self._run(*command)

    def _ceph(self, *command):
        return self._patiently("ceph", "-c", self.conf, *command)

    def _daemon(self, *command):
        """Starts a daemon in the foreground (-f), so that the process that we started is the daemon."""
        with open(self.folder / "log" / "daemons", "a") as log:
            self.daemons.append(subprocess.Popen(
                list(map(str, command)), stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/", preexec_fn=die_with_parent,
                env={"PATH": "/usr/bin:/bin", "CEPH_CONF": str(self.conf)}))

    def _make_certificate(self):
        key = self.folder / "key.pem"
        self._run("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-noenc", "-days", "2", "-subj",
                  "/CN=segue test", "-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost", "-keyout", key, "-out", self.ca_file)
        (self.folder / "tls.pem").write_text(key.read_text() + self.ca_file.read_text())

    def _start(self):
        self._make_certificate()
        keyring, map_file, conf = self.folder / "keyring", self.folder / "monmap", ("-c", self.conf)
        self._run("ceph-authtool", "--create-keyring", keyring, "--gen-key", "-n", "mon.", "--cap", "mon", "allow *")
        self._run("ceph-authtool", keyring, "--gen-key", "-n", "client.admin", "--cap", "mon", "allow *", "--cap", "osd", "allow *",
                  "--cap", "mgr", "allow *")
        self._run("monmaptool", "--create", "--clobber", "--fsid", self.fsid, "--addv", "a", f"[v1:127.0.0.1:{self.mon}]", map_file)
        self._run("ceph-mon", *conf, "--mkfs", "-i", "a", "--monmap", map_file, "--keyring", keyring)
        self._daemon("ceph-mon", *conf, "-f", "-i", "a", "--public-addr", f"v1:127.0.0.1:{self.mon}")
        osd = str(uuid.uuid4())
        self._ceph("osd", "new", osd)
        self._run("ceph-osd", *conf, "-i", "0", "--mkfs", "--osd-uuid", osd)
        self._ceph("osd", "crush", "add", "osd.0", "1.0", "root=default", "host=localhost")
        self._daemon("ceph-osd", *conf, "-f", "-i", "0")
        self._until(lambda: "1 up" in self._ceph("osd", "stat"), "its storage daemon did not come up", begin_again=True)
        self._daemon("radosgw", *conf, "-f", "-n", "client.rgw")
        self._patiently("radosgw-admin", *conf, "user", "create", "--uid=segue", "--display-name=segue", f"--access-key={ACCESS_KEY}",
                  f"--secret-key={SECRET_KEY}")
        self._until(lambda: self.client.make_bucket(self.bucket) == 200, "no bucket could be made", begin_again=True)

    def _until(self, holds, what, begin_again=False):
        """Waits. `begin_again`: the daemon that was started last may be refused, too, and end at once; then another is started."""
        limit = time.monotonic() + LIMIT_S
        while time.monotonic() < limit:
            if self.daemons[-1].poll() is not None and begin_again:
                self._daemon(*self.daemons.pop().args)
            if any(daemon.poll() is not None for daemon in self.daemons[:-1]):
                break
            try:
                if holds():
                    return
            except OSError:
                pass
            time.sleep(0.1)
        raise SystemExit(f"Ceph: {what}:\n{(self.folder / 'log' / 'daemons').read_text()[-4000:]}")

    def __exit__(self, *_):
        for daemon in reversed(self.daemons):
            if daemon.poll() is None:
                os.kill(daemon.pid, signal.SIGKILL)  # all of it lives in memory
            daemon.wait()
        if "KEEP" not in os.environ:
            shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def environment(self):
        return environment_for(self.endpoint)
