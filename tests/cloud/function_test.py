"""The function's zip under AWS's Runtime Interface Emulator, with an invocation an hour: it is killed, refused, cut off from its bucket
and its login, and at the end every play that Spotify showed is one row. Ends with one line of JSON."""
import argparse
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from stage import BUSY_DAYS, PARAMETER, USER, Stage  # noqa: E402

import judge  # noqa: E402
from lib.haystack import found_in, unpacked  # noqa: E402
from lib.home import check, run_test  # noqa: E402

STARTS = 6  # times that Lambda takes the environment away and makes another
KILL_STEPS = range(1, 7)  # steps of one exchange for a token and one for the page
METRICS = {"GoodPolls": "Count", "ItemsOnPage": "Count", "DaysToConsentEnd": "None"}
FUNCTION_KB_MOST = 64 << 10  # half of the smallest memory that Lambda offers


def consent(stage):
    """Returns the consent that the parameter contains."""
    name, _, bytes_ = stage.aws.parameter(PARAMETER)["Value"].partition("\n")
    return name, json.loads(bytes_) if bytes_ else None


def fails(stage, kind, word):
    answer = stage.invoke()
    check(answer.get("errorType") == kind and word in answer["errorMessage"], f"not {kind}: {answer}")
    last = stage.running.logged()[-1]
    check(last["level"] == "error" and last["errorType"] == kind and "_aws" not in last, f"logged: {last}")


def check_login(stage, home):
    stage.start()
    fails(stage, "Segue.LoginNeeded", "segue login")
    for wrong in (("--into", "ssm:consent", "--client-id", "x"), ("--into", PARAMETER, "--client-id", "x"), ("--into", f"ssm:{PARAMETER}"),
                  ("--into", f"ssm:{PARAMETER}", "--client-id", "a b"), ("--client-id", "x")):
        home.run("login", "--auto", *wrong, expect=2)
    made = stage.log_in_function(home)
    name, kept = consent(stage)
    check(stage.aws.parameter(PARAMETER)["Type"] == "SecureString", "the parameter is no SecureString")
    check(name.startswith(f"{USER}.") and kept["scope"] == "user-read-recently-played", f"the consent: {name}, {kept['scope']}")
    check(made["parameter"] == PARAMETER and made["token_expires"] > "2026", f"login: {made}")
    left = [path.name for path in home.path.rglob("*") if path.is_file() and not path.name.endswith(".lock")]
    check(not [name for name in left if "sealed" in name], f"a login for the function left {left}")
    print("login: one permission, a SecureString, no file; before it the function says who must log in")


