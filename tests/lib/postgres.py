"""Starts a PostgreSQL of our own: unprivileged, in a temporary folder, on a unix socket alone; it is ended by its own process id."""
import contextlib
import os
import pathlib
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
import urllib.parse

import psycopg2

from lib.servers import LIMIT_S

# How databases order text: by bytes, or as ICU orders American English.
C, ICU = "C", "ICU"
LOCALES = {C: ["--locale=C"], ICU: ["--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=en-US"]}
SETTINGS = {"listen_addresses": "", "timezone": "UTC", "log_min_messages": "warning"}
# A test's server may lose everything in a crash of the machine.
FOR_TESTS = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off", "wal_level": "minimal", "max_wal_senders": "0",
             "max_wal_size": "4GB", "shared_buffers": "256MB"}
USER = DATABASE = "segue"
PLAIN = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"}


def programs():
    """Returns the folder of initdb and postgres."""
    for debian in sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin")):
        if (debian / "initdb").exists() and (debian / "postgres").exists():
            return debian
    found = subprocess.run(["pg_config", "--bindir"], capture_output=True, text=True, check=True, env={"PATH": "/usr/bin:/bin"})
    return pathlib.Path(found.stdout.strip())


def unprivileged():
    """Returns the arguments of Popen for the server's user, because PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            user = pwd.getpwnam(name)
            return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    raise SystemExit("PostgreSQL must not run as root, and there is neither a user postgres nor nobody")


class Postgres:
    """`with Postgres(locale=ICU) as server`: server.url is the URL for segue, server.connect() returns a connection of psycopg2."""

    def __init__(self, locale=C, settings=None, folder="/tmp"):
        self.parent = folder
        self.locale, self.settings = locale, {**SETTINGS, **(FOR_TESTS if settings is None else settings)}
        self.process = None

    def __enter__(self):
        # The path of a unix socket has at most 107 bytes: no long TMPDIR.
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="segue-pg-", dir=self.parent))
        self.log = self.folder / "log"
        try:
            self._make()
        except BaseException:
            self.__exit__()
            raise
        return self

    def _make(self):
        who = unprivileged()
        if who:
            os.chown(self.folder, who["user"], who["group"])
        with open(self.log, "w") as log:
            subprocess.run([programs() / "initdb", "-D", self.folder / "data", "-U", USER, "--auth=trust", "--encoding=UTF8",
                            "--no-sync", *LOCALES[self.locale]], stdout=log, stderr=log, check=True, env=PLAIN, cwd="/", **who)
        self.start()
        with contextlib.closing(self.connect("postgres")) as connection:
            connection.autocommit = True
            connection.cursor().execute(f"create database {DATABASE} template template0")

    def start(self):
        """Starts the server on its present data, also after crash(); it waits for earlier sessions, which hold the data until they have ended."""
        chosen = [f"--{name}={value}" for name, value in {**self.settings, "unix_socket_directories": self.folder}.items()]
        limit = time.monotonic() + LIMIT_S
        while True:
            with open(self.log, "a") as log:
                begun = log.tell()
                self.process = subprocess.Popen([programs() / "postgres", "-D", self.folder / "data", *chosen],
                                                stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=PLAIN, cwd="/",
                                                start_new_session=True, **unprivileged())
            if self._answers(limit):
                return
            if "is still in use" not in self.log.read_text()[begun:] or time.monotonic() > limit:
                raise SystemExit(f"PostgreSQL did not start:\n{self.log.read_text()}")
            time.sleep(0.1)

    def crash(self):
        """Sends SIGKILL to the server and its sessions, each of which leads a process group of its own."""
        pid = self.process.pid
        sessions = pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        os.kill(pid, signal.SIGKILL)
        self.process.wait()
        for session in sessions:
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(session), signal.SIGKILL)

    def _answers(self, limit):
        while self.process.poll() is None and time.monotonic() < limit:
            with contextlib.suppress(psycopg2.OperationalError):
                self.connect("postgres").close()
                return True
            time.sleep(0.02)
        return False

    def __exit__(self, *_):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)  # fast shutdown: open connections are ended
            self.process.wait()
        if "KEEP" not in os.environ:
            shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def host(self):
        return str(self.folder)

    @property
    def url(self):
        return f"postgresql://{USER}@/{DATABASE}?host={urllib.parse.quote(self.host, safe='')}"

    def connect(self, database=DATABASE):
        return psycopg2.connect(host=self.host, user=USER, dbname=database)

    def query(self, sql):
        with contextlib.closing(self.connect()) as connection, connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchall()
