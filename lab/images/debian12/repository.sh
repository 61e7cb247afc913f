# A hook: fills /srv/repo of the image ($1) with the packages in $offered and what they need beyond the image, and writes its index.
set -eu
repo=$1/srv/repo
mkdir -p "$repo/partial"
APT_CONFIG=$MMDEBSTRAP_APT_CONFIG apt-get install --yes -qq --download-only --no-install-recommends \
  -o APT::Sandbox::User=root -o Dir::Cache::archives="$repo" $offered
rm -rf "$repo/partial" "$repo/lock"
cd "$repo"
hash() { sha256sum "$1" | cut -d' ' -f1; }
for deb in *.deb; do
  dpkg-deb -f "$deb"
  printf 'Filename: ./%s\nSize: %s\nSHA256: %s\n\n' "$deb" "$(stat -c %s "$deb")" "$(hash "$deb")"
done >Packages
printf 'Origin: lab\nSuite: lab\nDate: %s\nSHA256:\n %s %s Packages\n' "$(date -Ru)" "$(hash Packages)" "$(stat -c %s Packages)" >Release
