#!/bin/sh
# Makes a host with sshd of a stock image, while an image is built of it; what is there already stays as it is.
set -eu

if [ -r /etc/os-release ]; then
  # shellcheck disable=SC1091
  . /etc/os-release
  release="$ID ${VERSION_ID%%.*}"
else
  release='centos 6'
fi

# The mirrors are gone. http: EL6's TLS is too old for what https has become.
vault() {
  sed -i -e 's/^mirrorlist=/#&/' -e "s|^#* *baseurl=http://mirror.centos.org/centos/\$releasever/|baseurl=http://vault.centos.org/$1/|" \
    /etc/yum.repos.d/CentOS-Base.repo
}

# Collects the packages of the commands that are missing.
missing=
need() { command -v "$1" >/dev/null 2>&1 || missing="$missing $2"; }
need sshd openssh-server
need sudo sudo
case $release in
  'centos 6') set -- iproute procps initscripts module-init-tools ;;
  'centos 7') set -- iproute procps-ng initscripts kmod ;;
  debian* | ubuntu*) set -- iproute2 procps systemd-sysv kmod ;;
  *) set -- iproute procps-ng systemd kmod ;;
esac
need ip "$1"
need sysctl "$2"
# EL6 has no init of its own here, but its programs for services
case $release in 'centos 6') need service "$3" ;; *) need init "$3" ;; esac
need modprobe "$4"

if [ -n "$missing" ] && command -v apt-get >/dev/null; then
  apt-get -q update
  # shellcheck disable=SC2086
  DEBIAN_FRONTEND=noninteractive apt-get -q -y --no-install-recommends install $missing
elif [ -n "$missing" ]; then
  case $release in
    'centos 6') vault 6.10 ;;
    'centos 7') vault 7.9.2009 ;;
  esac
  # shellcheck disable=SC2086
  if command -v dnf >/dev/null; then dnf -q -y install $missing; else yum -q -y install $missing; fi
fi
# Debian's images start no service on installation, as no host does
rm -f /usr/sbin/policy-rc.d

# OpenSSH 5.3 knows RSA alone
for type in rsa ecdsa ed25519; do
  key=/etc/ssh/ssh_host_${type}_key
  [ -e "$key" ] || ssh-keygen -q -t "$type" -N '' -f "$key" || [ "$type" != rsa ]
done
# A container may not set the login's audit id, and EL6's and EL7's sshd would end every session for that
if [ -e /etc/pam.d/sshd ]; then sed -i 's/required\( *\)pam_loginuid/optional\1pam_loginuid/' /etc/pam.d/sshd; fi

if command -v systemctl >/dev/null; then
  case $release in debian* | ubuntu*) systemctl enable ssh ;; *) systemctl enable sshd ;; esac
  systemctl set-default multi-user.target
  # It would ask on the console
  systemctl mask systemd-firstboot.service
fi
