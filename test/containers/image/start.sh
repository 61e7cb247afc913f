#!/bin/sh
# PID 1 of a container: systemd where it runs, else sshd. EL6's upstart is for machines alone; systemd knows cgroup v2 from 226 on (EL7: 219).
set -eu
mount -o remount,rw /proc/sys
oldest=1
if [ -e /sys/fs/cgroup/cgroup.controllers ]; then
  oldest=226
  mount -o remount,rw /sys/fs/cgroup
fi
version=$(systemctl --version 2>/dev/null | sed -n '1s/^systemd \([0-9]*\).*/\1/p')
if [ "${version:-0}" -ge "$oldest" ]; then exec /sbin/init; fi
mkdir -p /var/run/sshd
exec /usr/sbin/sshd -D
