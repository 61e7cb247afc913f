# A hook: turns the installed packages in $1 into the bare image. What differs between machines comes at their first boot.
set -eu

# Only the image's own repository, its lists ready.
rm -f "$1"/etc/apt/sources.list.d/* "$1/etc/apt/apt.conf.d/99mmdebstrap" "$1"/var/lib/apt/lists/*_*
rm -f "$1/etc/dpkg/dpkg.cfg.d/99mmdebstrap" "$1"/etc/ssh/ssh_host_*
echo 'deb [trusted=yes] file:/srv/repo ./' >"$1/etc/apt/sources.list"

chroot "$1" sh -eu <<'IN'
apt-get update -qq
useradd --uid 1000 --create-home --shell /bin/bash admin
useradd --uid 1001 --create-home --shell /bin/bash deploy
echo admin:lbprov-lab | chpasswd
usermod --append --groups sudo admin
chmod 0440 /etc/sudoers.d/deploy
sed -i 's|access_log .*;|access_log off;|; s|worker_processes .*;|worker_processes 1;|' /etc/nginx/nginx.conf
systemctl --quiet enable lab-boot.service
systemctl --quiet disable nginx.service
systemctl --quiet set-default multi-user.target

# Nothing that only lengthens the boot of a machine without screen, devices to wait for or a way out.
systemctl --quiet mask getty.target console-getty.service systemd-timesyncd.service timers.target \
  apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer e2scrub_all.timer e2scrub_reap.service fstrim.timer \
  systemd-udevd.service systemd-udev-trigger.service systemd-udevd-control.socket systemd-udevd-kernel.socket \
  systemd-random-seed.service systemd-update-utmp.service systemd-update-utmp-runlevel.service systemd-remount-fs.service \
  systemd-sysusers.service kmod-static-nodes.service systemd-tmpfiles-setup-dev.service modprobe@.service \
  systemd-ask-password-console.path systemd-ask-password-wall.path proc-sys-fs-binfmt_misc.automount \
  sys-kernel-debug.mount sys-kernel-tracing.mount sys-kernel-config.mount sys-fs-fuse-connections.mount \
  dev-hugepages.mount dev-mqueue.mount

# There when asked for (by reboot, say), not at boot.
rm /lib/systemd/system/multi-user.target.wants/systemd-logind.service

# Each generator costs 0.3 s at every daemon-reload: only those for fstab and for init scripts stay.
mkdir -p /etc/systemd/system-generators
for generator in /lib/systemd/system-generators/*; do
  case $generator in *-fstab-* | *-sysv-*) continue ;; esac
  ln -s /dev/null "/etc/systemd/system-generators/${generator##*/}"
done
rm -f /etc/update-motd.d/* /etc/motd /var/www/html/*
IN

# Written last: while the image was built, these were the build machine's.
echo localhost >"$1/etc/hostname"
rm -f "$1/etc/resolv.conf"
: >"$1/etc/resolv.conf"
: >"$1/etc/machine-id"
