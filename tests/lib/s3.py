"""A small S3 client for tests with its own signer, so that segue's objects are read by a program that is not segue."""
import datetime
import hashlib
import hmac
import http.client
import urllib.parse
import xml.etree.ElementTree

from lib.servers import LIMIT_S

REGION = "us-east-1"
ACCESS_KEY, SECRET_KEY = "SEGUETESTKEY", "segue/test+secret"  # the credentials of the tests' servers


def environment_for(endpoint):
    """Returns the variables that segue needs to reach a server of the tests."""
    return {"SEGUE_S3_ENDPOINT": endpoint, "AWS_ACCESS_KEY_ID": ACCESS_KEY, "AWS_SECRET_ACCESS_KEY": SECRET_KEY,
            "AWS_EC2_METADATA_DISABLED": "true"}


def quoted(text):
    return urllib.parse.quote(text, safe="-_.~")


class S3:
    """`endpoint` is "http://127.0.0.1:PORT"; the bucket is in the path. Every call returns (status, body)."""

    def __init__(self, endpoint, access_key, secret_key):
        self.endpoint, self.access_key, self.secret_key = endpoint, access_key, secret_key
        self.host = urllib.parse.urlsplit(endpoint).netloc

    def call(self, method, path, query=None, body=b"", headers=None):
        now = datetime.datetime.now(datetime.timezone.utc).strftime("%Y%m%dT%H%M%SZ")
        target = "/".join(quoted(part) for part in path.split("/"))
        fields = "&".join(f"{quoted(k)}={quoted(v)}" for k, v in sorted((query or {}).items()))
        digest = hashlib.sha256(body).hexdigest()
        given = {"host": self.host, "x-amz-content-sha256": digest, "x-amz-date": now, **{k.lower(): v for k, v in (headers or {}).items()}}
        names = ";".join(sorted(given))
        lines = "".join(f"{name}:{given[name]}\n" for name in sorted(given))
        scope = f"{now[:8]}/{REGION}/s3/aws4_request"
        canonical = f"{method}\n{target}\n{fields}\n{lines}\n{names}\n{digest}"
        text = f"AWS4-HMAC-SHA256\n{now}\n{scope}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
        key = ("AWS4" + self.secret_key).encode()
        for part in (now[:8], REGION, "s3", "aws4_request", text):
            key = hmac.new(key, part.encode(), hashlib.sha256).digest()
        given["authorization"] = f"AWS4-HMAC-SHA256 Credential={self.access_key}/{scope}, SignedHeaders={names}, Signature={key.hex()}"
        connection = http.client.HTTPConnection(self.host, timeout=LIMIT_S)
        try:
            connection.request(method, target + ("?" + fields if fields else ""), body, given)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def make_bucket(self, bucket):
        return self.call("PUT", f"/{bucket}")[0]

    def put(self, bucket, key, body, headers=None):
        return self.call("PUT", f"/{bucket}/{key}", body=body, headers=headers)[0]

    def get(self, bucket, key):
        return self.call("GET", f"/{bucket}/{key}")

    def delete(self, bucket, key):
        return self.call("DELETE", f"/{bucket}/{key}")[0]

    def keys(self, bucket, prefix=""):
        found, token = [], None
        while True:
            query = {"list-type": "2", "prefix": prefix, **({"continuation-token": token} if token else {})}
            status, body = self.call("GET", f"/{bucket}", query)
            if status != 200:
                raise RuntimeError(f"LIST {bucket}: {status} {body[:300]}")
            page = xml.etree.ElementTree.fromstring(body)
            name = page.tag.removesuffix("ListBucketResult")
            found += [node.findtext(name + "Key") for node in page.iter(name + "Contents")]
            token = page.findtext(name + "NextContinuationToken")
            if page.findtext(name + "IsTruncated") != "true":
                return found
