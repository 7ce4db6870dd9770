#!/bin/sh
# Installs the units on this machine (as root, after `make install`): makes the key if there is none, and starts both timers.
set -eu
cd "$(dirname "$0")"
install -d -m 755 /etc/segue
[ -f /etc/segue/key ] || (umask 077 && head -c 32 /dev/urandom | base64 >/etc/segue/key)
[ -f /etc/segue/environment ] || install -m 600 environment.example /etc/segue/environment
install -m 644 systemd/segue-poll.service systemd/segue-poll.timer systemd/segue-run.service systemd/segue-run.timer /etc/systemd/system/
systemctl daemon-reload
systemctl enable --now segue-poll.timer segue-run.timer
