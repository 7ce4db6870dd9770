"""Starts what the AWS half needs: the simulator, a bucket, SSM, and the function under AWS's emulator."""
import contextlib
import json
import os
import pathlib
import statistics
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "year"))

from lib.emulator import Emulator, unpacked  # noqa: E402
from lib.home import ROOT, Home, check  # noqa: E402
from lib.moto import Moto  # noqa: E402
from lib.seaweed import Seaweed  # noqa: E402

sys.path.insert(0, str(ROOT / "demo"))
import run as demo  # noqa: E402
import spotify_reader  # noqa: E402

BIN = pathlib.Path(os.environ.get("SEGUE_BIN", ROOT / "build/release/bin"))
ZIP = BIN.parent / "segue-lambda.zip"
KILLER = BIN / "libkiller.so"
USER = "demo"  # the simulator's name for the listener, so that its record and the warehouse use the same name
PARAMETER = f"/segue/{USER}/consent"
PREFIX = "segue"
HOUR_MS = 3_600_000
# The variables that Lambda sets besides; none of a shell's variables.
BUSY_DAYS = ("--sessions-a-day", "12")


class Stage:
    """`with Stage(simulator flags) as stage`: stage.function() starts the function anew, stage.home() a box that reads the bucket."""

    def __init__(self, *flags):
        self.flags = flags

    def __enter__(self):
        with contextlib.ExitStack() as stack:
            self.folder = pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="segue-cloud-")))
            self.simulator = stack.enter_context(demo.Simulator(self.folder, *self.flags))
            self.store = stack.enter_context(Seaweed())
            self.aws = stack.enter_context(Moto())
            self.task = unpacked(ZIP, self.folder / "task")
            self.stack = stack.pop_all()
        self.cold, self.warm, self.peak_kb, self.invocations, self.running = [], [], 0, 0, None
        return self

    def __exit__(self, *_):
        self.stop()
        self.stack.close()

    @property
    def places(self):
        """Returns where Spotify, the bucket and SSM are, for the box and for the function."""
        base = self.simulator.base
        return {"SEGUE_SPOTIFY_API_URL": base, "SEGUE_SPOTIFY_ACCOUNTS_URL": base, "SEGUE_CLOCK_URL": base + "/sim/clock",
                "SEGUE_SPOTIFY_CLIENT_ID": demo.CLIENT, "SEGUE_USER": USER, "SEGUE_LAKE": f"s3://{self.store.bucket}/{PREFIX}",
                **self.store.environment, **self.aws.environment}

    def home(self, name, **more):
        """Returns the box: a home whose lake is the bucket."""
        return Home(f"cloud-{name}", {**self.places, **more})

    def log_in_function(self, home):
        return home.json("login", "--auto", "--into", f"ssm:{PARAMETER}", "--client-id", demo.CLIENT)

    def start(self, **more):
        """Starts a function that has had no invocation yet."""
        self.stop()
        self.running = Emulator(self.task, self.folder, {**self.places, "SEGUE_TOKEN_PARAMETER": PARAMETER, **more})
        self.running.start()
        return self.running

    def stop(self):
        if self.running:
            self.running.stop()
        self.running = None

    def advance(self, hours=1):
        self.simulator.advance(hours)

    def invoke(self):
        """Runs one invocation; if the function had to start, its time is kept as a cold start's."""
        cold = self.running.function_pid() is None
        answer, ms = self.running.invoke()
        self.invocations += 1
        (self.cold if cold else self.warm).append(ms)
        if pid := self.running.function_pid():
            self.peak_kb = max(self.peak_kb, self.running.peak_memory_kb())
            check(pid > 0, "no process")
        return answer

    def poll(self, hours=1):
        """Polls an hour later; the poll must succeed."""
        self.advance(hours)
        answer = self.invoke()
        check(answer.get("status") == 200, f"invocation {self.invocations}: {answer}\n{self.running.said()[-2000:]}")
        return answer

    def kill_amid(self, step):
        """Kills an invocation at that step of an exchange with Spotify (tests/killer). The next invocation starts the function anew."""
        killed = self.folder / "kills"
        before = killed.read_text() if killed.exists() else ""
        self.start(LD_PRELOAD=str(KILLER), SEGUE_KILL=f"request:{step}", SEGUE_KILL_LOG=str(killed))
        self.advance()
        answer, _ = self.running.invoke()
        self.invocations += 1
        check(answer.get("errorType") == "Runtime.ExitError", f"a killed invocation answered: {answer}")
        check(killed.read_text() != before, "the function ended, but not where it should")
        self.start()
        return killed.read_text().splitlines()[-1]

    def objects(self, kind=None):
        """Returns the keys of the bucket, read by a client that is not segue."""
        below = f"{PREFIX}/v1/{USER}/{kind}/" if kind else f"{PREFIX}/"
        return self.store.client.keys(self.store.bucket, below)

    def tell(self, where, **query):
        fields = "&".join(f"{name}={value}" for name, value in query.items())
        return spotify_reader.fetch(f"{self.simulator.base}{where}?{fields}", data=b"")

    def times(self):
        return {"cold_ms": round(statistics.median(self.cold), 1), "warm_ms": round(statistics.median(self.warm), 1),
                "peak_kb": self.peak_kb}


def last_json(text):
    return json.loads(text.splitlines()[-1])
