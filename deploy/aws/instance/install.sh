#!/bin/bash
# Runs once, at a machine's first boot, from the template's user data: installs packages, users and units.
set -euo pipefail
cd "$(dirname "$0")"
export DEBIAN_FRONTEND=noninteractive
region=$(cat /etc/segue/region)

# Debian's default cluster of PostgreSQL would be on the root volume, so none is made.
apt-get install -y --no-install-recommends postgresql-common
sed -ri 's/^#?create_main_cluster.*/create_main_cluster = false/' /etc/postgresql-common/createcluster.conf
mapfile -t packages <packages.txt
apt-get install -y --no-install-recommends awscli jq postgresql-15 python3 tzdata ca-certificates "${packages[@]}"

# Session Manager's agent is the way into the machine; Debian does not have it.
curl --fail --silent --show-error --proto '=https' --output /var/cache/agent.deb \
  "https://s3.$region.amazonaws.com/amazon-ssm-$region/latest/debian_amd64/amazon-ssm-agent.deb"
dpkg --install /var/cache/agent.deb
rm /var/cache/agent.deb

id segue >/dev/null 2>&1 || useradd --system --home-dir /srv/segue/home --no-create-home --shell /usr/sbin/nologin segue
# The key is on the root volume, apart from the secrets that it opens: after the machine is replaced, somebody logs in again.
[ -f /etc/segue/key ] || (umask 077 && head -c 32 /dev/urandom | base64 >/etc/segue/key)
./units.sh
systemctl enable segue-boot.service
