# A hook: what makes an EL6 of it.
set -eu
chroot "$1" sh -eu <<'IN'
ln -sf redhat-release /etc/centos-release
ln -sf redhat-release /etc/system-release
rm -f /etc/os-release /usr/lib/os-release /etc/issue /etc/issue.net /etc/sysctl.d/*
mv /etc/dnf/dnf.conf /etc/yum.conf
ln -s ../yum.conf /etc/dnf/dnf.conf
ln -s rc.d/rc.sysinit /etc/rc.sysinit
ln -s rc.d/rc.local /etc/rc.local
mkdir -p /usr/libexec/openssh
ln -s /usr/lib/openssh/sftp-server /usr/libexec/openssh/sftp-server

# The kernel's interface to iptables of Debian, the words of EL6's.
for program in iptables ip6tables; do for use in '' -save; do ln -sf ../libexec/lab/iptables-1.4.7 "/usr/sbin/$program$use"; done; done
chmod 0755 /usr/libexec/lab/iptables-1.4.7

for service in rsyslog sshd nginx iptables; do chkconfig --add "$service"; done
chkconfig iptables off # the role firewall turns it on
for level in 2 3 4 5; do ln -s ../rc.local /etc/rc.d/rc$level.d/S99local; done
ln -s ../init.d/halt /etc/rc.d/rc0.d/S01halt
ln -s ../init.d/halt /etc/rc.d/rc6.d/S01reboot

# By without-run.sh; init's pipe is where it was at the time.
rm -rf /var/run /var/lock
mkdir -p /var/run/sshd /var/lock/subsys /etc/sysconfig/modules
ln -s var/run /.vr
sh /usr/src/lab/without-run.sh /usr/bin /usr/sbin /usr/lib
perl -pi -e 's{/\.vr/initctl}{/dev/initctl}' /usr/sbin/init /usr/sbin/shutdown
IN
