# A hook: what makes an EL7 of it.
set -eu
chroot "$1" sh -eu <<'IN'
ln -sf redhat-release /etc/centos-release
ln -sf redhat-release /etc/system-release
mv /etc/dnf/dnf.conf /etc/yum.conf
ln -s ../yum.conf /etc/dnf/dnf.conf
IN
