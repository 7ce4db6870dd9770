"""The whole way with the lake in a bucket: polls, import, build; the marts again from the bucket alone; `segue lake sync` both ways."""
import shutil
import sys

from lib.history import write_export
from lib.home import ROOT, Home, check, run_test, same_marts
from lib.s3 import SECRET_KEY
from lib.seaweed import Seaweed
from spotify_test import home_for

sys.path.insert(0, str(ROOT / "demo"))
import run as demo  # noqa: E402

PREFIX = "of/mine"


def on_s3(store, home, place=PREFIX, **more):
    home.environment |= {**store.environment, "SEGUE_LAKE": f"s3://{store.bucket}/{place}", **more}
    return home


def check_refusals(store):
    """Checks that each fault is named with its cure, and that no secret is printed."""
    cases = [({"AWS_SECRET_ACCESS_KEY": "hush-hush-hush"}, 4, "the secret key does not belong to the access key"),
             ({"AWS_ACCESS_KEY_ID": "SOMEBODY"}, 4, "the service does not know the access key"),
             ({"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": ""}, 2, "no AWS credentials: set AWS_ACCESS_KEY_ID"),
             ({"AWS_SECRET_ACCESS_KEY": ""}, 2, "AWS_ACCESS_KEY_ID is set and AWS_SECRET_ACCESS_KEY is not"),
             ({"SEGUE_LAKE": "s3://nobodys-bucket/x"}, 4, "there is no such bucket"),
             ({"SEGUE_LAKE": "s3:/lake"}, 2, "s3://BUCKET/PREFIX"),
             ({"SEGUE_LAKE": f"s3://{store.bucket}/a/../b"}, 2, "a . or a .."),
             ({"SEGUE_S3_ENDPOINT": "store.example"}, 2, "begin with https://"),
             ({"SEGUE_S3_ENDPOINT": ""}, 2, "no region is set")]
    with Home("s3-refused") as home:
        on_s3(store, home)
        whole = dict(home.environment)
        for wrong, code, said in cases:
            home.environment = {**whole, **wrong}
            stderr = home.run("load", expect=code).stderr
            check(said in stderr, f"{wrong}: {stderr}")
            check("hush" not in stderr and SECRET_KEY not in stderr, f"a secret is said: {stderr}")
    print(f"refusals: {len(cases)} faults of place and credentials are named")


def capture(store, simulator, home):
    home.run("login", "--auto")
    for hours in (1, 1, 14):
        poll = home.json("poll", "--land-only")
        check(poll["status"] == 200, f"poll: {poll}")
        simulator.advance(hours)
    poll = home.json("poll")
    check(poll["items"] == 50 and 0 < poll["new"] <= 50, f"a poll that loads at once: {poll}")
    export = write_export(home.path / "export", 3000, files=2, seed=5)
    first, second = home.json("import", export), home.json("import", export)
    check(first["rows"] == first["loaded"] == 3000, f"import: {first}")
    check(second["known"] == 3000 and second["loaded"] == 0, f"import again: {second}")
    check(home.json("status")["users"][0]["user"] == "me", "status")
    keys = store.client.keys(store.bucket, PREFIX + "/")
    check(len([key for key in keys if "/recently_played/" in key]) == 4 and len(keys) == 4 + 2 + 1, f"in the bucket: {keys}")
    check(all(key.startswith(PREFIX + "/v1/me/") for key in keys), f"keys: {keys}")
    check(not (home.home / "lake").exists(), "a folder lake came into being beside the bucket")
    return keys


def check_rebuild(store, home):
    """Rebuilds on another machine, which has only the bucket."""
    home.run("transform")
    marts = home.marts()
    check(marts["fct_plays"][0] > 2000, f"plays: {marts['fct_plays']}")
    with Home("s3-rebuilt", home.environment) as other:
        other.environment |= {"HOME": str(other.path), "SEGUE_HOME": str(other.home), "XDG_CONFIG_HOME": str(other.path / "config")}
        other.run("rebuild")
        same_marts(marts, other.marts(), "rebuilt from the bucket alone")
    print(f"rebuild: {len(marts)} marts, {marts['fct_plays'][0]} plays, equal from the bucket alone")


def check_sync(store, home, keys):
    folder, bucket = home.path / "copy", f"s3://{store.bucket}"
    out = home.json("lake", "sync", f"{bucket}/{PREFIX}", folder)
    check((out["objects"], out["copied"], out["same"], out["problems"]) == (len(keys), len(keys), 0, []), f"to a folder: {out}")
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    check(files == {key[len(PREFIX) + 1:]: store.client.get(store.bucket, key)[1] for key in keys}, "the folder holds other bytes")
    again = home.json("lake", "sync", f"{bucket}/{PREFIX}/", folder)
    check((again["copied"], again["same"]) == (0, len(keys)), f"again: {again}")

    back = home.json("lake", "sync", folder, f"{bucket}/back")
    check(back["copied"] == len(keys), f"to a bucket: {back}")
    check([store.client.get(store.bucket, "back/" + key)[1] for key in files] == list(files.values()), "the bucket holds other bytes")

    spoilt = folder / sorted(files)[0]
    spoilt.chmod(0o644)
    spoilt.write_bytes(files[sorted(files)[0]][:-1] + b"?")
    (folder / sorted(files)[1]).unlink()
    told = home.json("lake", "sync", f"{bucket}/{PREFIX}", folder, expect=5)
    check([problem["key"] for problem in told["problems"]] == [sorted(files)[0]] and told["copied"] == 1, f"one differs, one is gone: {told}")
    check("other bytes are in the copy" in told["problems"][0]["what"], f"what differs: {told}")
    check(spoilt.read_bytes().endswith(b"?"), "it was overwritten")
    damaged = home.run("lake", "sync", folder, f"{bucket}/third", expect=5).stdout
    check(sorted(files)[0] in damaged and "damaged" in damaged, f"damage is not copied: {damaged}")
    check(len(store.client.keys(store.bucket, "third/")) == len(keys) - 1, "the damaged object was copied")

    dry = home.json("lake", "sync", f"{bucket}/{PREFIX}", f"{bucket}/fourth", "--dry-run")
    check(dry["copied"] == len(keys) and not store.client.keys(store.bucket, "fourth/"), f"--dry-run: {dry}")
    for wrong in ((folder, folder), (home.path / "nowhere", folder), (f"{bucket}/nothing-here", folder), (folder,), ()):
        home.run("lake", "sync", *wrong, expect=2)
    shutil.rmtree(folder)
    print(f"sync: {len(keys)} objects out of the bucket and into another, verified; what differs or is damaged is told and left")


def check_secrets(home):
    for path in [p for p in home.path.rglob("*") if p.is_file()]:
        check(SECRET_KEY.encode() not in path.read_bytes(), f"the secret key stands in {path}")
    said = home.run("--verbose", "load")
    check(SECRET_KEY not in said.stdout + said.stderr and "AWS4-HMAC" not in said.stdout + said.stderr, "a secret is said")


def main():
    with Seaweed() as store, Home("s3-simulator") as room, demo.Simulator(room.path) as simulator:
        check_refusals(store)
        with on_s3(store, home_for(simulator, "s3")) as home:
            keys = capture(store, simulator, home)
            check_rebuild(store, home)
            check_sync(store, home, keys)
            check_secrets(home)


if __name__ == "__main__":
    run_test(main)
