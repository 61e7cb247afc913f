# A hook: what tells Debian from an EL host at a glance goes; the libraries stay.
set -eu
chroot "$1" sh -eu <<'IN'
dnf --quiet makecache
dpkg --purge --force-all createrepo-c >/dev/null
cd /usr/bin
rm -f apt apt-* dpkg dpkg-* deb-* debconf* ucf* dh_* savelog
cd /usr/sbin
rm -f adduser addgroup deluser delgroup dpkg-* update-rc.d update-passwd invoke-rc.d policy-rc.d add-shell remove-shell
ln -s useradd adduser
rm -rf /usr/src/lab /tmp/rpmbuild /etc/apt /etc/dpkg /etc/debian_version /etc/update-motd.d /etc/motd
find /etc/default -type f ! -name useradd -delete
rm -rf /var/lib/dpkg /var/lib/apt /var/lib/ucf /var/cache/apt /var/cache/debconf /var/log/apt /var/log/dpkg.log /usr/share/debconf /usr/lib/apt
ln -sf bash /bin/sh
IN
