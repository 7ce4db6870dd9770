"""The proxy's script: spoils one call of a command by a seed, and keeps what was sent."""
import collections
import dataclasses
import random
import threading

from calls import name_of
from kinds import CUTS, GROUPS, KINDS, group_of, spoiled


@dataclasses.dataclass(frozen=True)
class Case:
    command: str
    call: str
    kind: str
    at: int  # the number of the first such call of the command that is spoiled
    times: int  # how many are spoiled from there on
    seed: int

    def __str__(self):
        return f"{self.command}: {self.call} spoiled by \"{self.kind}\" ({'once' if self.times == 1 else 'always'} from number {self.at + 1})"


@dataclasses.dataclass
class Sent:
    """One answer: `whole` as the simulator gave it, `status` and `body` as sent; (0, "") if the connection ended."""
    call: str
    exchange: object
    whole: tuple
    status: int
    body: bytes
    is_spoiled: bool


class Script:
    """The proxy's `transform`. `stage[call]` turns (number of the call, status, body) into another (status, body), to cause a call; that is
    not spoiling and is not counted."""

    def __init__(self):
        self.lock = threading.Lock()
        self.past, self.samples = collections.defaultdict(list), collections.defaultdict(list)
        self.counted, self.searches = Counted(), {}  # path → the newest (status, body) that was sent
        self.arm(None)

    def arm(self, case, stage=None):
        with self.lock:
            self.case, self.stage, self.sent, self.seen, self.spoilt = case, stage or {}, [], collections.Counter(), 0

    def __call__(self, exchange, status, headers, body):
        with self.lock:
            call = name_of(exchange)
            number, whole = self.seen[call], (status, headers, body)
            self.seen[call] += 1
            if call in self.stage:
                status, body = self.stage[call](number, status, body)
            sent = self.spoiling(call, number, (status, headers, body), exchange.path)
            self.remember(call, exchange.path, whole)
            left = (0, {}, b"") if sent in CUTS else sent or (status, headers, body)
            self.sent.append(Sent(call, exchange, whole, left[0], left[2], sent is not None))
            if call == "search":
                self.searches[exchange.path] = (left[0], left[2])
            return sent if sent in CUTS else left

    def refusal_of(self, exchange):
        """The proxy's `instead`: a write that Spotify refuses (4xx) is not passed on. Other spoiled writes are passed on, whatever their answer."""
        with self.lock:
            call, case = name_of(exchange), self.case
            is_refusal = case is not None and exchange.method != "GET" and group_of(case.kind) == "status"
            sent = self.spoiling(call, self.seen[call], (200, {"Content-Type": "application/json"}, b"{}"), "") if is_refusal else None
            if sent is None or not 400 <= sent[0] < 500:
                return None
            self.seen[call] += 1
            self.sent.append(Sent(call, exchange, sent, sent[0], sent[2], True))
            return sent

    def spoiling(self, call, number, answer, path):
        case = self.case
        if case is None or case.call != call or not case.at <= number < case.at + case.times:
            return None
        sent = case.kind if case.kind in CUTS else spoiled(case.kind, case.seed + number, answer, self.past[path])
        if sent is not None:
            self.spoilt += 1
            self.counted.came(case, self.spoilt)
        return sent

    def remember(self, call, path, answer):
        if answer[0] >= 400:
            return
        if answer not in self.past[path]:
            self.past[path] = [*self.past[path][-1:], answer]
        if len(self.samples[call]) < 5:
            self.samples[call].append(answer)

    def fits(self, call, kind):
        """Returns whether the kind changes an answer that this call had unspoiled so far."""
        if kind in CUTS:
            return True
        if kind == "an earlier answer":
            return any(len(answers) > 1 for path, answers in self.past.items()) and len(set(a[2] for a in self.samples[call])) > 1
        return any(spoiled(kind, 1, answer, []) for answer in self.samples[call])


def deck(script, command, calls, kinds, seed, rounds):
    """Yields all cases of a command: each kind that fits a call, once a round; each kind comes once before any comes again, groups in turn."""
    draw = random.Random(f"{seed} {command}")
    pairs = [(call, kind) for kind in kinds or KINDS for call in calls if script.fits(call, kind)]
    for _ in range(rounds):
        draw.shuffle(pairs)
        turn, met = {}, collections.Counter()
        for pair in pairs:
            times = met[pair[1]]
            turn[pair] = (times, met[group_of(pair[1]), times])
            met[group_of(pair[1]), times] += 1
            met[pair[1]] += 1
        for call, kind in sorted(pairs, key=turn.get):
            at = draw.choice((0, 1, 4, 22)) if call in ("search", "track") else 0
            yield Case(command, call, kind, at, draw.choice((1, 1_000)), draw.randrange(1 << 30))


class Counted:
    """Counts the spoilings that changed what was sent: how often each kind did, by command and call."""

    def __init__(self):
        self.pairs, self.cases = collections.Counter(), collections.Counter()

    def came(self, case, number):
        self.pairs[case.command, case.call, case.kind] += 1
        self.cases[case.command] += number == 1

    def of(self, command):
        kinds = {kind for of, _, kind in self.pairs if of == command}
        return {"cases": self.cases[command], "calls": len({call for of, call, _ in self.pairs if of == command}), "kinds": len(kinds),
                **{group: sum(group_of(kind) == group for kind in kinds) for group in GROUPS}}
