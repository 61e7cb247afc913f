# A hook: yum is all there is; what it runs on is out of the way, and iproute2 knows no more than it did.
set -eu
chroot "$1" sh -eu <<'IN'
hidden=/usr/libexec/lab
mkdir -p "$hidden"
mv /usr/bin/python3* "$hidden/"
ln -sf /usr/libexec/lab/python3.11 "$hidden/python3"
sed "1s|.*|#!$hidden/python3|" /usr/bin/dnf-3 >/usr/bin/yum
chmod 0755 /usr/bin/yum
rm -f /usr/bin/dnf /usr/bin/dnf-3 /usr/bin/sqlite3 /usr/bin/pdb3* /usr/bin/pydoc3* /usr/bin/pygettext3* /usr/bin/py3*

# An option that can't be typed any more: -j and -json are unknown, as they were before iproute2 4.16. Only the first letter of a string may be
# changed: the linker lets another string be the end of it.
perl -pi -e 's/\0-(?=json\0)/\0\x01/' /usr/bin/ip
IN
