"""Judges what was shown, captured and certified, from the simulator's own record and the warehouse, without segue's code."""
import bisect
import datetime
import io
import json
import zipfile

import duckdb

HOUR = 3_600_000
DAY = 24 * HOUR


def lines(text):
    return [json.loads(line) for line in text.decode().splitlines()]


def united(spans):
    out = []
    for begin, end in sorted(spans):
        if out and begin <= out[-1][1]:
            out[-1][1] = max(out[-1][1], end)
        else:
            out.append([begin, end])
    return out


def second(ms):
    return ms // 1000 * 1000


def hours(spans):
    return sum(end - begin for begin, end in spans) / HOUR


def intersection(one, other):
    out, i, k = [], 0, 0
    while i < len(one) and k < len(other):
        begin, end = max(one[i][0], other[k][0]), min(one[i][1], other[k][1])
        if begin < end:
            out.append((begin, end))
        if one[i][1] < other[k][1]:
            i += 1
        else:
            k += 1
    return out


class Record:
    """The simulator's own record: every play of a listener, and every page of theirs that was sent whole."""

    def __init__(self, simulator, user):
        self.user = user
        self.plays = {play["n"]: play for play in lines(simulator.get(f"/sim/truth?user={user}"))}
        self.pages, by_number = [], {}
        for page in lines(simulator.get(f"/sim/pages?user={user}&from=0")):
            items = by_number[page["same_as"]] if "same_as" in page else [(n, ms) for n, ms in page["items"]]
            by_number[page["page"]] = items
            self.pages.append((page["date_ms"], items))
        self.seen = {n for _, items in self.pages for n, _ in items}
        # A page shows no play that is dated more than a day after it (docs/coverage.md), and a page that repeats the page before is not
        # read again. So of plays from a clock that is far ahead only those are due that a new page showed within the bound.
        self.ahead = {n for date, items in self.pages for n, ms in items if ms > date + DAY}
        self.shown = {n for (_, before), (date, items) in zip([(0, None), *self.pages], self.pages) if items != before
                      for n, ms in items if ms <= date + DAY}
        self.times = {}  # (uri, played_at as shown) → n
        for _, items in self.pages:
            for n, ms in items:
                self.times[(self.plays[n]["uri"], ms)] = n

    def sightings(self, n):
        """Returns what each page said of a play that no page showed within the bound, for people who look for the reason."""
        dates = sorted(date for date, items in self.pages if n in dict(items))
        play = self.plays[n]
        return (f"play {n} of {self.user}: ended {play['end']}, dated {(play['dated_ms'] - play['end_ms']) / HOUR:.1f} h later,"
                f" on {len(dates)} pages, {(play['dated_ms'] - dates[-1]) / HOUR:.1f} h before that date on the last of them")

    def certifiable(self):
        """Returns the hours after a whole page and before another that shows a play of the first."""
        first, spans = {}, []
        for date, items in sorted(self.pages, key=lambda page: page[0]):
            known = [first[n] for n, _ in items if n in first and first[n] < date]
            if known:
                spans.append((min(known), date))
            for n, _ in items:
                first.setdefault(n, date)
        return united(spans)


    def tails(self):
        """Returns the ends of certifiable spans after their newest play: pages touch there, but nothing shows that they were not stale. A chain
        ends at its newest sighting (docs/coverage.md), so no certificate reaches there."""
        first = {}
        for date, items in sorted(self.pages, key=lambda page: page[0]):
            for item in items:
                first.setdefault(tuple(item), date)
        evidence = sorted(ms for (_, ms), date in first.items() if ms <= date + 1000)
        tails = []
        for begin, end in self.certifiable():
            at = bisect.bisect_right(evidence, end) - 1
            tails.append((max(begin, evidence[at]), end))
        return tails


class Warehouse:
    """Plays and proof of one listener, as the published marts and the raw tables have them."""

    def __init__(self, home, user):
        with duckdb.connect(str(home.published), read_only=True) as marts:
            self.members = marts.execute(
                "select play_id, object, ordinal, source from segue.fct_play_rows where user_id = ?", [user]).fetchall()
            self.plays = {row[0] for row in marts.execute("select play_id from segue.fct_plays where user_id = ?", [user]).fetchall()}
            spans = marts.execute("select epoch_ms(from_at), epoch_ms(to_at), state, epoch_ms(as_of), is_gap from segue.coverage_spans"
                                  " where user_id = ? order by 1", [user]).fetchall()
        self.spans = spans
        with duckdb.connect(str(home.home / "work.duckdb"), read_only=True) as work:
            self.rows = {(row[0], row[1]): row[2:] for row in work.execute(
                "select object, ordinal, source, uri, instant_ms, ts_ms, ms_played, offline_start_ms from segue_raw.plays where user_id = ?",
                [user]).fetchall()}

    def certified(self):
        return [(begin, end) for begin, end, state, _, _ in self.spans if state == "certified"]

    def gaps(self):
        return united([(begin, end) for begin, end, _, _, is_gap in self.spans if is_gap])

    def span_at(self, ms):
        at = bisect.bisect_left([span[1] for span in self.spans], ms)
        return self.spans[at] if at < len(self.spans) and self.spans[at][0] < ms else None


