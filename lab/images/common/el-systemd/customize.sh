# A hook: EL's names for what Debian calls otherwise.
set -eu
chroot "$1" sh -eu <<'IN'
systemctl --quiet disable ssh.service
rm -f /lib/systemd/system/ssh.service /lib/systemd/system/ssh.socket /lib/systemd/system/ssh@.service /lib/systemd/system/rescue-ssh.target
systemctl --quiet enable sshd.service
IN
