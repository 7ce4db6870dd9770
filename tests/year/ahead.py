#!/usr/bin/env python3
"""Asks of each play of a simulated year that a page can show only later, because its device's clock was more than a day ahead, whether
the play is still in the list when the bound allows it. Uses the simulator's record alone, with a page every 20 minutes and the
year's hours without power.

Prints a line for each listener; exits with 1 if a play would be lost.
"""
import argparse
import pathlib
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

import judge  # noqa: E402
from story import DAY, HOUR, LISTENERS, MINUTE, Simulator, WEEK  # noqa: E402

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from lib.home import run_test  # noqa: E402

POLLS = 20 * MINUTE
BY_ARRIVAL = "listener-1"  # as in year_test.py; the others' lists are in the order of their dates


def without_power(start, weeks):
    """Returns the spans in which the box is off, as in Story.week."""
    return [(start + week * WEEK + 2 * DAY, start + week * WEEK + 2 * DAY + 30 * HOUR) for week in range(weeks) if week % 9 == 1]


def first_poll_in_time(play, start, off):
    """Returns the first poll that lands within a day before the play's date."""
    at = start + ((play["dated_ms"] - DAY - start) // POLLS + 1) * POLLS
    while any(begin <= at < end for begin, end in off):
        at += POLLS
    return at


def older_on_page(play, plays, at, by):
    """Returns how many of the fifty plays on the page of that time are older than the play; None if it is not among them."""
    page = sorted((one for one in plays if one["listed_ms"] <= at), key=lambda one: one[by])[-50:]
    return page.index(play) if play in page else None


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weeks", type=int, default=52)
    parser.add_argument("--seed", type=int, default=1)
    flags = parser.parse_args()
    lost = 0
    with tempfile.TemporaryDirectory(prefix="segue-ahead-") as folder, Simulator(pathlib.Path(folder), flags.seed) as simulator:
        start = simulator.now_ms()
        end = start + flags.weeks * WEEK
        off = without_power(start, flags.weeks)
        simulator.post("/sim/clock", until_ms=end)
        for user in LISTENERS:
            plays = [play for play in judge.lines(simulator.get(f"/sim/truth?user={user}")) if play["listed"]]
            ahead = [play for play in plays if play["listed_ms"] >= start and play["dated_ms"] - play["listed_ms"] > DAY
                     and first_poll_in_time(play, start, off) <= end]
            by = "listed_ms" if user == BY_ARRIVAL else "dated_ms"
            places = [older_on_page(play, plays, first_poll_in_time(play, start, off), by) for play in ahead]
            lost += places.count(None)
            print(f"seed {flags.seed}, {user}: {len(plays)} plays listed, {len(ahead)} dated more than a day after that, "
                  f"{places.count(None)} of them on no page within a day; plays of that page that are older: {places}", flush=True)
    return 1 if lost else 0


if __name__ == "__main__":
    run_test(main)
