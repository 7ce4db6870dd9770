"""A proxy spoils the simulator's answers by a seeded script: nothing lost in silence, nothing certified unread, one list, never a short one."""
import argparse
import json
import pathlib
import random
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from judge import Judge, readable_plays  # noqa: E402
from kinds import FAULTS, HIDES, KINDS, spoiled  # noqa: E402
from lib.home import ROOT, SEGUE, Home, run_test  # noqa: E402
from lib.recording_proxy import RecordingProxy  # noqa: E402

sys.path.insert(0, str(ROOT / "demo"))
import run as demo  # noqa: E402
import spotify_reader  # noqa: E402

LIMIT_S = 300  # past it, a command hangs
COMMANDS = {"poll": ("poll",), "login": ("login", "--auto"), "enrich": ("enrich", "--calls", "6"), "playlist": ("--json", "playlist")}
NAMES = [*KINDS, *FAULTS]


class Script:
    """Spoils one call of a command: the `at`-th that comes."""

    def __init__(self, judge):
        self.judge, self.past, self.done = judge, {}, 0
        self.arm(None, 0, 0)

    def arm(self, kind, at, seed):
        self.kind, self.at, self.seed, self.seen = kind, at, seed, 0

    def __call__(self, exchange, status, headers, body):
        path = exchange.path.split("?")[0]
        is_page = path == "/v1/me/player/recently-played"
        past = self.past.setdefault(exchange.path, [])
        whole, is_ours = body, self.kind is not None and self.seen == self.at
        self.seen += 1
        if is_ours:
            self.done += 1
            if self.kind in FAULTS:
                return self.kind
            status, headers, body = spoiled(self.kind, self.seed, status, headers, body, past)
        past.append(whole)
        if is_page and status == 200:
            self.judge.page_left(body)
            if is_ours and self.kind in HIDES and readable_plays(body) is not None:
                self.judge.hidden |= set(readable_plays(whole) or ()) - set(readable_plays(body) or ())
        return status, headers, body


def run(home, judge, kind, *arguments):
    try:
        done = subprocess.run([str(SEGUE), *arguments], env=home.environment, capture_output=True, text=True, timeout=LIMIT_S)
    except subprocess.TimeoutExpired:
        judge.find("crashes", f"{arguments} under {kind}: still running after {LIMIT_S} s")
        return -1, "", ""
    judge.ended(" ".join(arguments), kind, done.returncode, done.stdout, done.stderr)
    return done.returncode, done.stdout, done.stderr


def prepare(simulator, home):
    export, corpus = home.path / "export.zip", home.path / "mpd.slice.0-999.json"
    export.write_bytes(simulator.get("/sim/export?user=demo&days=90"))
    corpus.write_bytes(simulator.get("/sim/corpus?playlists=600"))
    for command in (("login", "--auto"), ("import", export), ("corpus", "add", corpus), ("poll",), ("transform",), ("train", "--epochs", "2")):
        home.run(*command)


def ours(simulator, token):
    return [songs for name, _, songs in spotify_reader.playlists(simulator.base, token) if name == "Segue weekly"]


def script(seed, rounds):
    """(command, kind) in an order by seed; a round has each kind once before poll, and a few of the others before each command."""
    draw = random.Random(seed)
    for _ in range(rounds):
        for kind in draw.sample(NAMES, len(NAMES)):
            yield "poll", kind, draw
        for command, few in (("login", 10), ("enrich", 8), ("playlist", 8)):
            for kind in draw.sample(NAMES, few):
                yield command, kind, draw


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    flags = parser.parse_args()
    judge, told = Judge(), ""
    with tempfile.TemporaryDirectory() as folder, demo.Simulator(pathlib.Path(folder)) as simulator:
        spoiler = Script(judge)
        with RecordingProxy(simulator.base, spoiler) as proxy, Home("spoiled", {
                "SEGUE_SPOTIFY_API_URL": proxy.base, "SEGUE_SPOTIFY_ACCOUNTS_URL": proxy.base, "SEGUE_CLOCK_URL": simulator.base + "/sim/clock",
                "SEGUE_SPOTIFY_CLIENT_ID": demo.CLIENT, "SEGUE_LEARN_FROM_API": "train"}) as home:
            prepare(simulator, home)
            token = None
            for number, (command, kind, draw) in enumerate(script(flags.seed, flags.rounds)):
                simulator.advance(2)  # past any Retry-After, and the access token's hour
                if number % 10 == 0:
                    spoiler.arm(None, 0, 0)
                    run(home, judge, "nothing", "login", "--auto")
                    told += "".join(run(home, judge, "nothing", "poll")[1:])
                    simulator.advance(1)
                most = {"poll": 2, "login": 3, "enrich": 8, "playlist": 12}[command]
                spoiler.arm(kind, draw.randrange(most), draw.randrange(1 << 30))
                said = run(home, judge, kind, *COMMANDS[command])
                told += "".join(said[1:])
                spoiler.arm(None, 0, 0)
                if command == "playlist":
                    token = spotify_reader.consent(simulator.base, demo.CLIENT, demo.SCOPES)
                    judge.playlists(ours(simulator, token), said, kind)
            run(home, judge, "nothing", "login", "--auto")
            run(home, judge, "nothing", "poll")
            home.run("load")
            home.run("transform")
            told += "".join(path.read_text(errors="replace") for path in (home.home / "rejects").rglob("*") if path.is_file())
            judge.stored(home, told)
            truth = [json.loads(line) for line in simulator.get("/sim/truth?user=demo").decode().splitlines()]
            spans = judge.certified(home, truth)
    for finding in judge.findings:
        print(finding)
    print(f"{spans} certified spans, {len(judge.sent)} plays sent, {judge.most_songs} songs on the list at most")
    print(json.dumps({"kinds": len(NAMES), "spoiled": spoiler.done, **judge.counts, "seed": flags.seed}))
    if not (spans and judge.sent and judge.most_songs):
        print("nothing was tried: no certified span, no play or no list")
        return 1
    return 1 if any(judge.counts.values()) else 0


if __name__ == "__main__":
    run_test(main)