def number_of(record, row, exported):
    source, uri, instant, *export_key = row
    return record.times.get((uri, instant)) if source == "api" else (exported or {}).get((uri, *export_key))


def plays_by_number(record, warehouse, exported=None):
    """Returns n → plays that contain a row of it; and how many plays contain rows of no true play, or of several."""
    by_play, found = {}, {}
    for play_id, thing, ordinal, _ in warehouse.members:
        by_play.setdefault(play_id, set()).add(number_of(record, warehouse.rows[(thing, ordinal)], exported))
    strange = {play_id: numbers for play_id, numbers in by_play.items() if len(numbers) != 1 or None in numbers}
    for play_id, numbers in by_play.items():
        for n in numbers - {None}:
            found.setdefault(n, set()).add(play_id)
    return found, strange


def describe(record, warehouse, play_id, exported=None):
    """Returns the rows of a play that is wrong, for people who look for the reason."""
    rows = {warehouse.rows[(thing, ordinal)] for play, thing, ordinal, _ in warehouse.members if play == play_id}
    return sorted((source, uri or "", instant, str(number_of(record, (source, uri, instant, *key), exported)), *key)
                  for source, uri, instant, *key in rows)


def captured(record, warehouse):
    """Returns the figures of one listener before any export."""
    found, strange = plays_by_number(record, warehouse)
    certifiable, certified = record.certifiable(), united(warehouse.certified())
    result = {
        "shown": len(record.shown),
        "captured": len(record.shown & found.keys()),
        "doubled": len(strange) + sum(len(plays) - 1 for plays in found.values()) + len(found.keys() - record.seen),
        "ahead": len(record.ahead), "never_in_time": len(record.seen - record.shown - found.keys()),
        "lost": 0, "late_unseen": 0, "unseen_elsewhere": 0,
        "certifiable": hours(certifiable), "certified": hours(intersection(certified, certifiable)),
        "tail": hours(record.tails()),
        "overclaimed": hours(certified) - hours(intersection(certified, certifiable)),
        "gaps": len(warehouse.gaps()), "gap_hours": hours(warehouse.gaps()),
    }
    result["odd"] = [describe(record, warehouse, play_id) for play_id in
                     {*strange, *(play for plays in found.values() if len(plays) > 1 for play in plays),
                      *(play for n in found.keys() - record.seen for play in found[n])}]
    result["refused"] = [record.sightings(n) for n in sorted(record.seen - record.shown - found.keys())]
    first_page, last_page = min(date for date, _ in record.pages), max(date for date, _ in record.pages)
    for n, play in record.plays.items():
        if not play["listed"] or n in found or play["listed_ms"] > last_page or play["dated_ms"] <= first_page:
            continue
        span = warehouse.span_at(play["dated_ms"])
        if span is None or span[2] != "certified":
            result["unseen_elsewhere"] += 1
        elif play["listed_ms"] <= span[3]:
            result["lost"] += 1
        else:
            result["late_unseen"] += 1
    return result


def exported_rows(record, first_ms, last_ms):
    """Returns (uri, ts, ms_played, start to the second) → n, for every play of music in an export of that span."""
    rows = {}
    for n, play in record.plays.items():
        logged = play["listed_ms"] if play["offline"] else play["dated_ms"]  # by the device's clock; kept by the true one
        held = play["listed_ms"] if play["offline"] else play["end_ms"]
        if play["kind"] == "track" and first_ms < held <= last_ms:
            start = play["start_ms"] + play["dated_ms"] - play["end_ms"]  # as the device's clock had it
            rows[(play["uri"], second(logged), play["ms_played"], second(start))] = n
    return rows


def kind_of(play):
    if play["incognito"]:
        return "private"
    return "listed" if play["listed"] else "short"


def after_import(record, before, warehouse, first_ms, last_ms):
    """Returns what an export of (first_ms, last_ms] added to the plays found before it, by kind; what it should have added; and what doubled."""
    exported = exported_rows(record, first_ms, last_ms)
    found, strange = plays_by_number(record, warehouse, exported)
    grown, expected = {}, {}
    for numbers, counts in ((found.keys() - before, grown), (set(exported.values()) - before, expected)):
        for n in numbers:
            counts[kind_of(record.plays[n])] = counts.get(kind_of(record.plays[n]), 0) + 1
    doubled = {n: plays for n, plays in found.items() if len(plays) > 1}
    return {"grown": grown, "expected": expected, "doubled": len(doubled), "mixed": len(strange), "plays": len(warehouse.plays),
            "missing": len((set(exported.values()) | before) - found.keys()),
            "gaps_inside": [gap for gap in warehouse.gaps() if gap[1] <= last_ms], "odd": [describe(record, warehouse, play_id, exported) for play_id in {*strange, *(p for plays in doubled.values() for p in plays)}]}
