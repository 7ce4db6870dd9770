"""A proxy spoils the simulator's answers by a seeded script: nothing is lost silently, nothing unread is certified, and there is one list, never a short one."""
import argparse
import json
import pathlib
import random
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import scenes  # noqa: E402
from account import Account, demo  # noqa: E402
from calls import OF  # noqa: E402
from judge import Done, Judge  # noqa: E402
from judge_answers import Answers  # noqa: E402
from judge_lists import Lists  # noqa: E402
from judge_pages import Pages  # noqa: E402
from kept import Kept  # noqa: E402
from kinds import GROUPS, KINDS  # noqa: E402
from lib.home import SEGUE, Home, check, run_test  # noqa: E402
from lib.recording_proxy import RecordingProxy  # noqa: E402
from script import Script, deck  # noqa: E402

LIMIT_S = 300  # a command that takes longer hangs
WORDS = {"poll": ("--json", "poll"), "login": ("--json", "login", "--auto"), "enrich": ("--json", "enrich", "--calls", "30"),
         "playlist": ("--json", "playlist")}


class Trial:
    """One home, one simulator, one proxy; each command runs with one answer spoiled, and is then judged."""

    def __init__(self, simulator, home, script, seed):
        self.simulator, self.home, self.script = simulator, home, script
        self.judge, self.counted, self.draw = Judge(), script.counted, random.Random(seed)
        kept, self.account = Kept(home), Account(simulator.base)
        self.pages, self.answers, self.lists = Pages(self.judge, kept), Answers(self.judge, kept), Lists(self.judge, script.searches)
        self.scene = scenes.PlaylistScene(home, self.account)

    def run(self, command, case=None, stage=None):
        self.script.arm(case, stage)
        try:
            ended = subprocess.run([str(SEGUE), *WORDS[command]], env=self.home.environment, capture_output=True, text=True, errors="replace",
                                   timeout=LIMIT_S)
            done = Done(ended.returncode, ended.stdout, ended.stderr)
        except subprocess.TimeoutExpired:
            done = Done(-1, "", f"still running after {LIMIT_S} s")
        if case is not None:
            self.judge.ended(case, command, done)
        return done, self.script.sent

    def now_ms(self):
        return json.loads(self.simulator.get("/sim/clock"))["now_ms"]

    def set_for(self, command, call):
        """Brings home and account into the state in which the command makes this call; returns what the proxy adds."""
        if command in ("poll", "login"):
            return None
        self.account.sign_in()
        if command == "playlist":
            return self.scene.set_for(call)
        if call == "items":
            self.account.turn(next(iter(self.account.lists())))
        return scenes.FEW_ARTISTS

    # The commands, each with its own surroundings.

    def poll(self, case):
        done, sent = self.run("poll", case)
        self.pages.polled(case, done, sent, self.now_ms())

    def login(self, case):
        """Whatever the login command said, the listener's login works afterwards, and a new one can be made."""
        self.run("login", case)
        self.simulator.advance(2)
        self.judge.ended_well(case, "poll", *self.run("poll"), ("page",))
        self.judge.ended_well(case, "login", *self.run("login"), ("token", "me"))

    def go_on(self, case, command):
        """Checks that a token that could not be refreshed ends no login."""
        for hours in (2, 24 * 8):
            self.simulator.advance(hours)
            done, sent = self.run(command)
            if done.code == 0:
                break
        self.judge.ended_well(case, command, done, sent, ("refresh",))

    def enrich(self, case):
        done, sent = self.run("enrich", case, self.set_for("enrich", case.call))
        self.answers.enriched(case, done, sent)

    def playlist(self, case):
        stage, before = self.set_for("playlist", case.call), self.account.lists()
        is_new = case.call == "create"
        done, _ = self.run("playlist", case, stage)
        self.look_at_lists(case, done, before, is_new)
        for hours in (2, 24, 24 * 8) if done.code or is_new else ():
            self.simulator.advance(hours)
            done, _ = self.run("playlist")
            self.account.sign_in()
            self.look_at_lists(case, done, before, is_new)
            if done.code == 0:
                break
        if done.code:
            self.judge.find("unreached", case, f"playlist afterwards, unspoiled, ended with {done.code}: {done.stderr[-300:]}")

    def look_at_lists(self, case, done, before, may_be_new):
        after = self.account.lists()
        self.lists.check(case, done, before, after, int(may_be_new))
        if done.code == 0 and self.lists.is_there(case, done, after):
            self.scene.ours = done.result["playlist"]
            self.lists.check_said(case, done, self.account.songs(self.scene.ours), self.scene.turned)

    # The whole.

    def prepare(self, commands):
        self.home.home.mkdir(parents=True, exist_ok=True)
        scenes.configure(self.home, "Weekly")
        scenes.prepare(self.home, self.simulator, with_model="playlist" in commands)

    def rehearse(self, command, calls):
        """Runs each call of the command unspoiled: this proves that the scenes cause the calls, and collects samples of answers."""
        if command == "playlist":
            self.scene.ours = self.run(command)[0].result["playlist"]
        for call in calls:
            made = set()
            for _ in range(12):  # enrichment makes some calls only after others
                self.simulator.advance(scenes.hours_before(command, call, self.draw))
                stage = self.set_for(command, call)
                done, sent = self.run(command, None, stage)
                check(done.code == 0, f"unspoiled, {command} for {call}: exit {done.code}: {done.stderr}")
                self.scene.ours = done.result.get("playlist") or self.scene.ours
                made |= {one.call for one in sent}
                if call in made:
                    break
            check(call in made, f"{command} does not make the call \"{call}\", but {made}")

    def try_cases(self, command, calls, kinds, cases):
        self.rehearse(command, calls)
        for number, case in enumerate(deck(self.script, command, calls, kinds, self.draw.random(), rounds=5 if cases else 1)):
            if cases and self.counted.cases[command] == cases:
                return
            if number % 10 == 9:
                self.simulator.advance(2)
                self.judge.ended_well(case, "login", *self.run("login"), ("token", "me"))
            self.simulator.advance(scenes.hours_before(command, case.call, self.draw))
            getattr(self, command)(case)
            if case.call == "refresh":
                self.go_on(case, command)

    def thin_of(self, command, cases):
        """Returns what a run had too little of to show anything."""
        tried, codes = self.counted.of(command), self.judge.ends[command]
        if tried["kinds"] < min(40, cases or 40):
            yield f"{command}: {tried['kinds']} kinds"
        yield from (f"{command}: no kind of {group}" for group in GROUPS if not tried[group])
        if not codes[0] or (len(codes) == 1 and not 0 < cases < 40):
            yield f"{command}: every run ended with {list(codes)}"

    def end(self):
        self.simulator.advance(24 * 8)
        self.judge.ended_well("the end", "login", *self.run("login"), ("token", "me"))
        self.judge.ended_well("the end", "poll", *self.run("poll"), ("page",))
        loaded = self.home.run_any("load")  # exit 5: it reports pages that cannot be read
        check(loaded.returncode in (0, 5), f"load: exit {loaded.returncode}: {loaded.stderr}")
        self.pages.stored()
        self.answers.stored()
        if not self.pages.shown:
            return 0
        built = self.home.run_any("transform")
        check(built.returncode in (0, 5), f"transform: exit {built.returncode}: {built.stdout}{built.stderr}")
        return self.pages.certified([json.loads(line) for line in self.simulator.get("/sim/truth?user=demo").decode().splitlines()])


