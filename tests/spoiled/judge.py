"""What was sent and what became of it: by the proxy's bytes, the simulator's record and the warehouse. No code of segue's."""
import datetime
import json

import duckdb

EXITS = (0, 2, 3, 4, 5, 6)
EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)


def instant_ms(text):
    """None for what is no time in UTC."""
    try:
        at = datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
        return None if at.tzinfo is None else (at - EPOCH) // datetime.timedelta(milliseconds=1)
    except (ValueError, AttributeError, TypeError):
        return None


def readable_plays(body):
    """Times of the items of a page that have a time and an id, a uri or a name; None for bytes that are no page."""
    try:
        page = json.loads(body)
        items = page["items"]
    except (ValueError, KeyError, TypeError):
        return None
    if not isinstance(items, list):
        return None
    out = []
    for item in items:
        track = item.get("track") if isinstance(item, dict) else None
        at = instant_ms(item.get("played_at")) if isinstance(track, dict) else None
        if at is not None and any(isinstance(track.get(name), str) and track[name] for name in ("id", "uri", "name")):
            out.append(at)
    return out


def says_fewer(code, stdout, stderr):
    """A failure with its message, or a result that counts songs that were not found."""
    try:
        return bool(code and stderr.strip()) or json.loads(stdout).get("unresolved", 0) > 0
    except (ValueError, AttributeError):
        return False


class Judge:
    def __init__(self):
        self.sent, self.hidden, self.most_songs = set(), set(), 0
        self.counts = {"lost": 0, "certified_unread": 0, "second_playlists": 0, "short_lists": 0, "crashes": 0}
        self.findings, self.songs = [], 0

    def find(self, what, text, number=1):
        self.counts[what] += number
        self.findings.append(f"{what}: {text}")

    def page_left(self, body):
        self.sent |= set(readable_plays(body) or ())

    def ended(self, command, kind, code, stdout, stderr):
        if code not in EXITS:
            self.find("crashes", f"{command} under {kind}: exit {code}: {stderr[-300:]}")
        elif code and not stderr.strip():
            self.find("crashes", f"{command} under {kind}: exit {code} without a word")

    def stored(self, home, told):
        """At the end, all loaded: each play that was sent is a raw row, or its time is in what was told."""
        with duckdb.connect(str(home.home / "work.duckdb"), read_only=True) as work:
            kept = {row[0] for row in work.execute("select instant_ms from segue_raw.plays where source = 'api'").fetchall()}
        def is_told(at):
            return (EPOCH + datetime.timedelta(milliseconds=at)).strftime("%Y-%m-%dT%H:%M:%S") in told
        for at in sorted(self.sent - kept):
            if not is_told(at):
                self.find("lost", f"a play of {at} was sent, and is neither stored nor told")

    def certified(self, home, truth):
        with duckdb.connect(str(home.published), read_only=True) as marts:
            spans = marts.execute("select epoch_ms(from_at), epoch_ms(to_at), epoch_ms(as_of) from segue.coverage_spans where state = 'certified'").fetchall()
            ends = {row[0] for row in marts.execute("select epoch_ms(ended_at) from segue.fct_plays").fetchall()}
        for play in truth:
            at = play["dated_ms"]
            if not play["listed"] or at in ends or at in self.hidden:
                continue
            if any(begin < at <= end and as_of is not None and play["listed_ms"] <= as_of for begin, end, as_of in spans):
                self.find("certified_unread", f"a play of {at} lies in a certified span and is not stored")
        return len(spans)

    def playlists(self, ours, done, kind):
        """`ours`: [songs] of each playlist of our name, read from the simulator itself."""
        if len(ours) > 1:
            self.find("second_playlists", f"under {kind}: {len(ours)} playlists of ours")
        now = max((len(songs) for songs in ours), default=0)
        if now * 2 < self.songs and not says_fewer(*done):
            self.find("short_lists", f"under {kind}: {self.songs} songs before, {now} now, nothing said")
        self.songs, self.most_songs = now, max(now, self.most_songs)
