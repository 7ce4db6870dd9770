"""AWS's own Runtime Interface Emulator around the function's bundle. One invocation at a time; the function's log is in a file.

The emulator neither limits nor measures memory, so the tests read the process's own figures. A function error, a time-out and a killed function come
as HTTP 200 with an `errorType`."""
import json
import os
import pathlib
import platform
import signal
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.request
import zipfile

from lib.home import check
from lib.servers import LIMIT_S, die_with_parent, free_ports

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
ARCHITECTURE = {"x86_64": "x86_64", "aarch64": "arm64"}[platform.machine()]
RIE = ROOT / f".deps/lambda-emulator/aws-lambda-rie-{ARCHITECTURE}"


def unpacked(bundle, folder):
    """Unpacks the bundle's files below `folder`, with their modes, as Lambda does."""
    with zipfile.ZipFile(bundle) as files:
        for entry in files.infolist():
            path = pathlib.Path(files.extract(entry, folder))
            path.chmod(entry.external_attr >> 16 & 0o777)
    return folder


class Emulator:
    """`with Emulator(task, folder, environment) as function`: function.invoke() is one invocation; its environment starts with the first."""

    def __init__(self, task, folder, environment, timeout_s=LIMIT_S):
        self.task, self.log_file = task, folder / "function.log"
        self.environment = {"PATH": "/usr/bin:/bin", "AWS_LAMBDA_FUNCTION_NAME": "segue", "AWS_LAMBDA_FUNCTION_TIMEOUT": str(timeout_s),
                            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "256", **environment}
        self.process = None

    def __enter__(self):
        self.start()
        return self

    def start(self):
        port, api = free_ports(2)
        self.url = f"http://127.0.0.1:{port}/2015-03-31/functions/function/invocations"
        with open(self.log_file, "ab") as log:
            self.process = subprocess.Popen(
                [RIE, "--runtime-interface-emulator-address", f"127.0.0.1:{port}", "--runtime-api-address", f"127.0.0.1:{api}",
                 "--log-level", "error", self.task / "bootstrap", "segue"],
                env=self.environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self.task,
                preexec_fn=die_with_parent)
        # The emulator accepts invocations before its Runtime API listens; on a busy machine that matters, so both are waited for.
        for each in (port, api):
            self._until_it_listens(each)

    def _until_it_listens(self, port):
        limit = time.monotonic() + LIMIT_S
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), LIMIT_S).close()
                return
            except OSError:
                check(self.process.poll() is None and time.monotonic() < limit, f"the emulator did not start: {self.said()}")
                time.sleep(0.01)

    def invoke(self, event=None):
        """Returns (answer, milliseconds). A function error is an answer with `errorType`."""
        request = urllib.request.Request(self.url, json.dumps(event or {}).encode())
        began = time.monotonic()
        try:
            with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=2 * LIMIT_S) as answer:
                body = answer.read()
        except urllib.error.HTTPError as refused:  # 502: the function's process died before the call
            body = refused.read()
        # If a function takes longer than its time-out, the emulator answers in plain text.
        check(body.lstrip()[:1] in (b"{", b"[", b'"', b"n"), f"the emulator answers with no JSON: {body[:300]!r}\n{self.said()[-2000:]}")
        return json.loads(body), (time.monotonic() - began) * 1000

    def begin(self):
        """Starts an invocation in the background; join() it, then it has its `answer`."""
        class Begun(threading.Thread):
            answer = None

            def run(inner):
                inner.answer, _ = self.invoke()
        begun = Begun()
        begun.start()
        return begun

    def function_pid(self):
        """Returns the function's process, the emulator's only child; None before the first invocation."""
        children = pathlib.Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        for thread in pathlib.Path(f"/proc/{self.process.pid}/task").iterdir():
            children += (thread / "children").read_text().split()
        return int(children[0]) if children else None

    def peak_memory_kb(self):
        """Returns VmHWM of the function's process: its peak memory so far."""
        for line in pathlib.Path(f"/proc/{self.function_pid()}/status").read_text().splitlines():
            if line.startswith("VmHWM"):
                return int(line.split()[1])
        raise RuntimeError("no VmHWM")

    def kill_function(self):
        os.kill(self.function_pid(), signal.SIGKILL)

    def said(self):
        return self.log_file.read_text(errors="replace")

    def logged(self):
        """Returns the function's own log lines; the emulator writes others between them."""
        return [json.loads(line) for line in self.said().splitlines() if line.startswith('{')]

    def stop(self):
        """Ends the emulator, and with it the function that it started."""
        if self.process and self.process.poll() is None:
            pid = self.function_pid()
            self.process.terminate()
            self.process.wait()
            if pid and pathlib.Path(f"/proc/{pid}").exists():
                os.kill(pid, signal.SIGKILL)

    def __exit__(self, *_):
        self.stop()
