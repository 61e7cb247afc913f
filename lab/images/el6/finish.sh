# A hook: what came after EL6 goes, as far as Debian's programs can do without.
set -eu
chroot "$1" sh -eu <<'IN'
rm -rf /usr/lib/systemd /etc/systemd /usr/lib/tmpfiles.d /usr/lib/sysusers.d /usr/lib/sysctl.d /usr/lib/modules-load.d
rm -f /usr/bin/realpath /usr/bin/nsenter /etc/ssh/sshd_config.d/lab.conf

# As in el-old: options that iproute2 didn't have yet, -brief and -color.
perl -pi -e 's/\0-(?=(?:brief|color)\0)/\0\x01/g' /usr/bin/ip

# OpenSSH 5.3 called itself so, and told nobody which signatures it takes.
perl -pi -e 's/\0OpenSSH_\d\.\d(?=p\d\0)/\0OpenSSH_5.3/; s/\0e(?=xt-info-c\0)/\0E/' /usr/sbin/sshd
IN
rm -rf "$1/run"
