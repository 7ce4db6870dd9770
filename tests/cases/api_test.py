"""Bad days that people really have: a test that ran before this one checks each case, or unit tests that run here do."""
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from cases import table  # noqa: E402
from cases.api.cases import BAD_DAYS  # noqa: E402
from lib.cases import all_shown  # noqa: E402
from lib.home import SEGUE, check, run_test  # noqa: E402


def by_unit_tests(binary, names):
    """Returns what the program of unit tests says of these tests: how many there are, and whether all passed."""
    program = next((SEGUE.parent.parent).rglob(binary), None)
    if program is None:
        return f"{binary} is not built"
    done = subprocess.run([str(program), f"--gtest_filter={names}"], capture_output=True, text=True)
    if "[==========] 0 tests" in done.stdout or "Running 0 tests" in done.stdout:
        return f"{binary} has no test {names}"
    return "" if done.returncode == 0 else f"{binary} {names} failed"


def now(day, seen):
    if " " in day.held_by:
        return by_unit_tests(*day.held_by.split(" ")) or day.right
    if day.name not in seen:
        return f"{day.held_by} has not shown it"
    if isinstance(seen[day.name], dict):
        print(f"skipped: {day.name}, {seen[day.name]['skipped']}")
        check("--write" not in sys.argv, "the table is written where every case can be tried")
        return day.right
    return seen[day.name]


def main():
    seen = all_shown()
    if not seen:
        print("skipped: no program test has run in this build folder; run `ctest --preset release` whole")
        return 77
    rows = [table.Row(day.name, day.shape, day.before, now(day, seen), day.right) for day in BAD_DAYS]
    table.hold("api", sorted(rows, key=lambda row: row.name))
    return 0


if __name__ == "__main__":
    run_test(main)
