#!/usr/bin/env python3
"""Packs segue-lambda with all that it needs into one zip: pack.py BINARY ZIP. The same inputs give the same bytes.

bootstrap       what Lambda starts
bin/            the program, without its debug symbols
lib/            its loader (ld.so) and every library that the loader would load, from this machine
etc/ca.pem      Mozilla's authorities, from the certifi that setup/versions.txt pins
"""
import pathlib
import re
import subprocess
import sys
import tempfile
import zipfile

import certifi

HERE = pathlib.Path(__file__).resolve().parent
MOMENT = (1980, 1, 1, 0, 0, 0)  # the earliest time that a zip can store
# The function stores objects in the lake and nothing else: one of these libraries would show that a forbidden room was linked.
NEVER = ("libduckdb", "libpq", "libsqlite3")


def libraries(binary):
    """Returns the name in the bundle → file of this machine; the loader is named ld.so."""
    found = {}
    for line in subprocess.run(["ldd", binary], capture_output=True, text=True, check=True).stdout.splitlines():
        if "not found" in line:
            raise SystemExit(f"pack: {line.strip()}")
        if match := re.match(r"\s*(\S+) => (/\S+)", line):
            found[match[1]] = match[2]
        elif match := re.match(r"\s*(/\S*/ld-linux\S*)", line):
            found["ld.so"] = match[1]
    if "ld.so" not in found:
        raise SystemExit(f"pack: {binary} names no loader")
    for name in found:
        if name.startswith(NEVER):
            raise SystemExit(f"pack: {binary} needs {name}, which has no place in the function")
    return found


def stripped(binary):
    with tempfile.TemporaryDirectory() as folder:
        to = pathlib.Path(folder) / "binary"
        subprocess.run(["strip", "--enable-deterministic-archives", "-o", to, binary], check=True)
        return to.read_bytes()


def contents(binary):
    """Returns the path in the bundle → (bytes, mode)."""
    files = {f"lib/{name}": (pathlib.Path(path).resolve().read_bytes(), 0o755) for name, path in libraries(binary).items()}
    files["bin/segue-lambda"] = (stripped(binary), 0o755)
    files["bootstrap"] = ((HERE / "bootstrap").read_bytes(), 0o755)
    files["etc/ca.pem"] = (pathlib.Path(certifi.where()).read_bytes(), 0o644)
    return files


def pack(binary, to):
    scratch = to.with_suffix(".tmp")
    with zipfile.ZipFile(scratch, "w") as bundle:
        for name, (data, mode) in sorted(contents(binary).items()):
            entry = zipfile.ZipInfo(name, MOMENT)
            entry.external_attr = (0o100000 | mode) << 16
            entry.create_system = 3  # made on Unix: unzip then uses the mode
            bundle.writestr(entry, data, zipfile.ZIP_DEFLATED, 6)
    scratch.replace(to)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    pack(sys.argv[1], pathlib.Path(sys.argv[2]))
