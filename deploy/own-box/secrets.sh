#!/bin/sh
# Makes the secrets of compose.yml once: files in secrets/, and .env for the services that read no files. Neither is in git. Whoever may read
# the folder may read the secrets: the files are readable by all, because the users in containers are not yours.
set -eu
cd "$(dirname "$0")"
if [ -e .env ]; then
  echo "secrets: .env exists already; nothing was changed"
  exit 0
fi
umask 077
chance() { od -An -N24 -tx1 /dev/urandom | tr -d ' \n'; }
mkdir -p secrets
for name in warehouse-password pgadmin-password lightdash-db-password; do
  chance >"secrets/$name"
done
head -c 32 /dev/urandom | base64 >secrets/segue-key
bi=$(chance)
printf '%s:5432:segue:segue_bi:%s\n' warehouse "$bi" localhost "$bi" >secrets/pgpass
# The store has two users: segue for the lake, Lightdash for its results.
lake=$(chance)
results=$(chance)
printf '[default]\naws_access_key_id = segue\naws_secret_access_key = %s\n' "$lake" >secrets/aws-credentials
user() { # NAME SECRET BUCKET
  printf '{"name": "%s", "credentials": [{"accessKey": "%s", "secretKey": "%s"}], "actions": ["Read:%s", "Write:%s", "List:%s", "Tagging:%s"]}' \
    "$1" "$1" "$2" "$3" "$3" "$3" "$3"
}
printf '{"identities": [%s, %s]}\n' "$(user segue "$lake" lake)" "$(user lightdash "$results" lightdash)" >secrets/store-users.json
chmod 644 secrets/*
{
  echo "LIGHTDASH_DB_PASSWORD=$(cat secrets/lightdash-db-password)"
  echo "LIGHTDASH_SECRET=$(chance)"
  echo "LIGHTDASH_STORE_PASSWORD=$results"
  echo "BI_PASSWORD=$bi"
} >.env
echo "secrets: made .env and secrets/"
