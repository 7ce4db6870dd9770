"""The costs of docs/aws.md: sums computed again by hand, the free allowances, and that page and script agree."""
import dataclasses
import pathlib
import sys
from decimal import Decimal as D

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "deploy/aws"))
import costs  # noqa: E402

# 30 runs of 20 minutes: 10 hours. By hand, from the prices' pages.
DAILY = {"lambda_requests": D("0.000146"), "lambda_time": D("0.00304167275"), "s3_storage": D("0.023"), "s3_writes": D("0.02295"),
         "s3_reads": D("0.000584"), "t3.medium": D("0.416"), "t3_surplus": D("0.8"), "gp3": D("2.24"), "ipv4": D("0.05"),
         "metrics": D("1.5"), "alarms": D("0.6"), "scheduler": D("0.00006"), "mails": D("0.00008")}


def checks():
    daily = costs.Use("daily", runs=30, minutes=20)
    listed = costs.bill(daily, free=False)
    for name, usd in DAILY.items():
        yield listed[name] == usd, f"{name}: {listed[name]}, by hand {usd}"
    yield set(listed) - set(DAILY) == {"log_ingestion"} and listed["log_ingestion"] < D("0.002"), "a line that was not done by hand"
    yield costs.cents(costs.total(daily, free=False)) == D("5.66"), f"together: {costs.total(daily, free=False)}"
    yield costs.cents(costs.total(daily)) == D("3.55"), f"less what is free: {costs.total(daily)}"
    busy = dataclasses.replace(daily, polls=2_000_000)
    yield costs.bill(busy)["lambda_requests"] == D("0.2"), "the second million of calls is not paid for"
    yield costs.bill(busy)["lambda_time"] == (D(500_000) - D(400_000)) * D("0.0000166667"), "time beyond what is free"
    off = dataclasses.replace(daily, runs=0)
    yield costs.bill(off)["t3.medium"] == 0 and costs.bill(off)["gp3"] == D("2.24"), "a machine that is off pays for its volumes alone"
    always = dataclasses.replace(daily, runs=1, minutes=730 * 60)
    yield costs.bill(always)["t3.medium"] == D("30.368"), "a machine that is never off"
    for use in costs.USES:
        yield costs.total(use) <= costs.total(use, free=False), f"{use.name}: free allowances make it dearer"
    page = costs.PAGE.read_text()
    yield page == costs.page_with(page, costs.tables()), "docs/aws.md is not what deploy/aws/costs.py --write makes"
    changed = page.replace(f"**{costs.cents(costs.total(daily))}**", "**3.54**")
    yield changed != page and changed != costs.page_with(changed, costs.tables()), "a sum changed in the page is not seen"


def main():
    missed = [what for holds, what in checks() if not holds]
    for what in missed:
        print(f"MISSED: {what}")
    print(f"a month: {', '.join(f'{use.name} {costs.cents(costs.total(use))} USD' for use in costs.USES)}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
