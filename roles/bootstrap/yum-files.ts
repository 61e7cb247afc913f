import { command, type Resource, type Script, sh } from 'lbprov'

/** A repository that does not answer is passed over; without that yum and dnf do nothing at all. */
export function mayBeMissing(name: string): Resource {
  const section = sh`lb_section=${`[${name}]`}`
  const asks = sh`${section} awk '
    /^\[/ { on = $1 == ENVIRON["lb_section"]; if (on) waits = 1 }
    on && /^skip_if_unavailable *= *(1|[Tt]rue|[Yy]es) *$/ { waits = 0 }
    END { exit !waits }'`
  const program = sh`${section} awk '
    /^\[/ { on = $1 == ENVIRON["lb_section"] }
    on && /^skip_if_unavailable *=/ { next }
    { print }
    on && /^\[/ { print "skip_if_unavailable=1" }'`
  return rewritten(`repository ${name} may be missing`, asks, program)
}

/** Files of yum for which `asks` succeeds become what `program` makes of them; each is kept beside as .lbprov-save, with owner and mode; gpgcheck stays as it is. */
export function rewritten(name: string, asks: Script, program: Script): Resource {
  const run = sh`
    for f in /etc/yum.repos.d/*.repo; do
      if [ -e "$f" ] && ${asks} "$f"; then
        cp -p -- "$f" "$f.lbprov-save"
        cp -p -- "$f" "$f.lbprov-new"
        ${program} <"$f" >"$f.lbprov-new"
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
  return command(name, { run, unless })
}
