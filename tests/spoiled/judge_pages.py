"""Polls: each row of a page is a row of the warehouse or of the reject file that this poll named; an answer that is not a page is reported and kept."""
import pathlib

from calls import items_in, play_in
from kinds import HIDES

DAY_MS = 86_400_000
SPOTIFY_BEGAN_MS = 1_223_337_600_000  # 7 October 2008


def rejected_rows(done):
    """Returns (object, row from 0) of the reject file that a poll names."""
    name = done.result.get("reject_file")
    lines = pathlib.Path(name).read_text(errors="replace").splitlines()[1:] if name else []
    return {(line.split("\t")[0], int(line.split("\t")[1]) - 1) for line in lines if line.split("\t")[1]}


class Pages:
    def __init__(self, judge, kept):
        self.judge, self.kept = judge, kept
        self.shown, self.hidden = [], set()

    def polled(self, case, done, sent, now_ms):
        pages = [one for one in sent if one.call == "page"]
        if not pages:
            return None if done.is_told else self.judge.find("lost", case, "no page was asked for, and nothing is said")
        page, key = pages[-1], done.result.get("object")
        if page.status != 200:
            return None if done.is_told else self.judge.find("untrue", case, f"exit {done.code} after status {page.status}: {done.stdout}")
        found = self.kept.object(key) if key else None
        if found is None or found[1] != page.body:
            return self.judge.find("lost", case, f"the page does not lie in the lake as it came (object {key}): {done.stderr[-200:]}")
        rows = items_in(page.body)
        if case.kind in HIDES and page.is_spoiled and rows is not None:
            shown = {play[0] for play in map(play_in, rows) if play}
            self.hidden |= {play[0] for play in map(play_in, items_in(page.whole[2]) or ()) if play} - shown
        if done.code:
            return None if key in done.stderr else self.judge.find("lost", case, f"the page that cannot be read is not named: {done.stderr}")
        if rows is None:
            return self.judge.find("untrue", case, f"exit 0 for what is no page: {done.stdout}")
        return self.rows(case, rows, rejected_rows(done), done, now_ms)

    def rows(self, case, rows, rejected, done, now_ms):
        ordinals = {row for _, row in rejected}
        for row, item in enumerate(rows):
            play = play_in(item)
            is_due = play is not None and SPOTIFY_BEGAN_MS <= play[0] <= now_ms + DAY_MS
            if is_due:
                self.shown.append((case, play, row))
            elif row not in ordinals:
                self.judge.find("lost", case, f"row {row + 1} of {done.result.get('object')} cannot be a play, and no reject file has it")

    def stored(self):
        """Checks at the end, with everything loaded, that each play that left the proxy is in the warehouse, with one of its names."""
        names = {}
        for at, *words in self.kept.rows("select instant_ms, spotify_id, uri, title from segue_raw.plays where source = 'api'"):
            names.setdefault(at, set()).update(words)
        for case, (at, words), row in self.shown:
            if not words & names.get(at, set()):
                self.judge.find("lost", case, f"row {row + 1}, a play of {at}, is not stored")

    def certified(self, truth):
        """Checks that no play in a certified span that had arrived by its as-of is missing. Returns the number of spans."""
        spans = self.kept.marts("select epoch_ms(from_at), epoch_ms(to_at), epoch_ms(as_of) from segue.coverage_spans where state = 'certified'")
        ends = {row[0] for row in self.kept.marts("select epoch_ms(ended_at) from segue.fct_plays")}
        for play in truth:
            at = play["dated_ms"]
            if not play["listed"] or at in ends or at in self.hidden:
                continue
            if any(begin < at <= end and play["listed_ms"] <= as_of for begin, end, as_of in spans):
                self.judge.find("certified_unread", "all polls", f"a play of {at} lies in a certified span and is not stored")
        return len(spans)
