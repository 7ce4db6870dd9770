#!/bin/sh
# Starts in the container: `loop` runs what is due every 20 minutes; anything else is a command of segue.
set -eu
if [ -r /run/secrets/warehouse-password ]; then
  PGPASSWORD=$(cat /run/secrets/warehouse-password)
  export PGPASSWORD
fi
[ "${1:-loop}" = loop ] || exec segue "$@"
trap 'exit 0' TERM INT
while :; do
  segue run || echo "segue run ended with $?" >&2
  sleep 1200 &
  wait $!
done
