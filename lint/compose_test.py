"""compose.py finds each kind of fault, and none in the compose file that we ship."""
import sys

import compose

FOLDER = compose.ROOT / "deploy/own-box"
MADE = {"LIGHTDASH_DB_PASSWORD", "LIGHTDASH_SECRET", "LIGHTDASH_STORE_PASSWORD"}
CAUGHT = [
    ("loopback", '"127.0.0.1:5432:5432"', '"5432:5432"'),
    ("loopback", '"127.0.0.1:8080:8080"', '"0.0.0.0:8080:8080"'),
    ("without a version", "postgres:15.15", "postgres"),
    ("without a version", "postgres:15.15", "postgres:latest"),
    ("is written here", "${LIGHTDASH_DB_PASSWORD:?run secrets.sh}", "sesame"),
    ("is written here", "PGADMIN_DEFAULT_PASSWORD_FILE: /run/secrets/pgadmin-password", "PGADMIN_DEFAULT_PASSWORD: sesame"),
    ("which is not mounted", "secrets: [pgpass, pgadmin-password]", "secrets: [pgpass]"),
    ("which is not declared", "  segue-key:\n", "  a-key:\n"),
    ("is no file of ./secrets", "file: ./secrets/segue-key", "file: /etc/segue/key"),
    ("neither read-only", "read_only: true", "read_only: false"),
    ("is written here", "${LIGHTDASH_SECRET:?run secrets.sh}", "${LIGHTDASH_SECRET}"),
    ("which secrets.sh does not make", "${LIGHTDASH_SECRET:?run secrets.sh}", "${LIGHTDASH_SECRETS:?run secrets.sh}"),
    ("holds a password", "postgresql://segue@warehouse", "postgresql://segue:sesame@warehouse"),
    ("which is not there", "./pgadmin/servers.json", "./pgadmin/server.json"),
    ("which is no volume here", '"pgadmin:/var/lib/pgadmin"', '"pg:/var/lib/pgadmin"'),
    ("which is no service", "lightdash-db: {condition: service_healthy}", "lightdash-dbs: {condition: service_healthy}"),
    ("says no healthcheck", "buckets: {condition: service_completed_successfully}", "buckets: {condition: service_healthy}"),
]


def main():
    text, missed = (FOLDER / "compose.yml").read_text(), 0
    for what in compose.check_compose(text, FOLDER, MADE):
        missed += 1
        print(f"MISSED: the file that we ship is fine, found {what}")
    for piece, old, new in CAUGHT:
        if old not in text:
            raise SystemExit(f"compose.yml has no {old}")
        found = list(compose.check_compose(text.replace(old, new, 1), FOLDER, MADE))
        if not any(piece in what for what in found):
            missed += 1
            print(f"MISSED: {new}\n  expected {piece}, found {found}")
    print(f"{len(CAUGHT)} faults caught" if not missed else f"{missed} missed")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
