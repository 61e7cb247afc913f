import { command, type Facts, majorRelease, type Resources, sh } from 'lbprov'

/** Where the last release of each has been kept since its mirrors were switched off. */
const lastRelease: Readonly<Record<number, string>> = { 6: '6.10', 7: '7.9.2009', 8: '8.5.2111' }

/**
 * CentOS 6, 7 and 8 ask a list of mirrors that is gone, and every transaction fails. Only files that ask CentOS's own list
 * are changed; each is kept beside as .lbprov-save; gpgcheck stays as it is. http, since EL6's TLS is too old for https.
 */
export function movedRepositories(facts: Facts, vault: string): Resources {
  const release = lastRelease[majorRelease(facts)]
  if (facts.distribution !== 'centos' || release === undefined || vault === '') return []
  const asks = sh`grep -q '^mirrorlist=.*mirrorlist\.centos\.org'`
  const run = sh`
    lb_vault=${vault} lb_release=${release}; export lb_vault lb_release
    for f in /etc/yum.repos.d/*.repo; do
      if ${asks} "$f"; then
        cp -p -- "$f" "$f.lbprov-save"
        cp -p -- "$f" "$f.lbprov-new"
        awk '
          /^mirrorlist=/ { print "#" $0; next }
          match($0, /^#* *baseurl=http:\/\/mirror\.centos\.org\/(centos|[$]contentdir)\/[$](releasever|stream)\//) {
            kept = substr($0, 1, RLENGTH) ~ /[$]stream\/$/ ? "8-stream" : ENVIRON["lb_release"]
            print "baseurl=" ENVIRON["lb_vault"] "/" kept "/" substr($0, RLENGTH + 1); next
          }
          { print }' <"$f" >"$f.lbprov-new"
        mv -f -- "$f.lbprov-new" "$f"
      fi
    done
    yum -q clean expire-cache
  `
  const unless = sh`
    for f in /etc/yum.repos.d/*.repo; do
      if [ -e "$f" ] && ${asks} "$f"; then exit 1; fi
    done
  `
  return [command('repositories point to the vault', { run, unless })]
}
