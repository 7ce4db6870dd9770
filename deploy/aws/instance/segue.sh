#!/bin/bash
# Runs segue as this machine's service runs it, for root alone: `sudo /opt/segue/aws/segue.sh login --paste`.
set -euo pipefail
set -a
# shellcheck source=/dev/null
. /etc/segue/environment
set +a
SEGUE_KEY=$(cat /etc/segue/key)
export SEGUE_KEY SEGUE_HOME=/srv/segue/home HOME=/nonexistent
exec runuser -u segue -- /opt/segue/bin/segue "$@"
