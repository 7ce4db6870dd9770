#!/bin/bash
# Runs at each boot, as root: settings, release, volume, PostgreSQL, `segue run`, metrics. Then segue-boot.service switches the machine off.
set -euo pipefail
home=/srv/segue/home
cd /
AWS_DEFAULT_REGION=$(cat /etc/segue/region)
export AWS_DEFAULT_REGION
settings=$(aws ssm get-parameter --name "$(cat /etc/segue/settings-parameter)" --query Parameter.Value --output text)
setting() { sed -n "s/^$1=//p" <<<"$settings"; }
user=$(setting SEGUE_USER)

metric() { # NAME VALUE
  aws cloudwatch put-metric-data --namespace segue --metric-name "$1" --value "$2" --unit Count --dimensions "User=$user"
}
segue() { /opt/segue/aws/segue.sh "$@"; }

# If the stack wants another release than this one, fetches and unpacks it, and starts that release's copy of this script.
update() {
  [ "$(cat /opt/segue/RELEASE)" != "$(setting RELEASE)" ] || return 0
  aws s3 cp --no-progress "$(setting CODE)" /var/cache/segue-instance.tar.gz
  rm -rf /opt/segue.new
  mkdir /opt/segue.new
  tar -xzf /var/cache/segue-instance.tar.gz -C /opt/segue.new --strip-components=2 opt/segue
  rm -rf /opt/segue.old
  mv /opt/segue /opt/segue.old
  mv /opt/segue.new /opt/segue
  rm -rf /opt/segue.old /var/cache/segue-instance.tar.gz
  if [ "$(cat /opt/segue/RELEASE)" != "$(setting RELEASE)" ]; then
    echo "the archive is of release $(cat /opt/segue/RELEASE), the stack wants $(setting RELEASE)" >&2
    return 1
  fi
  /opt/segue/aws/units.sh
  exec /opt/segue/aws/boot.sh
}

# The volume that survives a machine is found by its id, and formatted only if it is empty.
mount_volume() {
  local device
  device=/dev/disk/by-id/nvme-Amazon_Elastic_Block_Store_$(setting VOLUME | tr -d -)
  for _ in $(seq 60); do
    [ ! -e "$device" ] || break
    sleep 5
  done
  [ -n "$(blkid -s TYPE -o value "$device")" ] || mkfs.ext4 -q -L segue "$device"
  mkdir -p /srv/segue
  mountpoint -q /srv/segue || mount "$device" /srv/segue
  install -d -m 700 -o segue -g segue "$home"
  chown -R segue:segue "$home" # a new machine may number its users differently
}

start_postgresql() {
  local data=/srv/segue/postgresql settings=/etc/postgresql/15/segue kept=/srv/segue/postgresql-settings
  if [ ! -f "$data/PG_VERSION" ]; then
    pg_createcluster --start-conf manual --datadir "$data" --encoding UTF8 --locale C.UTF-8 15 segue
    cp -a "$settings" "$kept" # Debian keeps them beside the data
  elif [ ! -d "$settings" ]; then # a new machine takes over the old one's files, and may number its users differently
    mkdir -p /etc/postgresql/15
    cp -a "$kept" "$settings"
    chown -R postgres:postgres "$data" "$settings"
  fi
  pg_ctlcluster 15 segue start || pg_ctlcluster 15 segue status
  runuser -u postgres -- psql -qAtc "select 1 from pg_roles where rolname = 'segue'" | grep -q 1 || runuser -u postgres -- createuser segue
  runuser -u postgres -- psql -qAtc "select 1 from pg_database where datname = 'segue'" | grep -q 1 ||
    runuser -u postgres -- createdb --owner segue --encoding UTF8 --template template0 segue
}

configure() {
  (umask 077 && grep '^SEGUE_' <<<"$settings" >/etc/segue/environment)
  [ -f "$home/config.toml" ] || segue init --timezone "$(setting TIME_ZONE)"
}

# Prints how many gaps ended within the last 7 days, from the marts.
gaps() {
  segue --json status | jq --arg user "$user" --arg since "$(date -u -d '7 days ago' +%Y-%m-%dT%H:%M:%S)" \
    '[.users[] | select(.user == $user) | .gaps // [] | .[] | select(.to > $since)] | length'
}

good=0
trap 'metric GoodRuns "$good" || true' EXIT # also if a step below failed
update
mount_volume
start_postgresql
configure
if systemctl start segue-run.service; then good=1; else echo "segue run has failed: journalctl -u segue-run" >&2; fi
if count=$(gaps) && [ -n "$count" ]; then metric Gaps "$count"; else echo "segue status has failed: no metric Gaps" >&2; fi
# Security fixes last: they may fail without harm.
(apt-get -qq update && DEBIAN_FRONTEND=noninteractive timeout 20m apt-get -qqy upgrade) || echo "the security upgrade has failed; it is tried again at the next boot" >&2
[ "$good" = 1 ] || exit 1
