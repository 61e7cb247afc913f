# A hook: the machine's users. Their keys come with the first boot.
set -eu
rm -f "$1"/etc/ssh/ssh_host_*
chroot "$1" sh -eu <<'IN'
useradd --uid 1000 --create-home --shell /bin/bash admin
useradd --uid 1001 --create-home --shell /bin/bash deploy
echo admin:lbprov-lab | chpasswd
chmod 0440 /etc/sudoers.d/deploy
IN
