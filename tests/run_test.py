"""`segue run` against the simulator: each due step runs once, in order; a step that fails stops only the steps that need it. Two builds."""
import contextlib
import fcntl
import pathlib
import tempfile

from lib.home import check, run_test
from spotify_test import demo, home_for, post

ORDER = ["poll", "enrich", "transform", "train", "playlist"]


@contextlib.contextmanager
def held(path):
    path.touch()
    with open(path) as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def outcomes(result):
    check([step["step"] for step in result["steps"]] == ORDER, f"steps: {result['steps']}")
    return {step["step"]: step["outcome"] for step in result["steps"]}


def check_without_login(simulator, home):
    home.run("run", expect=2)  # before init
    home.run("init", "--timezone", "Europe/Berlin")
    export = home.path / "export.zip"
    export.write_bytes(simulator.get("/sim/export?user=demo&days=60"))
    home.run("import", export)
    corpus = home.path / "mpd.slice.0-999.json"
    corpus.write_bytes(simulator.get("/sim/corpus?playlists=1000"))
    home.run("corpus", "add", corpus, "--terms", "made up by the simulator")
    with open(home.home / "config.toml", "a") as config:
        config.write("[quota]\ndaily = 90\n")
    result = home.json("run", expect=3)
    check(outcomes(result) == {"poll": "no login", "enrich": "no login", "transform": "done", "train": "done", "playlist": "no login"},
          f"without a login: {result}")
    build = result["steps"][2]
    check(build["why"] == "nothing is published yet" and build["exit"] == 0 and build["result"]["plays"] > 100 and build["seconds"] > 0,
          f"the build: {build}")
    check(result["steps"][3]["result"]["vocabulary"] > 50, f"the training: {result['steps'][3]}")
    said = home.run("run", expect=3)
    check("segue login" in said.stdout and "transform" not in said.stdout, f"again without a login: {said.stdout}")
    print("without a login: built and trained, the rest named; exit 3")


def check_all_due(simulator, home):
    home.run("login", "--auto")
    dry = home.json("run", "--dry-run")
    check(outcomes(dry) == {"poll": "due", "enrich": "due", "transform": "not due", "train": "not due", "playlist": "due"}, f"dry: {dry}")
    result = home.json("run")
    check(outcomes(result) == {"poll": "done", "enrich": "done", "transform": "done", "train": "not due", "playlist": "done"},
          f"logged in: {result}")
    by_step = {step["step"]: step for step in result["steps"]}
    check(by_step["poll"]["result"]["items"] == 50 and by_step["enrich"]["result"]["calls"] > 10 and by_step["enrich"]["exit"] == 4, f"poll, enrich: {by_step}")
    check(by_step["playlist"]["result"]["created"] and by_step["playlist"]["result"]["items"] > 0, f"playlist: {by_step['playlist']}")
    quiet = home.run("run")
    check(quiet.stdout == quiet.stderr == "", f"nothing is due, and it says {quiet.stdout}{quiet.stderr}")
    check(set(outcomes(home.json("run")).values()) == {"not due"}, "nothing is due in JSON")
    check(home.run("run", "--verbose").stdout.count("not due") == 5, "--verbose says why nothing is due")
    print(f"logged in: {by_step['playlist']['result']['items']} songs written; then nothing is due and nothing is said")


