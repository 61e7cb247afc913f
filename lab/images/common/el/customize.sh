# A hook: builds the image's repository of RPMs, and installs the ones that the machine has from the beginning.
set -eu
chroot "$1" sh -eu <<'IN'
groupadd --system wheel
usermod --append --groups wheel admin
chmod 0440 /etc/sudoers
# The lab's kernel has nf_tables, but not for IPv4.
for program in iptables ip6tables; do for use in '' -save -restore; do ln -sf "$program-legacy$use" "/usr/sbin/$program$use"; done; done
# Debian's own: systemctl would ask about them.
rm -rf /etc/init.d /etc/rc?.d
cd /usr/src/lab
. ./release # rhel, installed, system, unpacked

upstream() { sed 's/^[0-9]*://; s/[-+].*//'; }

# What Debian's packages have put on the machine, as rpm must know it: packages without files, NAME=DEBIAN-NAME.
system_spec() {
  printf '%s\n' 'Name: lab-system' 'Version: 1' 'Release: 1%{?dist}' 'Summary: What this machine has' 'License: GPL' '%description' '%{summary}'
  for pair in $system; do
    printf '%%package -n %s\nVersion: %s\nSummary: %s\n' "${pair%=*}" "$(dpkg-query -W -f '${Version}' "${pair#*=}" | upstream)" "${pair%=*}"
    [ "$pair" != bash=bash ] || printf '%s\n' 'Provides: /bin/sh' 'Provides: /bin/bash'
    printf '%%description -n %s\n%%{summary}\n%%files -n %s\n' "${pair%=*}" "${pair%=*}"
  done
}

build() {
  rpmbuild -bb --quiet --define "rhel $rhel" --define "dist .el$rhel" --define "_sourcedir $PWD" --define '_topdir /tmp/rpmbuild' \
    --define '_build_name_fmt %%{NAME}-%%{VERSION}-%%{RELEASE}.%%{ARCH}.rpm' --define '__os_install_post %{nil}' \
    --define 'debug_package %{nil}' --define '_build_id_links none' "$@"
}

# A spec's first line names the Debian packages whose files it uses; the first of them gives the version.
build_payload() {
  payload=$(mktemp -d)
  packages=$(sed -n 's/^# payload: //p' "$1")
  for package in $packages; do dpkg-deb -x debs/"$package"_*.deb "$payload"; done
  [ ! -e without-run.sh ] || sh without-run.sh "$payload"
  version=$(dpkg-deb -f debs/"${packages%% *}"_*.deb Version | upstream)
  build --define '_rpmdir /srv/repo' --define "upstream $version" --define "payload $payload" "$1"
  rm -rf "$payload"
}

mkdir -p /srv/repo /var/lib/rpm
for spec in *.spec; do build_payload "$spec"; done
createrepo_c --quiet --simple-md-filenames --no-database /srv/repo
system_spec >system.spec
build --define '_rpmdir /tmp/rpmbuild/system' system.spec
rpm --install /tmp/rpmbuild/system/*.rpm
for name in $installed; do rpm --install /srv/repo/"$name"-[0-9]*.rpm; done
for package in ${unpacked-}; do dpkg-deb --fsys-tarfile debs/"$package"_*.deb | tar -x --keep-directory-symlink -C /; done
IN
