#!/bin/bash
# Prints the Debian packages that contain the shared libraries of a program, one a line.
set -euo pipefail
ldd "$1" | awk '$3 ~ /^\/(usr\/)?lib/ { print $3 }' | xargs realpath | while read -r library; do
  dpkg-query --search "$library" 2>/dev/null || dpkg-query --search "${library#/usr}"
done | cut -d: -f1 | sort -u
