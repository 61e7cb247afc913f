import { type Facts, majorRelease, type Resource, type Resources, sh } from 'lbprov'
import { mayBeMissing, rewritten } from './yum-files.ts'

/** Where the last release of each has been kept since its mirrors were switched off. */
const lastRelease: Readonly<Record<number, string>> = { 6: '6.10', 7: '7.9.2009', 8: '8.5.2111' }

export interface Archives {
  /** Of CentOS; empty: its repositories are left. */
  readonly vault: string
  /** Of EPEL; empty: its repositories are left. */
  readonly epel: string
  /** Repositories by their names in yum's files that may be missing. */
  readonly optional: readonly string[]
}

/** yum and dnf do nothing at all where one repository does not answer: those whose mirror list is gone get another place, and those that are named may be missing. */
export function movedRepositories(facts: Facts, { vault, epel, optional }: Archives): Resources {
  const release = majorRelease(facts)
  const last = lastRelease[release]
  return [
    facts.distribution === 'centos' && last !== undefined && vault !== '' ? [toVault(vault, last)] : [],
    facts.family === 'rhel' && release === 6 && epel !== '' ? [toArchive(epel)] : [],
    facts.family === 'rhel' ? optional.map(mayBeMissing) : [],
  ]
}

/**
 * CentOS 6, 7 and 8 ask a list of mirrors that is gone. Only files that ask CentOS's own list are changed. http, since EL6's TLS is
 * too old for https.
 */
function toVault(vault: string, release: string): Resource {
  const program = sh`lb_vault=${vault} lb_release=${release} awk '
    /^mirrorlist=/ { print "#" $0; next }
    match($0, /^#* *baseurl=http:\/\/mirror\.centos\.org\/(centos|[$]contentdir)\/[$](releasever|stream)\//) {
      kept = substr($0, 1, RLENGTH) ~ /[$]stream\/$/ ? "8-stream" : ENVIRON["lb_release"]
      print "baseurl=" ENVIRON["lb_vault"] "/" kept "/" substr($0, RLENGTH + 1); next
    }
    { print }'`
  return rewritten('repositories point to the vault', sh`grep -q '^mirrorlist=.*mirrorlist\.centos\.org'`, program)
}

/** EPEL 6 was moved to the archive in 2021. An EL6 whose TLS is too old for it goes on without. */
function toArchive(archive: string): Resource {
  const list = '^(mirrorlist|metalink)=.*[.]fedoraproject[.]org/.*repo=epel-(debug-|source-)?6&'
  const program = sh`lb_archive=${archive} lb_list=${list} awk '
    $0 ~ ENVIRON["lb_list"] {
      place = /repo=epel-source/ ? "6/SRPMS" : /repo=epel-debug/ ? "6/$basearch/debug" : "6/$basearch"
      print "#" $0; print "baseurl=" ENVIRON["lb_archive"] "/" place; print "skip_if_unavailable=1"; next
    }
    { print }'`
  return rewritten('EPEL points to its archive', sh`grep -qE ${list}`, program)
}
