"""Collects the verdicts on all commands: README.md has the rules, the judge_… files apply them."""
import collections
import json

EXITS = (0, 2, 3, 4, 5, 6)
WRONGS = ("lost", "certified_unread", "second_playlists", "short_lists", "untrue", "unreached", "crashes")


class Done:
    """A command that has ended; `result` is its output as JSON, {} if it is not JSON."""

    def __init__(self, code, stdout, stderr):
        self.code, self.stdout, self.stderr = code, stdout, stderr
        try:
            self.result = json.loads(stdout)
        except ValueError:
            self.result = {}

    @property
    def is_told(self):
        return self.code != 0 and bool(self.stderr.strip())


class Judge:
    def __init__(self):
        self.counts, self.findings = dict.fromkeys(WRONGS, 0), []
        self.ends = collections.defaultdict(collections.Counter)  # command → exit code → times

    def find(self, wrong, case, text):
        self.counts[wrong] += 1
        self.findings.append(f"{wrong}: {case}: {text}")

    def ended(self, case, command, done):
        self.ends[command][done.code] += 1
        if done.code not in EXITS:
            self.find("crashes", case, f"{command} ended with {done.code}: {done.stderr[-300:]}")
        elif done.code and not done.is_told:
            self.find("crashes", case, f"{command} ended with {done.code} without a word")

    def ended_well(self, case, command, done, sent, calls):
        """An unspoiled command after a spoiled one must reach Spotify and end with 0."""
        reached = {one.call for one in sent}
        if done.code or not reached.issuperset(calls):
            self.find("unreached", case, f"{command} afterwards, unspoiled, ended with {done.code}, it asked for {sorted(reached)}: {done.stderr[-300:]}")
