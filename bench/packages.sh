# Gives a root filesystem a package source of its own, with nothing but some packages and what they need: its hosts have no way
# out, and apt's caches of all of Debian would be 37 MB of memory in each. Arguments: root, packages.
set -eu
root=$1
shift
store=$root/var/local/packages
chroot "$root" apt-get -q clean
chroot "$root" apt-get -q -y --no-install-recommends --download-only install "$@"
mkdir -p "$store"
for deb in "$root"/var/cache/apt/archives/*.deb; do
  name=$(dpkg-deb -f "$deb" Package).deb
  mv "$deb" "$store/$name"
  dpkg-deb -f "$store/$name"
  sum=$(sha256sum <"$store/$name")
  printf 'Filename: ./%s\nSize: %s\nSHA256: %s\n\n' "$name" "$(stat -c %s "$store/$name")" "${sum%% *}"
done >"$store/Packages"
rm -rf "$root"/var/lib/apt/lists/* "$root"/var/cache/apt/*.bin "$root"/etc/apt/sources.list.d/*
echo 'deb [trusted=yes] file:/var/local/packages ./' >"$root/etc/apt/sources.list"
chroot "$root" apt-get -q update
