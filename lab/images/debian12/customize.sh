# A hook: turns the installed packages in $1 into the bare image. What differs between machines comes at their first boot.
set -eu

# Only the image's own repository, its lists ready.
rm -f "$1"/etc/apt/sources.list.d/* "$1/etc/apt/apt.conf.d/99mmdebstrap" "$1"/var/lib/apt/lists/*_*
rm -f "$1"/etc/apt/apt.conf.d/00mmdebstrap "$1"/var/cache/apt/archives/*.deb "$1/etc/dpkg/dpkg.cfg.d/99mmdebstrap"
echo 'deb [trusted=yes] file:/srv/repo ./' >"$1/etc/apt/sources.list"

chroot "$1" sh -eu <<'IN'
apt-get update -qq
usermod --append --groups sudo admin
sed -i 's|access_log .*;|access_log off;|; s|worker_processes .*;|worker_processes 1;|' /etc/nginx/nginx.conf
systemctl --quiet disable nginx.service
rm -f /etc/update-motd.d/* /etc/motd /var/www/html/*
IN