def hours(stage, count, secrets):
    """Polls every hour, each time with success; now and then an environment ends, as Lambda's do."""
    for number in range(count):
        if number % max(1, count // STARTS) == 0:
            stage.start()
        stage.poll()
        secrets.add(consent(stage)[1]["access_token"])


def check_log(stage):
    line = stage.running.logged()[-1]
    directive = line["_aws"]["CloudWatchMetrics"][0]
    check(directive["Namespace"] == "segue" and directive["Dimensions"] == [["User"]] and line["User"] == USER, f"metrics: {line}")
    check({one["Name"]: one["Unit"] for one in directive["Metrics"]} == METRICS, f"metrics: {directive}")
    check(line["GoodPolls"] == 1 and 0 < line["ItemsOnPage"] <= 50 and 100 < line["DaysToConsentEnd"] < 190, f"values: {line}")
    check(line["object"] == stage.objects("recently_played")[-1].split("/", 1)[1], "the object that is named is not the bucket's newest")
    print("log: one line an invocation, metrics in CloudWatch's own format")


def check_written_back(stage):
    """Checks that the parameter is written if the token has changed, and only then."""
    stage.poll()
    before = stage.aws.parameter(PARAMETER)["Version"]
    stage.poll(0.25)
    stage.poll(0.25)
    check(stage.aws.parameter(PARAMETER)["Version"] == before, "the parameter was written though nothing had changed")
    stage.poll()
    check(stage.aws.parameter(PARAMETER)["Version"] == before + 1, "a new token was not written once")
    print("token: written back once when it changes, and only then")


def check_kills(stage):
    fell = [stage.kill_amid(step) or "" for step in KILL_STEPS if not stage.poll() is None]
    check(len({line.split()[1] for line in fell}) >= 2, f"kills: {fell}")
    stage.poll()
    print(f"kills: {len(fell)} invocations died amid {', '.join(sorted({line.split()[1] for line in fell}))}; each next one was good")


def check_refusals(stage):
    stage.start()
    before = len(stage.objects("recently_played"))
    stage.advance()
    stage.tell("/sim/fault", path="/v1/me/player", status=503, times=1)
    fails(stage, "Segue.Upstream", "503")
    check(len(stage.objects("recently_played")) == before + 1, "the answer with 503 is not in the bucket")
    stage.advance()
    stage.tell("/sim/fault", path="/v1/me/player", status=429, times=1, retry_after=7200)
    fails(stage, "Segue.Upstream", "429")
    asked = json.loads(stage.simulator.get("/sim/calls"))["GET /v1/me/player/recently-played"]
    stage.advance()
    fails(stage, "Segue.Upstream", "was not sent")
    check(json.loads(stage.simulator.get("/sim/calls"))["GET /v1/me/player/recently-played"] == asked, "asked against Spotify's word")
    stage.poll(2)
    print("refusals: a 503 lands and fails; after a 429 nothing is asked until Spotify allows it")


def check_without_a_bucket(stage):
    stage.start()
    stage.poll()
    before = stage.objects("recently_played")
    stage.store.kill()
    stage.advance()
    answer = stage.invoke()
    check(answer.get("errorType") == "Segue.Upstream", f"without a bucket: {answer}")
    stage.store.start()
    check(stage.objects("recently_played") == before, "something was written to a bucket that was not there")
    stage.poll()
    print("bucket: gone, it is a function error; back, the next page holds what was missed")


def check_ended_login(stage, home):
    stage.tell("/sim/revoke")
    stage.advance(2)
    fails(stage, "Segue.LoginNeeded", "segue login")
    kept = consent(stage)[1]
    check("refresh_token" not in kept and "access_token" not in kept and kept["ended_because"], f"of an ended consent this is kept: {kept.keys()}")
    stage.advance()
    fails(stage, "Segue.LoginNeeded", "segue login")
    stage.log_in_function(home)
    stage.poll()
    print("login: ended, the function fails until somebody logs in; a warm function takes the new one")


def check_secrets(stage, secrets):
    said = stage.running.said().encode()
    command_line = pathlib.Path(f"/proc/{stage.running.function_pid()}/cmdline").read_bytes()
    kept = consent(stage)[1]
    secrets |= {kept["access_token"], kept["refresh_token"], stage.store.environment["AWS_SECRET_ACCESS_KEY"]}
    check(not found_in(said + command_line, secrets), "a secret was said")
    keys = stage.objects()
    for key in keys:
        check(not found_in(unpacked(stage.store.client.get(stage.store.bucket, key)[1]), secrets), f"a secret lies in {key}")
    print(f"secrets: {len(secrets)} of them neither in the log, nor in the process list, nor in {len(keys)} objects")


def check_coverage(stage, home):
    home.run("load")
    home.run("transform")
    record = judge.Record(stage.simulator, USER)
    found = judge.captured(record, judge.Warehouse(home, USER))
    for odd in found["odd"]:
        print(f"  should not be there: {odd}")
    check(found["captured"] == found["shown"] > 0, f"plays that Spotify showed are missing: {found}")
    check(found["doubled"] == found["lost"] == found["gaps"] == 0, f"coverage: {found}")
    check(found["certified"] >= 0.99 * (found["certifiable"] - found["tail"]), f"certified hours: {found}")
    told = home.json("status")["users"][0]
    check(told["gaps"] == [] and told["plays"] == found["captured"], f"status: {told}")
    print(f"coverage: {found['captured']} plays shown, all there once; {found['certified']:.0f} hours certified, no gap")
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--invocations", type=int, default=1000)
    flags = parser.parse_args()
    secrets = set()
    with Stage("--listeners", "2", "--history-days", "3", *BUSY_DAYS) as stage, stage.home("function") as home:
        check_login(stage, home)
        stage.start()
        stage.poll()
        check_log(stage)
        check_written_back(stage)
        check_kills(stage)
        check_refusals(stage)
        check_without_a_bucket(stage)
        check_ended_login(stage, home)
        hours(stage, max(STARTS, flags.invocations - stage.invocations), secrets)
        check_secrets(stage, secrets)
        found = check_coverage(stage, home)
        check(stage.peak_kb < FUNCTION_KB_MOST, f"the function held {stage.peak_kb} KiB")
        print(json.dumps({"invocations": stage.invocations, "cold_starts": len(stage.cold), "objects": len(stage.objects()),
                          "plays": found["captured"], "lost": found["shown"] - found["captured"], "gaps": found["gaps"], **stage.times()}))


if __name__ == "__main__":
    run_test(main)
