"""The sixteen cases of reconciliation on the real models: one build, then a check of which rows are in which play."""
import pathlib
import tempfile

import project
import raw
from cases import all_cases
from lib.home import check, run_test

import duckdb


def groups_built(database):
    """Returns user → set of plays, each the set of its raw rows (object, ordinal)."""
    with duckdb.connect(str(database), read_only=True) as connection:
        rows = connection.execute("select user_id, play_id, object, ordinal from segue.fct_play_rows").fetchall()
    plays = {}
    for user, play, thing, ordinal in rows:
        plays.setdefault(user, {}).setdefault(play, set()).add((thing, ordinal))
    return {user: {frozenset(rows) for rows in of_user.values()} for user, of_user in plays.items()}


def missed_cases(database, cases):
    """Returns a line for each case whose rows are grouped differently."""
    built = project.in_child(groups_built, database)
    for case in cases:
        found = built.get(case.name, set())
        if found != set(case.groups):
            shown = ["; ".join(" + ".join(f"{thing.split('/')[1]}[{n}]" for thing, n in sorted(group))
                               for group in sorted(groups, key=sorted)) for groups in (found, case.groups)]
            yield f"case {case.name}: {len(found)} plays ({shown[0]}), expected {len(case.groups)} ({shown[1]})"


def main():
    cases = all_cases()
    with tempfile.TemporaryDirectory(prefix="segue-reconciliation-") as folder:
        copy = project.Project(pathlib.Path(folder))
        project.in_child(raw.write, copy.database, cases)
        nodes, exception = copy.build()
        failed = [f"{name}: {message}" for name, status, message in nodes if status in project.FAILED]
        check(not failed and not exception, "\n".join(failed + [exception]))
        missed = list(missed_cases(copy.database, cases))
    check(not missed, "\n".join(missed))
    print(f"{len(cases)} cases (the sixteen with their variants), {sum(len(case.plays) for case in cases)} rows, "
          f"{sum(len(case.groups) for case in cases)} plays: every row stands where it should")


if __name__ == "__main__":
    run_test(main)
