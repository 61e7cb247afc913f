import type { Resource } from '../model/resource.ts'
import { type Script, sh } from '../shell/script.ts'
import { fromAhead } from './look-ahead.ts'

/** Asks of all these files at once, into $lb_stats, what `putOwnership` prints of one. */
export function statAll(resources: readonly Resource[]): Script {
  const paths = resources.map(({ name }) => name).filter((path) => !/[\t\n]/.test(path))
  return sh`lb_stats=${'\n'}$(exec stat -L -c ${'%n\t%a %U %G %s'} -- ${paths} 2>/dev/null)${'\n'} || :`
}

/** Prints mode, owner and group as attributes, and leaves the size in $lb_size; ends the look when nothing is there. */
export function putOwnership(path: string): Script {
  return sh`
    ${fromAhead(sh`lb_stats`, `${path}\t`, sh`lb_stat`, sh`lb_stat=$(exec stat -L -c '%a %U %G %s' -- ${path} 2>/dev/null) || return 0`)}
    lb_size=\${lb_stat##* }; lb_stat=\${lb_stat% *}
    lb_mode=\${lb_stat%% *}; lb_stat=\${lb_stat#* }
    case $lb_mode in ????*) ;; *) lb_mode=0$lb_mode ;; esac
    put mode "$lb_mode" owner "\${lb_stat% *}" group "\${lb_stat#* }"
  `
}
