#!/usr/bin/env python3
"""Runs a test program against an S3 service of our own: on_s3.py seaweed|ceph PROGRAM ARGS…

The program finds the service by SEGUE_TEST_S3, SEGUE_TEST_S3_BUCKET and AWS_…; further variables name ways to the same service that
break (lib/faulty_way.py). Passes only if tests of S3 ran and none was skipped."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from lib.ceph import Ceph  # noqa: E402
from lib.faulty_way import FaultyWay  # noqa: E402
from lib.seaweed import Seaweed  # noqa: E402

BUCKET = "lake"
LEAST_TESTS = 20
# The bytes of a connection after which a way breaks, once or always.
WAYS = {"CUT_UP": {"up": 150_000}, "CUT_DOWN": {"down": 150_000}, "CUT_UP_ONCE": {"up": 150_000, "times": 1},
        "CUT_DOWN_ONCE": {"down": 150_000, "times": 1}, "LOST": {"down": 0}, "LOST_ONCE": {"down": 0, "times": 1}}


def outcome(report):
    """Returns (tests of S3 that ran, tests of S3 that were skipped, what they recorded)."""
    ran, skipped, figures = [], [], []
    for suite in json.loads(report.read_text())["testsuites"]:
        for test in suite["testsuite"]:
            name = f"{suite['name']}.{test['name']}"
            figures += [f"{key} {value}" for key, value in test.items() if key.endswith("_ms")]
            if test["result"] == "SKIPPED":
                skipped.append(name)
            elif test["name"].endswith("/s3") or "S3" in suite["name"]:
                ran.append(name)
    return ran, skipped, figures


def main():
    service, command = sys.argv[1], sys.argv[2:]
    with {"seaweed": Seaweed, "ceph": Ceph}[service](BUCKET) as store, tempfile.TemporaryDirectory() as folder:
        ways = {name: FaultyWay(store.endpoint, **how) for name, how in WAYS.items()}
        environment = {**os.environ, **store.environment, "SEGUE_TEST_S3": store.endpoint, "SEGUE_TEST_S3_BUCKET": BUCKET,
                       "SEGUE_TEST_S3_SERVICE": service, **{f"SEGUE_TEST_S3_{name}": way.endpoint for name, way in ways.items()}}
        if service == "ceph":
            environment |= {"SEGUE_TEST_S3_BY_HOST": store.by_host, "SEGUE_TEST_S3_TLS": store.tls, "SEGUE_TEST_S3_CA": str(store.ca_file)}
        report = pathlib.Path(folder) / "report.json"
        if service != "ceph":
            command.append("--gtest_filter=-S3OnCephTest.*")
        done = subprocess.run([*command, f"--gtest_output=json:{report}"], env=environment, check=False)
        for way in ways.values():
            way.close()
        if done.returncode != 0:
            return done.returncode
        ran, skipped, figures = outcome(report)
    if skipped or len(ran) < LEAST_TESTS:
        print(f"MISSED: {len(ran)} tests of S3 ran (at least {LEAST_TESTS} must); skipped: {skipped}")
        return 1
    print(f"{service}: {', '.join([f'{len(ran)} tests of S3', *figures])}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
