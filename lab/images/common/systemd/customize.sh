# A hook: systemd's part of the bare image.
set -eu
: >"$1/etc/machine-id"

chroot "$1" sh -eu <<'IN'
systemctl --quiet enable lab-boot.service
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
IN
