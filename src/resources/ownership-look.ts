import type { Resource } from '../model/resource.ts'
import { once, type Script, sh } from '../shell/script.ts'
import { fromAhead } from './look-ahead.ts'

/** Asks of all these files at once, into $lb_stats, what `putOwnership` prints of one. */
export function statAll(resources: readonly Resource[]): Script {
  const paths = resources.map(({ name }) => name).filter((path) => !/[\t\n]/.test(path))
  return sh`lb_stats=${'\n'}$(exec stat -L -c ${'%n\t%a %U %G %s'} -- ${paths} 2>/dev/null)${'\n'} || :`
}

/** Prints mode, owner and group as attributes, and leaves the size in $lb_size; fails where nothing is there. */
export function putOwnership(path: string | Script): Script {
  return once(sh`lb_ownership`, ownership, sh`${path}`)
}

const ownership = sh`
  ${fromAhead(sh`lb_stats`, sh`"$1"${'\t'}`)} || lb_it=$(exec stat -L -c '%a %U %G %s' -- "$1" 2>/dev/null) || return 1
  lb_size=\${lb_it##* }; lb_it=\${lb_it% *}
  lb_mode=\${lb_it%% *}; lb_it=\${lb_it#* }
  case $lb_mode in ????*) ;; *) lb_mode=0$lb_mode ;; esac
  put mode "$lb_mode" owner "\${lb_it% *}" group "\${lb_it#* }"
`
