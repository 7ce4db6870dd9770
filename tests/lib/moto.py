"""moto_server as AWS's SSM, on a free port of loopback, in memory; it is ended by its own process id. It verifies no signature."""
import json
import os
import pathlib
import subprocess
import time
import urllib.error
import urllib.request

from lib.servers import LIMIT_S, die_with_parent, free_ports

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
REGION = "us-east-1"


class Moto:
    """`with Moto() as aws`: aws.endpoint; aws.parameter(name) as SSM has it, decrypted, or None."""

    def __enter__(self):
        port, = free_ports(1)
        self.endpoint = f"http://127.0.0.1:{port}"
        self.process = subprocess.Popen(
            [ROOT / ".deps/venv-test/bin/moto_server", "-H", "127.0.0.1", "-p", str(port)], stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, preexec_fn=die_with_parent, env={"PATH": "/usr/bin:/bin", "HOME": os.devnull})
        limit = time.monotonic() + LIMIT_S
        while True:
            try:
                self.parameter("/none")
                return self
            except OSError:
                if self.process.poll() is not None or time.monotonic() > limit:
                    self.__exit__()
                    raise SystemExit("moto_server did not start")
                time.sleep(0.05)

    def call(self, action, **fields):
        """Returns (status, answer) of one SSM call."""
        request = urllib.request.Request(self.endpoint + "/", json.dumps(fields).encode(), {
            "Content-Type": "application/x-amz-json-1.1", "X-Amz-Target": f"AmazonSSM.{action}",
            "Authorization": f"AWS4-HMAC-SHA256 Credential=k/20260101/{REGION}/ssm/aws4_request, SignedHeaders=host, Signature=0"})
        try:
            with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=LIMIT_S) as answer:
                return answer.status, json.loads(answer.read())
        except urllib.error.HTTPError as refused:
            return refused.code, json.loads(refused.read())

    def parameter(self, name):
        status, answer = self.call("GetParameter", Name=name, WithDecryption=True)
        return answer["Parameter"] if status == 200 else None

    @property
    def environment(self):
        return {"SEGUE_SSM_ENDPOINT": self.endpoint, "AWS_REGION": REGION}

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()
