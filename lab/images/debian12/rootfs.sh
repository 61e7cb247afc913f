#!/bin/sh
# Makes the root filesystem of a bare Debian 12 server.
# usage: rootfs.sh WORK     reads WORK/sources.list and WORK/apt.conf (how this machine reaches its mirror), writes WORK/rootfs.tar
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$1

# Comments and line ends away: names in one line, joined by the given character.
names() { sed 's/#.*//; /^ *$/d' "$here/$1" | paste -sd "$2"; }

tar --owner=0 --group=0 --numeric-owner --mode=u=rwX,go=rX -C "$here/files" -cf "$work/overlay.tar" .

# Unshared, the hooks run as a user who may not read this folder: their text is passed, not their path.
mmdebstrap --quiet --skip=cleanup/apt/lists --variant=minbase --mode="$([ "$(id -u)" = 0 ] && echo root || echo unshare)" \
  --include="$(names packages ,)" \
  --aptopt="$work/apt.conf" --aptopt='Acquire::Languages "none"' --aptopt='Acquire::IndexTargets::deb::DEP-11::DefaultEnabled "false"' \
  --dpkgopt=force-unsafe-io --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
  --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-include=/usr/share/doc/*/copyright' \
  --customize-hook="offered='$(names repository ' ')'
$(cat "$here/repository.sh")" \
  --customize-hook="tar-in $work/overlay.tar /" \
  --customize-hook="$(cat "$here/customize.sh")" \
  bookworm "$work/rootfs.tar" "$work/sources.list"
