# A hook: while the image was built, these were the build machine's.
set -eu
echo localhost >"$1/etc/hostname"
rm -f "$1/etc/resolv.conf"
: >"$1/etc/resolv.conf"
