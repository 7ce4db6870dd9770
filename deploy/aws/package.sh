#!/bin/bash
# Makes the two files that the template installs in build/aws/<release>/: the function's zip, and the machine's archive (program, models,
# dbt's environment, scripts). Runs on Debian 12, after `make build`, and needs no AWS. Then, once there is a bucket for them:
#   aws s3 cp --recursive build/aws/<release> s3://BUCKET/segue/<release>
set -euo pipefail
cd "$(dirname "$0")/../.."
release=${1:-$(git describe --always --dirty)}
out=$PWD/build/aws/$release
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
prefix=$stage/opt/segue

cmake --install build/release --prefix "$prefix" >/dev/null
setup/install --into "$prefix/lib/segue" build
# dbt's environment names its own path in scripts and settings; on the machine that path is /opt/segue.
grep -rlI --include='*' "$stage" "$prefix/lib/segue/venv-build/bin" "$prefix/lib/segue/venv-build/pyvenv.cfg" | xargs -r sed -i "s#$stage##g"
find "$prefix" -name __pycache__ -type d -prune -exec rm -rf {} +

mkdir -p "$prefix/aws"
cp -R deploy/aws/instance/. deploy/own-box/systemd/segue-run.service "$prefix/aws/"
echo "$release" >"$prefix/RELEASE"
deploy/runtime-packages.sh "$prefix/bin/segue" >"$prefix/aws/packages.txt"

mkdir -p "$out"
tar --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner -C "$stage" -czf "$out/segue-instance.tar.gz" opt
[ ! -f build/release/segue-lambda.zip ] || cp build/release/segue-lambda.zip "$out/"
ls -l "$out"
