#!/bin/bash
# Once in a machine's life, at its first boot, by the template's user data: packages, users, units.
set -euo pipefail
cd "$(dirname "$0")"
export DEBIAN_FRONTEND=noninteractive
region=$(cat /etc/segue/region)

# PostgreSQL's own cluster would lie on the root volume.
apt-get install -y --no-install-recommends postgresql-common
sed -ri 's/^#?create_main_cluster.*/create_main_cluster = false/' /etc/postgresql-common/createcluster.conf
mapfile -t packages <packages.txt
apt-get install -y --no-install-recommends awscli jq postgresql-15 python3 tzdata ca-certificates "${packages[@]}"

# The way in: Session Manager's agent, which Debian does not have.
curl --fail --silent --show-error --proto '=https' --output /var/cache/agent.deb \
  "https://s3.$region.amazonaws.com/amazon-ssm-$region/latest/debian_amd64/amazon-ssm-agent.deb"
dpkg --install /var/cache/agent.deb
rm /var/cache/agent.deb

id segue >/dev/null 2>&1 || useradd --system --home-dir /srv/segue/home --no-create-home --shell /usr/sbin/nologin segue
# On the root volume, apart from what it opens: who replaces the machine logs in again.
[ -f /etc/segue/key ] || (umask 077 && head -c 32 /dev/urandom | base64 >/etc/segue/key)
./units.sh
systemctl enable segue-boot.service
