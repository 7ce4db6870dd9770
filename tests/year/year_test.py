#!/usr/bin/env python3
"""A simulated year of capture with faults and kills, judged by the simulator's own record; then its export is imported.

Ends with one line of JSON. It exits with 1 if a check fails; figures that are only reported
(late_unseen, gap_hours, …) are in the line.
"""
import argparse
import json
import pathlib
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

import judge  # noqa: E402
from story import DAY, HOUR, LISTENERS, MINUTE, Simulator, Story, home_for, iso  # noqa: E402

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from lib.home import Missed, check  # noqa: E402

CONSENT_RENEWED = 24  # the week in which people log in again, before Spotify ends the six months
SHARE_CERTIFIED = 0.99


def say(text):
    print(f"[{time.monotonic() - BEGAN:6.0f} s] {text}", flush=True)


def live(story, weeks, seed):
    """Runs all weeks with faults; the list of one listener is in order of arrival, and local clocks drift."""
    simulator = story.simulator
    simulator.post("/sim/behaviour", order="arrival", user="listener-1")
    simulator.post("/sim/faults", every=10, seed=seed)
    for number in range(weeks):
        simulator.post("/sim/behaviour", skew_ms=story.rng.choice((0, 0, 95_000, -210_000)))
        if number % 26 == CONSENT_RENEWED:
            for user in LISTENERS:
                story.login(user)
        story.week(number, weeks)
        say(f"week {number + 1} of {weeks}: {iso(simulator.now_ms())[:10]}, {story.kills()} kills")
    simulator.post("/sim/faults", every=0)
    simulator.post("/sim/behaviour", skew_ms=0)
    story.poll_until(simulator.now_ms() + 1, 0)  # a last page without a fault
    story.load(0)


def total(results, name):
    return sum(result[name] for result in results.values())


def judge_capture(home, simulator):
    home.run("transform")
    records = {user: judge.Record(simulator, user) for user in LISTENERS}
    results = {user: judge.captured(records[user], judge.Warehouse(home, user)) for user in LISTENERS}
    for user, result in results.items():
        say(f"{user}: " + ", ".join(f"{name} {round(value, 1)}" for name, value in result.items() if name not in ("odd", "refused")))
        for refused in result["refused"]:
            say(f"  refused on every page, for its export to tell: {refused}")
        for odd in result["odd"]:
            say(f"  should not be there: {odd}")
    return records, results


def judge_import(home, simulator, records):
    """Imports each listener's export of the year over what was captured; judges what it adds, and whether gaps close."""
    found = {}
    for user, record in records.items():
        before, _ = judge.plays_by_number(record, judge.Warehouse(home, user))
        now = simulator.now_ms()
        archive = home.path / f"{user}.zip"
        archive.write_bytes(simulator.get(f"/sim/export?user={user}&days=400"))
        home.run("--user", user, "import", archive)
        found[user] = (set(before), now - 400 * DAY, now - 3 * DAY)
    home.run("transform")
    results = {}
    for user, record in records.items():
        before, first, last = found[user]
        results[user] = judge.after_import(record, before, judge.Warehouse(home, user), first, last)
        say(f"{user}, its export imported: " + ", ".join(f"{name} {value}" for name, value in results[user].items() if name != "odd"))
        for odd in results[user]["odd"]:
            say(f"  should not be so: {odd}")
    return results


def fault_free_gaps(seed, weeks, folder):
    """Runs the same listeners without faults, oddities and kills: enough pages leave no gap."""
    folder.mkdir()
    with Simulator(folder, seed + 1, oddities=False) as simulator, home_for(simulator, "calm") as home:
        story = Story(home, simulator, seed, 0)
        story.prepare()
        story.poll_until(simulator.now_ms() + weeks * 7 * DAY, 0)
        story.load(0)
        _, results = judge_capture(home, simulator)
        check(total(results, "shown") == total(results, "captured"), f"without faults plays are missing: {results}")
        check(total(results, "doubled") == 0, f"without faults plays are double: {results}")
        return total(results, "gaps")


