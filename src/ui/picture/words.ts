import type {
  ClusterPicture,
  DirectorLive,
  InstancePicture,
  ServerHost,
  ServerLive,
  ServerPicture,
  ServicePicture,
  Standing,
} from '../../model/picture.ts'
import type { Style } from '../paint.ts'

/** Nothing is said by colour alone: each state has a sign and a word. */
export const stateSigns: Readonly<Record<ServerLive['state'], { readonly sign: string; readonly style: Style }>> = {
  up: { sign: '●', style: 'green' },
  out: { sign: '✖', style: 'red' },
  drained: { sign: '◐', style: 'yellow' },
  unknown: { sign: '?', style: 'dim' },
}

/** As `stateSigns`, of a director. */
export const standingSigns: Readonly<
  Record<NonNullable<Standing['state']>, { readonly sign: string; readonly style: Style }>
> = {
  master: { sign: '●', style: 'green' },
  backup: { sign: '○', style: 'dim' },
  fault: { sign: '✖', style: 'red' },
  unknown: { sign: '?', style: 'dim' },
}

/** `VI_1, router id 51` */
export function instanceWords({ name, routerId }: InstancePicture): string {
  return `${name}, router id ${routerId}`
}

/** `priority 150, master`, as the variables have it. */
export function standingWords({ priority, leads }: Standing): string {
  return `priority ${priority ?? 'unknown'}, ${leads ? 'master' : 'backup'}`
}

/** `wrr, persistent 50 s` */
export function serviceWords({ scheduler, persistence }: ServicePicture): string {
  return persistence === null ? scheduler : `${scheduler}, persistent ${persistence} s`
}

/** `of 2026-11-28T12:00:00.000Z by anna@ops1` */
export function lastRun({ at, by }: NonNullable<DirectorLive['lastChange']>): string {
  return `of ${at} by ${by}`
}

/** What is wrong with a real server by its own account; empty: nothing, or nobody has looked. */
export function hostWords(host: ServerHost | null): readonly string[] {
  return host === null ? [] : host.unseen === null ? host.faults : [`not seen: ${host.unseen}`]
}

/** `HTTP_GET, TCP_CHECK` */
export function checkerWords({ checkers }: ServerPicture): string {
  return checkers.join(', ') || 'no checker'
}

/** The services of an instance or, of null, those of none. */
export function servicesOf({ services }: ClusterPicture, instance: string | null): readonly ServicePicture[] {
  return services.filter((service) => service.instance === instance)
}

/** `1.2 kB/s` */
export function perSecond(bytes: number): string {
  const units = ['B/s', 'kB/s', 'MB/s', 'GB/s']
  const power = Math.min(units.length - 1, bytes < 1 ? 0 : Math.floor(Math.log10(bytes) / 3))
  return `${power === 0 ? Math.round(bytes) : (bytes / 1000 ** power).toFixed(1)} ${units[power]}`
}
