import type {
  ClusterPicture,
  DirectorPicture,
  Picture,
  ServerLive,
  ServerPicture,
  ServicePicture,
  Standing,
} from '../../model/picture.ts'
import type { Paint } from '../paint.ts'
import {
  checkerWords,
  hostWords,
  instanceWords,
  lastRun,
  perSecond,
  servicesOf,
  serviceWords,
  standingSigns,
  stateSigns,
} from './words.ts'

/** Clusters as an indented list; what was seen stands behind what the variables say. */
export function pictureText({ clusters }: Picture, paint: Paint): string {
  if (clusters.length === 0) return 'no role of this playbook is part of a cluster\n'
  return `${clusters.map((cluster) => clusterLines(cluster, paint).join('\n')).join('\n\n')}\n`
}

function clusterLines(cluster: ClusterPicture, paint: Paint): readonly string[] {
  const { instances, directors, name } = cluster
  const loose = servicesOf(cluster, null).flatMap((service) => serviceLines(service, paint))
  return [
    paint('bold', `cluster of ${name}`),
    ...directors.flatMap((director) => directorLines(director, paint)),
    ...instances.flatMap((instance) => [
      `  ${paint('bold', instance.addresses.join(', ') || 'no virtual address')}  ${instanceWords(instance)}`,
      ...table(instance.directors.map((standing) => standingCells(standing, paint))).map((line) => `    ${line}`),
      ...servicesOf(cluster, instance.name).flatMap((service) => serviceLines(service, paint)),
    ]),
    ...(loose.length > 0 && instances.length > 0 ? ['  of no instance', ...loose] : loose),
  ]
}

function directorLines({ name, address, live }: DirectorPicture, paint: Paint): readonly string[] {
  const place = address === null || address === name ? name : `${name} (${address})`
  if (!live) return []
  if (live.unseen !== null) return [`  ${place}: ${paint('red', `not seen: ${live.unseen}`)}`]
  const words = [
    live.differences.length === 0
      ? 'table as the model'
      : paint('red', `table differs: ${live.differences.join('; ')}`),
    live.syncDaemon === null ? 'no sync daemon' : `sync ${live.syncDaemon}`,
    ...(live.changedAt === null
      ? []
      : [`keepalived.conf of ${live.changedAt}${live.owner ? ` by ${live.owner}` : ''}`]),
    ...(live.lastChange ? [`last run ${lastRun(live.lastChange)}`] : []),
  ]
  return [`  ${place}: ${words.join(', ')}`]
}

function standingCells({ name, priority, leads, state, since }: Standing, paint: Paint): readonly string[] {
  const wanted = [name, `priority ${priority ?? 'unknown'}`, leads ? 'master' : 'backup']
  if (!state) return wanted
  const { sign, style } = standingSigns[state]
  return [...wanted, paint(style, `${sign} is ${state}`), since ? `since ${since}` : '']
}

function serviceLines(service: ServicePicture, paint: Paint): readonly string[] {
  const { name, servers, sorryServer } = service
  return [
    `    ${paint('bold', name)}  ${serviceWords(service)}`,
    ...table(servers.map((server) => serverCells(server, paint))).map((line) => `      ${line}`),
    ...(sorryServer === null ? [] : [`      sorry server ${sorryServer}`]),
  ]
}

function serverCells(server: ServerPicture, paint: Paint): readonly string[] {
  const { name, endpoint, weight, forwarding, drained, live } = server
  const wanted = [name, endpoint, `weight ${weight}`, forwarding, checkerWords(server)]
  const held = drained === null ? [] : [`drained ${drained}`]
  if (!live) return [...wanted, ...held]
  const { sign, style } = stateSigns[live.state]
  return [
    ...wanted,
    paint(style, `${sign} ${live.state}`),
    ...(live.state === 'unknown' ? ['', '', '', ''] : flowCells(live)),
    [...held, ...(live.why === null ? [] : [live.why]), ...hostWords(live.host).map((one) => paint('red', one))].join(
      '; ',
    ),
  ]
}

function flowCells(live: ServerLive): readonly string[] {
  return [
    `active ${live.active}`,
    `inactive ${live.inactive}`,
    `${live.connectionsPerSecond}/s`,
    `in ${perSecond(live.bytesInPerSecond)}`,
  ]
}

const colours = new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, 'g')
const widthOf = (cell: string) => [...cell.replace(colours, '')].length

/** Cells below each other, the last of a row as it is. */
function table(rows: readonly (readonly string[])[]): readonly string[] {
  const columns = Math.max(0, ...rows.map((row) => row.length))
  const widths = Array.from({ length: columns }, (_, i) => Math.max(...rows.map((row) => widthOf(row[i] ?? ''))))
  return rows.map((row) =>
    row
      .map((cell, i) => cell + ' '.repeat(widths[i]! - widthOf(cell)))
      .join('  ')
      .trimEnd(),
  )
}
