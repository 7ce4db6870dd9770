#!/bin/sh
# Makes the passwords of compose.yml, once: .env (read by docker compose) and secrets/pgpass (read by pgAdmin). Neither is in git.
set -eu
cd "$(dirname "$0")"
if [ -e .env ]; then
  echo "secrets: .env is there, nothing is changed"
  exit 0
fi
umask 077
chance() { od -An -N24 -tx1 /dev/urandom | tr -d ' \n'; }
bi=$(chance)
mkdir -p secrets
printf '%s:5432:segue:segue_bi:%s\n' warehouse "$bi" localhost "$bi" >secrets/pgpass
chmod 644 secrets/pgpass # pgAdmin's user in the container reads it; here the folder bars all but its owner
{
  for name in WAREHOUSE_PASSWORD PGADMIN_PASSWORD LIGHTDASH_DB_PASSWORD LIGHTDASH_SECRET LIGHTDASH_STORE_PASSWORD; do
    echo "$name=$(chance)"
  done
  echo "BI_PASSWORD=$bi"
} >.env
echo "secrets: made .env and secrets/pgpass"
