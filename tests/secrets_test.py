"""No token, code, verifier, secret or Authorization header is anywhere but where it belongs. A proxy between segue and the simulator
records the values; the test searches for them in the home, in the output of every log level, and in the process list."""
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import threading

from lib.servers import LIMIT_S
from lib.haystack import found_below, found_in, missed_by_the_search
from lib.home import ROOT, SEGUE, Home, check, run_test
from lib.recording_proxy import RecordingProxy

sys.path.insert(0, str(ROOT / "demo"))
import run as demo  # noqa: E402

SECRET = "0f1e2d3c4b5a69788796a5b4c3d2e1f0"
PLAYED = "/v1/me/player"
ECHO = '{"error":{"status":%d,"message":"refused: {sent}"}}'


class Watched:
    """Runs segue, keeps its output, and reads its command line while it runs."""

    def __init__(self, home):
        self.home, self.said, self.command_lines, self.runs = home, [], set(), 0

    def start(self, *arguments, **environment):
        process = subprocess.Popen([str(SEGUE), *arguments], env={**self.home.environment, **environment}, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, stdin=subprocess.DEVNULL)
        threading.Thread(target=self.watch, args=(process,), daemon=True).start()
        return process

    def watch(self, process):
        while process.poll() is None:
            for pid in [process.pid, *self.children(process.pid)]:
                try:
                    self.command_lines.add(pathlib.Path(f"/proc/{pid}/cmdline").read_bytes())
                except OSError:
                    pass
            try:
                process.wait(0.002)
            except subprocess.TimeoutExpired:
                pass

    @staticmethod
    def children(pid):
        try:
            return [int(child) for child in pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
        except OSError:
            return []

    def end(self, process, expect):
        out, err = process.communicate(timeout=LIMIT_S)
        self.said += [out, err]
        self.runs += 1
        check(process.returncode == expect, f"exit {process.returncode}, not {expect}: {(out + err).decode()}")

    def run(self, *arguments, expect=0):
        """Runs a command at --verbose and at trace in turn, so that each fault is run once and both levels are searched."""
        level = {"SEGUE_LOG": "trace"} if self.runs % 2 else {}
        self.end(self.start(*arguments, *([] if level else ["--verbose"]), **level), expect)


def home_for(simulator, proxy, name, **more):
    return Home(name, {"SEGUE_SPOTIFY_API_URL": proxy.base, "SEGUE_SPOTIFY_ACCOUNTS_URL": proxy.base,
                       "SEGUE_CLOCK_URL": simulator.base + "/sim/clock", "SEGUE_SPOTIFY_CLIENT_ID": demo.CLIENT, **more})


def fail_in_every_way(simulator, proxy, segue):
    for spoil in ({"how": "cut"}, {"how": "reset", "times": 2}, {"status": 502, "body": "<html>{sent}</html>"},
                  {"status": 500, "body": ECHO % 500}, {"status": 403, "body": ECHO % 403}, {"status": 400, "body": ECHO % 400},
                  {"status": 429, "body": ECHO % 429, "headers": {"Retry-After": "60"}}):
        simulator.advance(0.5)
        proxy.spoil(PLAYED, **spoil)
        segue.run("poll", expect=4)
        proxy.spoils.clear()  # libcurl repeats a request by itself if an old connection is reset
    simulator.advance(0.5)
    proxy.spoil(PLAYED, status=200, body="<html>{sent}</html>")
    segue.run("poll", expect=4)
    proxy.spoil(PLAYED, status=401, body=ECHO % 401, times=2)
    segue.run("poll", expect=3)
    for spoil in ({"how": "cut"}, {"how": "reset", "times": 2}, {"status": 503, "body": "<html>{sent}</html>"},
                  {"status": 400, "body": '{"error":"invalid_client","error_description":"{sent}"}'},
                  {"status": 400, "body": '{"error":"{sent}"}'}, {"status": 200, "body": "{sent}"}, {"status": 429, "body": "{sent}"}):
        simulator.advance(2)
        proxy.spoil("/api/token", **spoil)
        segue.run("poll", expect=4)
        proxy.spoils.clear()
    for spoil, expect in (({"status": 400, "body": '{"error":"invalid_grant","error_description":"{sent}"}'}, 3), ({"how": "cut"}, 4)):
        proxy.spoil("/api/token", **spoil)
        segue.run("login", "--auto", expect=expect)
    simulator.advance(1)  # past the time that the 429 without a Retry-After holds refreshes
    segue.run("poll")


def die_in_the_middle(simulator, proxy, segue):
    """Sends SIGABRT while segue waits for a page, and for a token, to see what a crash leaves behind."""
    for path in (PLAYED, "/api/token"):
        simulator.advance(2)
        proxy.hanging.clear()
        proxy.spoil(path, how="hang")
        process = segue.start("poll", "--verbose")
        check(proxy.hanging.wait(LIMIT_S), f"{path} was not asked for")
        process.send_signal(signal.SIGABRT)
        segue.end(process, -signal.SIGABRT)
    segue.run("poll")


def check_kinds(proxy, with_secret):
    """Checks that the proxy recorded secrets of every kind, because the search proves nothing otherwise."""
    seen = sorted(proxy.secrets)
    bearers = {e.headers["Authorization"] for e in proxy.exchanges if e.headers.get("Authorization", "").startswith("Bearer ")}
    check(len(bearers) >= 4, f"{len(bearers)} access tokens")
    check(any(b"refresh_token=" in e.body for e in proxy.exchanges), "no refresh")
    check(any(b"code=" in e.body for e in proxy.exchanges), "no code")
    if with_secret:
        check(SECRET in seen, "the secret was not shown")
    else:
        check(any(b"code_verifier=" in e.body for e in proxy.exchanges), "no verifier")


def check_nowhere(proxy, segue, what):
    hits, files = found_below(segue.home.home, proxy.secrets)
    check(not hits, f"{what}: found in the home: {hits[:3]}")
    for said in segue.said:
        check(not found_in(said, proxy.secrets), f"{what}: said: {said.decode()}")
        check(not re.search(rb"(Bearer|Basic) [\w.~+/=-]{8}", said), f"{what}: a header was said: {said.decode()}")
    for line in segue.command_lines:
        check(not found_in(line, proxy.secrets), f"{what}: in the process list: {line}")
    check(len(segue.command_lines) >= 2 and files > 10, f"{what}: {len(segue.command_lines)} command lines, {files} files read")
    print(f"{what}: {len(proxy.secrets)} values in none of {files} files, {len(segue.said)} outputs, "
          f"{len(segue.command_lines)} command lines of {segue.runs} runs")


def check_flow(folder, name, flags, **more):
    folder.mkdir()
    with demo.Simulator(folder, "--listeners", "2", "--history-days", "30", "--rotate-refresh-tokens", *flags) as simulator, \
            RecordingProxy(simulator.base) as proxy, home_for(simulator, proxy, "secrets", **more) as home:
        for value in more.values():
            proxy.add_secret(value)
        segue = Watched(home)
        segue.run("login", "--auto")
        segue.run("poll")
        fail_in_every_way(simulator, proxy, segue)
        die_in_the_middle(simulator, proxy, segue)
        segue.run("status", "--json")
        simulator.advance(2)
        proxy.spoil("/api/token", status=400, body='{"error":"invalid_grant","error_description":"{sent}"}')
        segue.run("poll", expect=3)
        segue.run("login", "--auto")  # what is sealed from here on must not be readable either
        check_kinds(proxy, bool(more))
        check_nowhere(proxy, segue, name)


def main():
    with tempfile.TemporaryDirectory() as folder:
        missed = missed_by_the_search(folder)
        check(not missed, f"the search does not find what was planted in {missed}")
    with tempfile.TemporaryDirectory() as folder:
        check_flow(pathlib.Path(folder) / "pkce", "PKCE", ())
        check_flow(pathlib.Path(folder) / "secret", "secret flow", ("--client-secret", SECRET), SEGUE_SPOTIFY_CLIENT_SECRET=SECRET)


if __name__ == "__main__":
    run_test(main)
