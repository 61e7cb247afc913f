#!/bin/sh
# Makes a root filesystem of layers: folders beside this file that the image's `layers` names, and the image's own folder last.
# usage: rootfs.sh IMAGE WORK     reads WORK/sources.list and WORK/apt.conf (how this machine reaches its mirror), writes WORK/rootfs.tar
#
# A layer may have: packages (Debian packages to install), repository (Debian packages for the image's own repository), files/ (laid over the
# root), and three scripts, each run with the root as $1: repository.sh (while the mirror can be reached), customize.sh (the files are there),
# finish.sh (last: what was needed for building goes). All layers' customize.sh run before the first finish.sh.
set -eu
common=$(cd "$(dirname "$0")" && pwd)
image=$(cd "$1" && pwd)
work=$2

# Comments and blank lines away.
lines() { sed 's/#.*//; s/ *$//; /^$/d' "$1"; }

layers=
for name in $(lines "$image/layers"); do layers="$layers $common/$name"; done
layers="$layers $image"

# All layers' lines of a file, in one line, joined by the given character.
names() { for layer in $layers; do if [ -e "$layer/$1" ]; then lines "$layer/$1"; fi; done | paste -sd "$2"; }

tar -cf "$work/overlay.tar" -T /dev/null
for layer in $layers; do
  [ ! -d "$layer/files" ] || tar --owner=0 --group=0 --numeric-owner --mode=u=rwX,go=rX -C "$layer/files" -rf "$work/overlay.tar" .
done

# Unshared, the hooks run as a user who may not read these folders: their text is passed, not their path.
set -- --customize-hook="tar-in $work/overlay.tar /"
for script in repository.sh customize.sh finish.sh; do
  for layer in $layers; do
    [ ! -e "$layer/$script" ] || set -- "$@" --customize-hook="offered='$(names repository ' ')'
$(cat "$layer/$script")"
  done
done

mmdebstrap --quiet --skip=cleanup/apt,cleanup/mmdebstrap --variant=minbase --mode="$([ "$(id -u)" = 0 ] && echo root || echo unshare)" \
  --include="$(names packages ,)" \
  --aptopt="$work/apt.conf" --aptopt='Acquire::Languages "none"' --aptopt='Acquire::IndexTargets::deb::DEP-11::DefaultEnabled "false"' \
  --dpkgopt=force-unsafe-io --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
  --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-include=/usr/share/doc/*/copyright' \
  "$@" bookworm "$work/rootfs.tar" "$work/sources.list"
