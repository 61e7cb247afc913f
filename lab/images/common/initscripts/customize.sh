# A hook: EL's places for init scripts, instead of Debian's.
set -eu
chroot "$1" sh -eu <<'IN'
ln -s rc.d/init.d /etc/init.d
for level in 0 1 2 3 4 5 6; do
  mkdir -p /etc/rc.d/rc$level.d
  ln -s rc.d/rc$level.d /etc/rc$level.d
done
mkdir -p /var/lock/subsys
ln -sf /etc/sysconfig/network-scripts/ifup /etc/sysconfig/network-scripts/ifdown /sbin/
chkconfig --add network
printf 'NETWORKING=yes\nHOSTNAME=localhost.localdomain\n' >/etc/sysconfig/network
IN
