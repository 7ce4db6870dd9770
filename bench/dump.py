"""Measures `segue corpus add` on a dump of 20 million lines, shaped like ListenBrainz's: lines per second, CPU seconds, peak memory.

The dump is made once, under build/bench (a run continues where the last one stopped): members of 200,000 lines of about 563 bytes in the order
of submission, a third of them live (2,000 listeners at a time, in turn), two thirds bulk imports of one listener's past; ISRC on 17 %,
recording MBID on 10 %, Spotify id on 30 %, of which some are bare and some invalid. A seed decides all of it.
"""
import argparse
import concurrent.futures
import json
import os
import random
import shutil
import sys
import tarfile

from machine import ROOT, measured, table, write_result

sys.path.insert(0, str(ROOT / "tests"))
from lib.home import SEGUE  # noqa: E402
from lib.zstd import compress  # noqa: E402

SEED, LINES_A_MEMBER, TRACKS, LISTENERS, AT_ONCE, BULK = 20261125, 200_000, 2_000_000, 20_000, 2_000, 500
BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
FOLDER = ROOT / "build/bench"
PADDING = ('"media_player":"Web Player","submission_client":"a client of ours","submission_client_version":"2.14.0","music_service":'
           '"music.example","tags":[],"listening_from":"somewhere","release_mbid":"none of ours","artist_mbids":[],"tracknumber":"7"')


def base62(number):
    text = ""
    for _ in range(22):
        number, digit = divmod(number * 7919 + 11, 62)
        text += BASE62[digit]
        number += 1_000_003 * len(text)
    return text


def track_json(number):
    """Returns what follows the timestamp of a line. Twelve tracks are an album; an artist has three albums."""
    spotify = ""
    if number % 10 < 3:
        track = base62(number)
        spotify = '"spotify_id":"' + (track if number % 97 == 0 else "not-an-id" if number % 89 == 0 else
                                      "https://open.spotify.com/track/" + track) + '",'
    isrc = f'"isrc":"QZ{number % 1000:03}{number % 10_000_000:07}",' if number * 7 % 100 < 17 else ""
    mbid = f'"recording_mbid":"{number:08x}-1111-4111-8111-{number * 3:012x}",' if number * 13 % 100 < 10 else ""
    return (f',"track_metadata":{{"artist_name":"Artist No. {number // 36}","track_name":"A song of many words {number}","release_name":'
            f'"Album {number // 12}","additional_info":{{{spotify}{isrc}{mbid}"duration_ms":{150_000 + number * 37 % 180_000},{PADDING}}}}},'
            f'"recording_msid":"{number:08x}-2222-4222-8222-{number * 5:012x}"}}\n')


def member_lines(member, lines):
    """Members are made independently of each other, so that the work can continue where it stopped."""
    rng = random.Random(SEED * 1000 + member)
    known = {}
    out = []
    now = 1_785_000_000 + member * (lines // AT_ONCE) * 200
    tracks = [int(TRACKS * rng.random() ** 3) for _ in range(AT_ONCE)]

    def line(user, second, track):
        tail = known.get(track)
        if tail is None:
            tail = known[track] = track_json(track)
        out.append(f'{{"user_id":{user},"user_name":"listener{user}","timestamp":{second}{tail}')

    def follow(track):
        return track + 1 if rng.random() < 0.6 else int(TRACKS * rng.random() ** 3)

    while len(out) < lines:
        for _ in range(2):
            user, second, track = rng.randrange(LISTENERS), 1_200_000_000 + rng.randrange(500_000_000), int(TRACKS * rng.random() ** 3)
            for _ in range(BULK):
                line(user, second, track)
                second += 215 if rng.random() < 0.93 else 30_000
                track = follow(track)
        for _ in range(BULK):
            slot = len(out) % AT_ONCE
            line((slot * 7 + len(out) // 40_000) % LISTENERS, now + len(out) // AT_ONCE * 215, tracks[slot])
            tracks[slot] = follow(tracks[slot])
    return "".join(out[:lines]).encode()


def part(member, lines, folder):
    """Writes a file of its own with the member's head, lines and padding, as one frame."""
    path = folder / f"{member:04}.zst"
    if not path.exists():
        content = member_lines(member, lines)
        info = tarfile.TarInfo(f"listenbrainz-dump-1-20261125-000003-incremental/listens/2026/{member}.listens")
        info.size = len(content)
        bytes_ = info.tobuf(tarfile.USTAR_FORMAT) + content + b"\0" * (-len(content) % 512)
        path.with_suffix(".tmp").write_bytes(compress(bytes_))
        path.with_suffix(".tmp").rename(path)
    return path


def make_dump(lines):
    goal = FOLDER / f"listenbrainz-listens-dump-{lines}.tar.zst"
    if goal.exists():
        return goal
    folder = FOLDER / f"dump-{lines}"
    folder.mkdir(parents=True, exist_ok=True)
    members = range(-(-lines // LINES_A_MEMBER))
    with concurrent.futures.ProcessPoolExecutor(os.cpu_count()) as pool:
        parts = list(pool.map(part, members, [min(LINES_A_MEMBER, lines)] * len(members), [folder] * len(members)))
    with open(goal.with_suffix(".tmp"), "wb") as out:
        for one in parts:
            with open(one, "rb") as content:
                shutil.copyfileobj(content, out)
        out.write(compress(b"\0" * 1024))
    goal.with_suffix(".tmp").rename(goal)
    shutil.rmtree(folder)
    return goal


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--lines", type=int, default=20_000_000)
    lines = parser.parse_args().lines
    dump = make_dump(lines)
    print(f"{dump.name}: {dump.stat().st_size / 1e6:,.0f} MB", flush=True)
    home = FOLDER / "dump-home"
    shutil.rmtree(home, ignore_errors=True)
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(home / "no-home"), "SEGUE_HOME": str(home / "home"),
                   "XDG_CONFIG_HOME": str(home / "config"), "LC_ALL": "C.UTF-8"}
    command = [SEGUE, "--json", "corpus", "add", dump]
    figures, out = measured(command, environment)
    added = json.loads(out)
    listed = json.loads(measured([SEGUE, "--json", "corpus", "list"], environment)[1])["corpora"][0]
    if added["rows"] != lines or added["rejected"] != 0:
        raise SystemExit(f"the dump has {lines} lines; segue read {added['rows']} and rejected {added['rejected']}")
    size = sum(path.stat().st_size for path in (home / "home/corpora").rglob("*") if path.is_file())
    result = {"seed": SEED, "command": "segue corpus add <dump>", "lines": lines, "dump_bytes": dump.stat().st_size,
              "lines_per_second": round(lines / figures["seconds"]), "lines_per_cpu_second": round(lines / figures["cpu_seconds"]),
              **figures, "tracks": listed["tracks"], "lists": listed["lists"], "lists_left_out": listed["lists_left_out"],
              "ids_dropped": listed["ids_dropped"], "compiled_bytes": size}
    write_result("dump" if lines == 20_000_000 else f"dump_{lines}", result)
    shutil.rmtree(home)
    table(["lines", "lines/s", "CPU s", "peak MB", "tracks", "lists"],
          [[f"{lines:,}", f"{result['lines_per_second']:,}", result["cpu_seconds"], result["peak_mb"], f"{listed['tracks']:,}", f"{listed['lists']:,}"]])


if __name__ == "__main__":
    main()