def parse():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weeks", type=int, default=52)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kills", type=int, help="SIGKILLs (default: 200 in 52 weeks)")
    parser.add_argument("--calm-weeks", type=int, default=4, help="of the run without faults")
    return parser.parse_args()


def main():
    flags = parse()
    kills = flags.kills if flags.kills is not None else max(12, 208 * flags.weeks // 52)
    import tempfile
    with tempfile.TemporaryDirectory(prefix="segue-year-") as name:
        folder = pathlib.Path(name)
        calm = fault_free_gaps(flags.seed, flags.calm_weeks, folder / "calm")
        say(f"{flags.calm_weeks} weeks without faults: {calm} gaps")
        with Simulator(folder, flags.seed) as simulator, home_for(simulator, "year") as home:
            story = Story(home, simulator, flags.seed, kills)
            story.prepare()
            live(story, flags.weeks, flags.seed)
            records, captured = judge_capture(home, simulator)
            imported = judge_import(home, simulator, records)
            faults = json.loads(simulator.get("/sim/faults"))
            by_place, logins_lost, set_aside = story.killed(), story.logins_lost, story.set_aside()
    shown, ours = total(captured, "shown"), total(captured, "captured")
    certifiable, certified = total(captured, "certifiable"), total(captured, "certified")
    verdict = {
        "shown": shown, "captured": ours, "captured_of_delivered": ours / shown if shown else 0.0,
        "doubled": total(captured, "doubled"), "arrived_before_as_of_and_lost": total(captured, "lost"),
        "dated_a_day_ahead": total(captured, "ahead"), "never_shown_within_a_day": total(captured, "never_in_time"),
        "late_unseen": total(captured, "late_unseen"), "unseen_elsewhere": total(captured, "unseen_elsewhere"),
        "certifiable_hours": round(certifiable, 1), "certified_hours": round(certified, 1),
        "tail_hours": round(total(captured, "tail"), 1), "overclaimed_hours": round(total(captured, "overclaimed"), 1),
        "gaps": total(captured, "gaps"), "gap_hours": round(total(captured, "gap_hours"), 1), "fault_free_gaps": calm,
        "kills": sum(by_place.values()), "kills_by_place": by_place, "logins_lost": logins_lost, "torn_files_made_anew": set_aside, "faults": sum(faults.values()), "faults_by_kind": faults,
        "import": {user: {key: result[key] for key in ("grown", "expected", "doubled", "mixed", "missing")} for user, result in imported.items()},
        "gaps_after_import": sum(len(result["gaps_inside"]) for result in imported.values()),
        "weeks": flags.weeks, "seed": flags.seed, "seconds": round(time.monotonic() - BEGAN)}
    try:
        require(verdict, imported, certified, certifiable - total(captured, "tail"))
    finally:
        print(json.dumps(verdict), flush=True)


def require(verdict, imported, certified, certifiable):
    check(verdict["captured"] == verdict["shown"] > 0, "plays that the simulator delivered are missing")
    check(verdict["doubled"] == 0, "plays are there twice, or plays that nobody made")
    check(verdict["arrived_before_as_of_and_lost"] == 0, "a certified span lacks a play that had arrived by its as-of")
    check(certified >= SHARE_CERTIFIED * certifiable, f"only {certified:.0f} of {certifiable:.0f} certifiable hours are certified")
    check(verdict["fault_free_gaps"] == 0, "gaps without faults")
    check(verdict["faults"] > 0 and verdict["kills"] > 0, "nothing went wrong: the run shows nothing")
    for user, result in imported.items():
        check(result["grown"] == result["expected"] and result["missing"] == 0, f"{user}: the export added other plays than it should")
        check(result["doubled"] == 0 and result["mixed"] == 0, f"{user}: the export doubled or mixed plays")
        check(not result["gaps_inside"], f"{user}: gaps are left inside the export: {result['gaps_inside'][:5]}")


BEGAN = time.monotonic()

if __name__ == "__main__":
    try:
        main()
    except Missed as miss:
        print(f"MISSED: {miss}", file=sys.stderr)
        sys.exit(1)
