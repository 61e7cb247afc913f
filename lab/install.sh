#!/bin/sh
# Installs Debian packages, as root. No service of theirs is started, now or at boot: they are for the tests and the lab, not for this machine.
# usage: install.sh PACKAGE...
set -eu
work=$(mktemp -d)
policy=/usr/sbin/policy-rc.d
made=
# shellcheck disable=SC2317 # called by the trap
finish() {
  rm -rf "$work"
  [ -z "$made" ] || rm -f "$policy"
}
trap finish EXIT
trap 'exit 1' HUP INT TERM

if [ ! -e "$policy" ]; then
  made=yes
  printf '#!/bin/sh\nexit 101\n' >"$policy"
  chmod 0755 "$policy"
fi
enabled() { find /etc/systemd/system -type l 2>/dev/null | sort; }
apt() { DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=120 "$@" </dev/null >/dev/null; }
enabled >"$work/before"
code=0
# the first fails where the lists are missing, or old
apt --no-install-recommends install "$@" 2>/dev/null || { apt update && apt --no-install-recommends install "$@"; } || code=$?
enabled | comm -13 "$work/before" - | while IFS= read -r link; do rm -f "$link"; done
exit "$code"
