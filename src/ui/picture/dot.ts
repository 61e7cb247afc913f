import type {
  ClusterPicture,
  InstancePicture,
  Picture,
  ServerPicture,
  ServicePicture,
  Standing,
} from '../../model/picture.ts'
import { xml } from '../junit.ts'
import {
  checkerWords,
  hostWords,
  instanceWords,
  perSecond,
  servicesOf,
  serviceWords,
  standingSigns,
  standingWords,
  stateSigns,
} from './words.ts'

/** Fills that are told apart without colour, too: each has its sign beside it. */
const fills = { up: '#dff2e1', out: '#f9d6d5', drained: '#fdf0c8', unknown: '#eeeeee', plain: '#ffffff' } as const

/** Wherever it is drawn, letters of one width are as wide as Graphviz takes them to be. */
const font = 'fontname="Courier New"'

/** The picture in Graphviz's language: addresses, directors, services and real servers from left to right. */
export function pictureDot({ clusters }: Picture): string {
  return [
    'digraph lbprov {',
    `  graph [rankdir=LR, nodesep=0.25, ranksep=0.6, ${font}]`,
    `  node [shape=plain, ${font}, fontsize=11]`,
    '  edge [color="#555555", arrowsize=0.7]',
    ...upwards(clusters, clusterLines),
    '}',
    '',
  ].join('\n')
}

function clusterLines(cluster: ClusterPicture, index: number): readonly string[] {
  const id = `c${index}`
  const { instances, directors } = cluster
  const loose = servicesOf(cluster, null)
  return [
    `  subgraph cluster_${id} {`,
    `    label=<cluster of ${xml(cluster.name)}>; color="#999999"; style=rounded`,
    ...upwards(instances, (instance, i) => instanceLines(cluster, instance, `${id}i${i}`)),
    ...(loose.length === 0 ? [] : directors.map(({ name }, i) => `    ${id}d${i} [label=${tableOf([[bold(name)]])}]`)),
    ...loose.flatMap((service, i) => [
      ...serviceLines(service, `${id}s${i}`),
      ...directors.map((_, d) => `    ${id}d${d} -> ${id}s${i}`),
    ]),
    '  }',
  ]
}

function instanceLines(cluster: ClusterPicture, instance: InstancePicture, id: string): readonly string[] {
  const { addresses, directors } = instance
  const head = addresses.length === 0 ? ['no virtual address'] : addresses
  const services = servicesOf(cluster, instance.name)
  return [
    `    ${id} [label=${tableOf([...head.map((address) => [bold(address)]), [xml(instanceWords(instance))]])}]`,
    ...upwards(directors, (standing, d) => [
      `    ${id}d${d} [label=${tableOf([[bold(standing.name)], ...standingRows(standing)], fillOf(standing))}]`,
      `    ${id} -> ${id}d${d}${isMaster(standing) ? '' : ' [style=dashed]'}`,
    ]),
    ...upwards(services, (service, s) => [
      ...serviceLines(service, `${id}s${s}`),
      ...directors.map((standing, d) => `    ${id}d${d} -> ${id}s${s}${isMaster(standing) ? '' : ' [style=dashed]'}`),
    ]),
  ]
}

/** Graphviz begins at the bottom. */
const upwards = <T>(items: readonly T[], linesOf: (item: T, index: number) => readonly string[]) =>
  items.map(linesOf).toReversed().flat()

const isMaster = ({ state, leads }: Standing) => (state === undefined ? leads : state === 'master')

function fillOf({ state }: Standing): string {
  if (state === 'fault') return fills.out
  return state === 'master' ? fills.up : state === 'unknown' ? fills.unknown : fills.plain
}

function standingRows(standing: Standing): readonly (readonly string[])[] {
  const { state, since, mark } = standing
  const seen = state ? [[xml(`${standingSigns[state].sign} is ${state}`)]] : []
  return [
    [xml(standingWords(standing))],
    ...seen,
    ...(since ? [[xml(`since ${since}`)]] : []),
    ...(mark ? [[bold(mark)]] : []),
  ]
}

function serviceLines(service: ServicePicture, id: string): readonly string[] {
  const { servers, sorryServer } = service
  const rows = servers.map((server) => ({
    cells: serverCells(server),
    fill: fills[server.live?.state ?? (server.drained === null ? 'plain' : 'drained')],
  }))
  const sorry = sorryServer === null ? [] : [{ cells: ['sorry server', xml(sorryServer)], fill: fills.plain }]
  return [
    `    ${id} [label=${tableOf([[bold(service.name)], [xml(serviceWords(service))]])}]`,
    `    ${id}r [label=<<TABLE BORDER="0" CELLBORDER="1" CELLSPACING="0" CELLPADDING="4">${[...rows, ...sorry].map(({ cells, fill }) => row(cells, fill)).join('')}</TABLE>>]`,
    `    ${id} -> ${id}r`,
  ]
}

function serverCells(server: ServerPicture): readonly string[] {
  const { name, endpoint, weight, forwarding, drained, live, mark } = server
  const own = [bold(name), xml(endpoint), `weight ${weight}`, forwarding, xml(checkerWords(server))]
  const wanted = mark ? [...own, bold(mark)] : own
  if (!live) return drained === null ? wanted : [...wanted, xml(`◐ drained ${drained}`)]
  const { sign } = stateSigns[live.state]
  const flow = `${live.active} open, ${live.connectionsPerSecond}/s, in ${perSecond(live.bytesInPerSecond)}`
  const numbers = live.state === 'unknown' ? [] : [xml(flow)]
  const remarks = [...(live.why === null ? [] : [live.why]), ...hostWords(live.host)]
  return [...wanted, `${sign} ${live.state}`, ...numbers, ...remarks.map((one) => xml(one.slice(0, 100)))]
}

const bold = (text: string) => `<B>${xml(text)}</B>`

function tableOf(rows: readonly (readonly string[])[], fill: string = fills.plain): string {
  const body = rows.map((cells) => `<TR><TD>${cells.join(' ')}</TD></TR>`).join('')
  return `<<TABLE BORDER="1" CELLBORDER="0" CELLSPACING="0" CELLPADDING="3" STYLE="ROUNDED" BGCOLOR="${fill}">${body}</TABLE>>`
}

function row(cells: readonly string[], fill: string): string {
  return `<TR>${cells.map((cell) => `<TD ALIGN="LEFT" BGCOLOR="${fill}">${cell}</TD>`).join('')}</TR>`
}
