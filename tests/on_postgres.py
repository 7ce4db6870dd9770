#!/usr/bin/env python3
"""Runs a program with SEGUE_TEST_POSTGRES set to a PostgreSQL of our own (%DB% is replaced by the database): on_postgres.py [--icu] PROGRAM ARGS…"""
import os
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from lib.postgres import C, ICU, USER, Postgres  # noqa: E402


def main():
    command = sys.argv[1:]
    locale = C
    if command[:1] == ["--icu"]:
        locale, command = ICU, command[1:]
    with Postgres(locale=locale) as server:
        url = f"postgresql://{USER}@/%DB%?host={server.folder}"
        return subprocess.run(command, env={**os.environ, "SEGUE_TEST_POSTGRES": url}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