def check_locks_and_failures(simulator, home):
    simulator.advance(0.4)
    home.run("rule", "add", "exclude", "artist", "Somebody Else")  # a build is due, whatever the polls show
    with held(home.home / "run.lock"):
        other = home.json("run")
        check(other["deferred"] and other["steps"] == [], f"while another run goes on: {other}")
    with held(home.home / "work.lock"):
        deferred = home.json("run")
        check(deferred["deferred"] and outcomes(deferred)["poll"] == "done" and outcomes(deferred)["transform"] == "deferred",
              f"while a build holds the lock: {deferred}")
        check(deferred["steps"][0]["result"]["deferred"], "the poll's page is left to the next load")
        simulator.advance(0.4)
        post(simulator, "/sim/fault?path=/v1/me/player&status=503&times=1")
        failed = home.json("run", expect=4)
        check(outcomes(failed)["poll"] == "failed" and "503" in failed["steps"][0]["note"], f"a poll that fails: {failed}")
        check(outcomes(failed)["transform"] == "deferred", "a poll that failed stopped the build")
        post(simulator, "/sim/revoke")
        simulator.advance(24)  # enriching is due, too
        ended = home.json("run", expect=3)
        check(outcomes(ended)["poll"] == "failed" and outcomes(ended)["enrich"] == "no login", f"a consent that has ended: {ended}")
    print("a held lock defers, well; a failed poll ends with 4 and stops nothing; an ended consent is met once")


def check_other_machine(simulator, home):
    with home_for(simulator, "box") as box:
        box.run("init", "--timezone", "Europe/Berlin")
        home.run("login", "--auto")
        home.run("poll", "--land-only")
        (box.home / "lake").symlink_to(home.home / "lake")
        dry = box.json("run", "--dry-run")
        check(outcomes(dry)["poll"] == "not due" and "another machine" in dry["steps"][0]["why"], f"where another captures: {dry}")
        check(outcomes(dry)["transform"] == "due", f"a lake that another fills: {dry}")
    print("where another machine's pages come no poll is due")


def check_idle_night(simulator, environment=None):
    """Polls every 20 minutes: a build follows exactly the polls whose page shows a new play, whoever polled."""
    with home_for(simulator, "night") as home:
        home.environment.update(environment or {})
        home.run("init", "--timezone", "Europe/Berlin")
        home.run("login", "--auto")
        home.run("poll")
        home.run("transform")
        dues = {"new": 0, "quiet": 0}
        quiet_in_a_row = longest = 0
        for _ in range(2 * 24 * 3):
            simulator.advance(1 / 3)
            landed = home.json("poll", *(["--land-only"] if dues["quiet"] % 2 else []))  # as the function in the cloud does
            dry = {step["step"]: step for step in home.json("run", "--dry-run")["steps"]}["transform"]
            check(landed["new"] in (None, 0) or dry["due"], f"{landed['new']} new plays, and no build is due: {dry}")
            check(landed["new"] != 0 or not dry["due"], f"a page that shows nothing new makes a build due: {dry}")
            if dry["due"]:
                quiet_in_a_row = 0
                check("new play" in dry["why"], f"due, and why: {dry}")
                home.run("transform")
                again = {step["step"]: step for step in home.json("run", "--dry-run")["steps"]}["transform"]
                check(not again["due"] and "nothing new since the build of" in again["why"], f"one new play, one build: {again}")
                dues["new"] += 1
                if longest >= 24 and dues["new"] >= 2:
                    break
            else:
                quiet_in_a_row += 1
                longest = max(longest, quiet_in_a_row)
                dues["quiet"] += 1
        check(longest >= 24, f"no night of eight quiet hours in two days: {longest} polls")
        check(dues["new"] >= 1, "nobody listened in two days")
        home.run("rule", "add", "exclude", "artist", "Nobody At All")
        (home.home / "config.toml").write_text((home.home / "config.toml").read_text().replace("Europe/Berlin", "Asia/Tokyo"))
        dry = {step["step"]: step for step in home.json("run", "--dry-run")["steps"]}["transform"]
        check(dry["due"] and "1 rule" in dry["why"] and "the time zones" in dry["why"], f"a rule and another zone: {dry}")
        print(f"a night of {longest} quiet polls made no build due; {dues['new']} times somebody listened, {dues['new']} builds")


def main():
    with tempfile.TemporaryDirectory() as folder, demo.Simulator(pathlib.Path(folder)) as simulator:
        with home_for(simulator, "run") as home:
            check_without_login(simulator, home)
            check_all_due(simulator, home)
            check_locks_and_failures(simulator, home)
            check_other_machine(simulator, home)
        check_idle_night(simulator)


if __name__ == "__main__":
    run_test(main)
