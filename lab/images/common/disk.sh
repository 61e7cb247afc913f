#!/bin/sh
# Makes a disk of a root filesystem and the kernel's modules. Runs as root, or as root of a user namespace.
# usage: disk.sh ROOTFS.tar MODULES DISK
set -eu
root=$(mktemp -d "$(dirname "$3")/root.XXXXXX")
trap 'rm -rf "$root"' EXIT
chmod 0755 "$root"
# The kernel makes the device nodes itself, and a user namespace can't.
tar --numeric-owner --exclude='./dev/*' -C "$root" -xpf "$1"
mkdir -p "$root/usr/lib/modules"
cp -a "$2" "$root/usr/lib/modules/"
mke2fs -q -t ext4 -J size=16 -m 0 -d "$root" "$3" 2G
