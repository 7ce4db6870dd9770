#!/usr/bin/env python3
"""Computes a month's AWS bill for the template from public prices. `costs.py --write` puts the tables into docs/aws.md; a test checks
that page and script agree.

Prices: USD, region us-east-1 (N. Virginia), on demand, without tax, of aws.amazon.com/<service>/pricing: lambda, s3, ec2/pricing/on-demand,
ebs, vpc, cloudwatch, eventbridge, sns. They were typed by hand on 2026-11-25 without access to AWS's own pages. The prices of
Lambda, S3, EventBridge Scheduler, CloudWatch and t3.large were compared with stored copies of public pages of 2024 to 2026. The
prices of gp3, IPv4, the surplus of t3 and mails were not compared. Look them up before you rely on them; other regions differ by up
to a third.
"""
import argparse
import dataclasses
import pathlib
import sys
from decimal import ROUND_HALF_UP, Decimal

PAGE = pathlib.Path(__file__).resolve().parent.parent.parent / "docs/aws.md"
BEGIN, END = "<!-- costs.py: begin -->", "<!-- costs.py: end -->"
HOURS = Decimal(730)  # in a month, as AWS counts
D = Decimal


@dataclasses.dataclass(frozen=True)
class Price:
    unit: str
    usd: Decimal
    free: Decimal = D(0)  # units a month that every account has without charge, for ever


PRICES = {
    "lambda_requests": Price("call", D("0.0000002"), D(1_000_000)),
    "lambda_time": Price("GB-second", D("0.0000166667"), D(400_000)),
    "s3_storage": Price("GB-month", D("0.023")),
    "s3_writes": Price("PUT or LIST", D("0.000005")),
    "s3_reads": Price("GET", D("0.0000004")),
    "t3.small": Price("hour", D("0.0208")),
    "t3.medium": Price("hour", D("0.0416")),
    "t3.large": Price("hour", D("0.0832")),
    "t3_surplus": Price("vCPU-hour", D("0.05")),
    "gp3": Price("GB-month", D("0.08")),
    "ipv4": Price("hour", D("0.005")),
    "metrics": Price("metric", D("0.30"), D(10)),
    "alarms": Price("alarm", D("0.10"), D(10)),
    "log_ingestion": Price("GB", D("0.50"), D(5)),
    "scheduler": Price("call", D("0.000001"), D(14_000_000)),
    "mails": Price("mail", D("0.00002"), D(1_000)),
}
# Of a t3's two processors, the share that its hourly price includes (Unlimited mode bills what is used beyond).
BASELINE = {"t3.small": D("0.20"), "t3.medium": D("0.20"), "t3.large": D("0.30")}


@dataclasses.dataclass(frozen=True)
class Use:
    """The use of a month that the bill assumes."""
    name: str
    runs: int  # starts of the machine
    minutes: int  # how long it is on each time, with its boot
    machine: str = "t3.medium"
    volume_gib: int = 20
    root_gib: int = 8
    polls: int = 730
    poll_seconds: Decimal = D(2)
    memory_mib: int = 128
    lake_gb: Decimal = D(1)
    objects: int = 20_000  # in the lake after two years of polls
    log_kib_a_poll: int = 4
    mails: int = 4


USES = (Use("daily, t3.medium", runs=30, minutes=20), Use("weekly, t3.medium", runs=4, minutes=30),
        Use("daily, t3.small", runs=30, minutes=30, machine="t3.small", volume_gib=10))


def quantities(use):
    """Returns the name of a price → units."""
    hours = D(use.runs * use.minutes) / 60
    listings = D(-(-use.objects // 1000))  # pages of a listing of all objects
    return {
        "lambda_requests": D(use.polls),
        "lambda_time": use.polls * use.poll_seconds * use.memory_mib / 1024,
        "s3_storage": use.lake_gb,
        # A poll lists twice and writes once; a run lists all four times. Each object is read once, by the run after it.
        "s3_writes": use.polls * D(3) + use.runs * listings * 4,
        "s3_reads": use.polls * D(2),
        use.machine: hours,
        "t3_surplus": hours * 2 * (1 - BASELINE[use.machine]),  # both processors are busy all the time: the upper bound
        "gp3": D(use.volume_gib + use.root_gib),
        "ipv4": hours,
        "metrics": D(5),
        "alarms": D(6),
        "log_ingestion": D(use.polls * use.log_kib_a_poll) / 1024 / 1024,
        "scheduler": D(use.runs) + 30,
        "mails": D(use.mails),
    }


def bill(use, free=True):
    """Returns the name of a price → USD; `free`: without the units that every account has without charge."""
    return {name: max(D(0), units - (PRICES[name].free if free else 0)) * PRICES[name].usd for name, units in quantities(use).items()}


def total(use, free=True):
    return sum(bill(use, free).values(), D(0))


def cents(usd):
    return usd.quantize(D("0.01"), ROUND_HALF_UP)


def tables():
    use = USES[0]
    lines = [f"{USES[0].name}: {use.runs} runs of {use.minutes} minutes.", "", "| what | a month | at USD | list price | less what is free |",
             "|---|---|---|---|---|"]
    listed, paid = bill(use, free=False), bill(use)
    for name, units in quantities(use).items():
        price = PRICES[name]
        lines.append(f"| {name.replace('_', ' ')} | {units.quantize(D('0.001')).normalize():f} {price.unit} | {price.usd:f} | "
                     f"{cents(listed[name])} | {cents(paid[name])} |")
    lines += [f"| **together** | | | **{cents(total(use, free=False))}** | **{cents(total(use))}** |", "",
              "| use | runs | minutes each | machine on, volumes | all, list price | all, less what is free |", "|---|---|---|---|---|---|"]
    for use in USES:
        paid = bill(use)
        machine = sum((paid[name] for name in (use.machine, "t3_surplus", "gp3", "ipv4")), D(0))
        lines.append(f"| {use.name}, {use.volume_gib} GiB | {use.runs} | {use.minutes} | {cents(machine)} | {cents(total(use, free=False))} |"
                     f" {cents(total(use))} |")
    return "\n".join(lines)


def page_with(text, body):
    before, _, rest = text.partition(BEGIN)
    _, found, after = rest.partition(END)
    if not found:
        raise SystemExit(f"{PAGE}: no place between {BEGIN} and {END}")
    return f"{before}{BEGIN}\n{body}\n{END}{after}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="into docs/aws.md")
    if parser.parse_args().write:
        PAGE.write_text(page_with(PAGE.read_text(), tables()))
    else:
        print(tables())


if __name__ == "__main__":
    sys.exit(main())
