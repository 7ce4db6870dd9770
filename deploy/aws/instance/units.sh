#!/bin/bash
# Installs the units of this release; runs at the first boot and after each change of the release.
set -euo pipefail
cd "$(dirname "$0")"
install -m 644 segue-boot.service segue-off.service segue-run.service /etc/systemd/system/
install -D -m 644 segue-run.service.d/machine.conf /etc/systemd/system/segue-run.service.d/machine.conf
systemctl daemon-reload
