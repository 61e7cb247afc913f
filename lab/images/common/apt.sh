#!/bin/sh
# How this machine reaches its Debian mirror, for rootfs.sh: Debian's own sources in one form whatever their files look like (other vendors'
# stay out of the image), and apt's proxies, certificates and what it tolerates.
# usage: apt.sh WORK     writes WORK/sources.list and WORK/apt.conf
set -eu
# shellcheck disable=SC2016 # apt fills the words in
apt-get indextargets --format 'deb $(REPO_URI) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' 'Origin: Debian' >"$1/sources.list"
grep -q ' bookworm ' "$1/sources.list" || {
  echo 'no package lists of Debian 12 here; the image is made from them; as root: apt-get update' >&2
  exit 1
}
apt-config dump --no-empty --format '%F "%v";%n' \
  Acquire::http Acquire::https Acquire::Check-Valid-Until Acquire::Check-Date Acquire::Retries >"$1/apt.conf"
