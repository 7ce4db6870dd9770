"""Breaks the rules of the dbt project one after the other, each in a copy, and checks that a test notices each.

A dbt test (unit, generic, singular) that fails has noticed, and so has a case of reconciliation. A test that ends in an
error proves nothing: such a change breaks more than a rule. That and a text that is not found fail this program.
"""
import argparse
import pathlib
import random
import shutil
import tempfile
import time

import project
import raw
from cases import all_cases, household
from lib.home import ROOT, check, run_test
from reconciliation_test import missed_cases
from rules import RULES


class Workshop:
    """One copy of the project, which is built once; each broken rule starts from the tables of that build."""

    def __init__(self, folder):
        self.project = project.Project(folder, threads=1)
        self.cases = all_cases()
        self.whole = folder / "whole.duckdb"
        project.in_child(raw.write, self.project.database, [*self.cases, household()])
        failures, errors = self.findings(None)
        check(not failures and not errors, f"unbroken, the project fails: {(failures + errors)[:5]}")
        shutil.copy(self.project.database, self.whole)

    def findings(self, select):
        """Returns the tests that failed (by name), and the nodes that ended in an error."""
        nodes, exception = self.project.build(select)
        failures = [project.short(name) for name, status, _ in nodes if status == "fail"]
        errors = [f"{project.short(name)}: {message}" for name, status, message in nodes if "error" in status]
        if not failures and not errors and nodes:
            failures = [line.split(":")[0] for line in missed_cases(self.project.database, self.cases)]
        return failures, errors + ([exception] if exception else []) + ([] if nodes else ["nothing was built"])

    def break_one(self, rule):
        file = self.project.source / rule.file
        right = file.read_text()
        try:
            file.write_text(right.replace(rule.text, rule.broken))
            shutil.copy(self.whole, self.project.database)
            check(not list(self.project.folder.glob("*.wal")), "a write-ahead log is left over")
            return self.findings(rule.select())
        finally:
            file.write_text(right)


def faults_of_the_list():
    for number, rule in enumerate(RULES, 1):
        found = (ROOT / "dbt" / rule.file).read_text().count(rule.text)
        if found != 1 or rule.text == rule.broken:
            yield f"rule {number} ({rule.says}): its text stands {found} times in {rule.file}"


def work(numbers, folder):
    """Returns how many of the rules could be broken without a test noticing; prints a line for each."""
    folder.mkdir()
    workshop = Workshop(folder)
    unnoticed = 0
    for number in numbers:
        failures, errors = workshop.break_one(RULES[number - 1])
        if errors or not failures:
            unnoticed += 1
            result = f"UNNOTICED {errors[:2] if errors else ''}"
        else:
            result = f"{len(failures)} tests failed (first: {failures[0]})"
        print(f"rule {number} \"{RULES[number - 1].says}\" broken: {result}", flush=True)
    return unnoticed


def chosen(flags):
    everything = range(1, len(RULES) + 1)
    if flags.only:
        return flags.only
    if flags.half:
        return list(everything)[flags.half - 1 :: 2]
    if not flags.sample:
        return list(everything)
    print(f"a sample of {flags.sample} of {len(RULES)} rules, seed {flags.seed}")
    return sorted(random.Random(flags.seed).sample(everything, min(flags.sample, len(RULES))))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", type=int, nargs="+", metavar="N", choices=range(1, len(RULES) + 1), help="these rules alone")
    parser.add_argument("--sample", type=int, metavar="K", help="K rules, drawn")
    parser.add_argument("--half", type=int, choices=(1, 2), help="every other rule, from the first or from the second")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6), help="of the draw")
    parser.add_argument("--jobs", type=int, default=2, help="processes")
    flags = parser.parse_args()
    faults = list(faults_of_the_list())
    check(not faults, "\n".join(faults))
    numbers = chosen(flags)
    start = time.monotonic()
    jobs = max(1, min(flags.jobs, len(numbers) // 2))
    with tempfile.TemporaryDirectory(prefix="segue-rules-") as folder:
        shares = [(numbers[job::jobs], pathlib.Path(folder) / str(job)) for job in range(jobs)]
        unnoticed = sum(project.at_once(work, shares))
    check(not unnoticed, f"{unnoticed} of {len(numbers)} broken rules went unnoticed")
    print(f"{len(numbers)} rules broken one at a time, each noticed ({time.monotonic() - start:.0f} s)")


if __name__ == "__main__":
    run_test(main)
