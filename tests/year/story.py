"""Three listeners, polled every 20 minutes of simulated time by one program that is killed and started again."""
import json
import os
import pathlib
import random
import subprocess
import sys
import time
import urllib.parse

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

from lib.home import ROOT, SEGUE, Home, check  # noqa: E402

sys.path.insert(0, str(ROOT / "demo"))
import spotify_reader  # noqa: E402

BIN = pathlib.Path(os.environ.get("SEGUE_BIN", ROOT / "build/release/bin"))
KILLER = BIN / "libkiller.so"
START = "2026-01-05T00:00:00Z"
LISTENERS = {"demo": "Europe/Berlin", "listener-1": "America/Los_Angeles", "listener-2": "Asia/Kolkata"}
NOBODY = 3  # every consent has ended
LOADED = (0, 5)  # exit 5: items without a track are rejected, the rest is loaded
MINUTE, HOUR, DAY = 60_000, 3_600_000, 86_400_000
WEEK = 7 * DAY
CLIENT = "year-client"
POLLS_A_WEEK = 7 * 24 * 3 * len(LISTENERS)
# About how many steps the killer counts in a poll (an answer in pieces, a file made durable) and in a week's load.
STEPS = {"request": 3 * POLLS_A_WEEK, "write": 7 * POLLS_A_WEEK, "load": 120}


class Simulator:
    """spotify-sim on a free port, with a clock that stands still; it is ended by its own process id."""

    def __init__(self, folder, seed, oddities=True, arguments=()):
        port_file = folder / "port"
        self.process = subprocess.Popen(
            [BIN / "spotify-sim", "--port", "0", "--port-file", port_file, "--seed", str(seed), "--client-id", CLIENT,
             "--start", START, "--listeners", str(len(LISTENERS)), "--history-days", "40", "--sessions-a-day", "5",
             *(["--oddities"] if oddities else []), *arguments], stderr=subprocess.DEVNULL)
        while not port_file.exists() or not port_file.read_text().strip():
            check(self.process.poll() is None, "spotify-sim did not start")
            time.sleep(0.02)
        self.base = f"http://127.0.0.1:{port_file.read_text().strip()}"

    def get(self, path):
        return spotify_reader.fetch(self.base + path)

    def post(self, path, **query):
        return spotify_reader.fetch(f"{self.base}{path}?{urllib.parse.urlencode(query)}", data=b"")

    def now_ms(self):
        return json.loads(self.get("/sim/clock"))["now_ms"]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()


def iso(ms):
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(ms // 1000)) + f".{ms % 1000:03}Z"


class Story:
    """One home with all listeners. `kills`: how many SIGKILLs the run should have."""

    def __init__(self, home, simulator, seed, kills):
        self.home, self.simulator, self.rng = home, simulator, random.Random(seed)
        self.kill_log = home.path / "kills"
        self.kill_log.touch()
        self.random_kills = self.logins_lost = 0
        self.kills_wanted = kills
        self.log = open(home.path / "polls.log", "ab")

    def prepare(self):
        lines = [f'user = "demo"\n[spotify]\nclient_id = "{CLIENT}"\n']
        lines += [f'[users.{user}]\ntimezone = "{zone}"\n' for user, zone in LISTENERS.items()]
        self.home.home.mkdir(parents=True)
        (self.home.home / "config.toml").write_text("".join(lines))
        for user in LISTENERS:
            self.login(user)

    def login(self, user):
        self.simulator.post("/sim/sign_in", user=user)
        for _ in range(20):  # the accounts service has its faults, too
            done = subprocess.run([str(SEGUE), "--user", user, "login", "--auto"], env=self.home.environment, capture_output=True, text=True)
            if done.returncode == 0:
                return
        raise AssertionError(f"login of {user}: {done.stderr}")

    def killed(self):
        """Returns the kills by the step that they hit: {"request send": 3, …}."""
        counts = {}
        for line in self.kill_log.read_text().splitlines():
            group, call, _ = line.split(" ", 2)
            counts[f"{group} {call}"] = counts.get(f"{group} {call}", 0) + 1
        if self.random_kills:
            counts["anywhere"] = self.random_kills
        return counts

    def kills(self):
        return sum(self.killed().values())

    def start(self, *arguments, kill=None):
        environment = dict(self.home.environment)
        if kill:
            environment |= {"LD_PRELOAD": str(KILLER), "SEGUE_KILL": kill, "SEGUE_KILL_LOG": str(self.kill_log)}
        return subprocess.Popen([str(SEGUE), *arguments], env=environment, stdout=subprocess.DEVNULL, stderr=self.log)

    def poll_until(self, until_ms, kills):
        """Polls up to that time; the program is killed `kills` times on the way, if it comes that far."""
        arguments = ("poll", "--all", "--land-only", "--every", "20", "--until", iso(until_ms))
        for _ in range(kills):
            group = self.rng.choice(("request", "write", "request", "write", "anywhere"))
            if group == "anywhere":
                process = self.start(*arguments)
                try:
                    process.wait(self.rng.uniform(0.02, 1.5))
                except subprocess.TimeoutExpired:
                    process.kill()
                    self.random_kills += process.wait() == -9
                self.log_in_again()
                continue
            steps = max(4, STEPS[group] // (kills + 1))
            check(self.start(*arguments, kill=f"{group}:{self.rng.randint(1, steps)}").wait() in (0, NOBODY, -9), "a poll failed on its own")
            self.log_in_again()
        # Once a day somebody checks whether a consent has ended.
        for day_end in (*range(self.simulator.now_ms() + DAY, until_ms, DAY), until_ms):
            check(self.start(*arguments[:-1], iso(day_end)).wait() in (0, NOBODY), "polling ended with a fault: see polls.log")
            self.log_in_again()

    def log_in_again(self):
        """Logs in again: a kill during a refresh that returns a new token ends a consent, because Spotify has dropped the old token."""
        for user in LISTENERS:
            if not (self.home.home / "secrets" / f"{user}.{CLIENT}.consent.sealed").exists():
                self.logins_lost += 1
                self.login(user)

    def load(self, kills):
        for _ in range(kills):
            self.finish("a load", self.start("load", kill=f"load:{self.rng.randint(1, STEPS['load'])}"), (*LOADED, -9))
        self.finish("a load", self.start("load"), LOADED)

    def finish(self, what, process, good):
        code = process.wait()
        said = (self.home.path / "polls.log").read_text().splitlines()[-3:]
        check(code in good, f"{what} ended with {code}: {said}")

    def set_aside(self):
        """Returns how often a damaged work.duckdb was made anew from the lake."""
        return (self.home.path / "polls.log").read_text().count("it is set aside as")

    def week(self, number, weeks):
        """Runs a week of polls and the load at its end; now and then the box is off."""
        start = self.simulator.now_ms()
        end = start + WEEK
        due = self.kills_wanted * (number + 1) // weeks - self.kills()
        loads = min(due, 1 + (due > 4))
        if number % 9 == 1:  # thirty hours without power
            self.poll_until(start + 2 * DAY, 0)
            self.simulator.post("/sim/advance", ms=30 * HOUR)
        self.poll_until(end, max(0, due - loads))
        self.simulator.post("/sim/clock", until_ms=end)
        self.load(loads)


def home_for(simulator, name):
    return Home(name, {"SEGUE_SPOTIFY_API_URL": simulator.base, "SEGUE_SPOTIFY_ACCOUNTS_URL": simulator.base,
                       "SEGUE_CLOCK_URL": simulator.base + "/sim/clock"})
