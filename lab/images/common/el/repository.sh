# A hook: fetches the Debian packages in $offered, without installing them, for the RPMs that customize.sh builds.
set -eu
debs=$1/usr/src/lab/debs
mkdir -p "$debs/partial"
APT_CONFIG=$MMDEBSTRAP_APT_CONFIG apt-get install --yes -qq --download-only --no-install-recommends \
  -o APT::Sandbox::User=root -o Dir::Cache::archives="$debs" $offered