def report(trial, spans, thin, flags):
    for line in [*trial.judge.findings, *(f"too little was tried: {line}" for line in thin)]:
        print(line)
    for command in flags.commands:
        print(f"{command}: {trial.counted.of(command)}; exit codes {dict(sorted(trial.judge.ends[command].items()))}")
    print(f"{spans} certified spans, {len(trial.pages.shown)} plays sent")
    print(json.dumps({"spoiled": sum(trial.counted.pairs.values()), **trial.judge.counts, "seed": flags.seed}))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=40, help="of each command; 0: each call spoiled by each kind that fits it")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--commands", nargs="+", choices=OF, default=list(OF))
    parser.add_argument("--calls", nargs="+", help="these calls alone; then it is not asked how many kinds came to bear")
    parser.add_argument("--kinds", nargs="+", choices=KINDS, metavar="KIND", help="these kinds alone")
    flags = parser.parse_args()
    script = Script()
    with tempfile.TemporaryDirectory() as folder, demo.Simulator(pathlib.Path(folder), "--sessions-a-day", "5") as simulator:
        with RecordingProxy(simulator.base, script, script.refusal_of) as proxy, Home("spoiled", {
                "SEGUE_SPOTIFY_API_URL": proxy.base, "SEGUE_SPOTIFY_ACCOUNTS_URL": proxy.base, "SEGUE_CLOCK_URL": simulator.base + "/sim/clock",
                "SEGUE_SPOTIFY_CLIENT_ID": demo.CLIENT, "SEGUE_LEARN_FROM_API": "train"}) as home:
            trial = Trial(simulator, home, script, flags.seed)
            trial.prepare(flags.commands)
            for command in flags.commands:
                trial.try_cases(command, [call for call in OF[command] if not flags.calls or call in flags.calls], flags.kinds, flags.cases)
            spans = trial.end()
    thin = [] if flags.calls or flags.kinds else [line for command in flags.commands for line in trial.thin_of(command, flags.cases)]
    report(trial, spans, thin, flags)
    return 1 if trial.judge.findings or thin else 0


if __name__ == "__main__":
    run_test(main)
