import type {
  ClusterPicture,
  DirectorPicture,
  InstancePicture,
  Picture,
  ServerLive,
  ServerPicture,
  ServicePicture,
} from '../../model/picture.ts'
import { checkerWords, hostWords, perSecond, serviceWords, standingSigns, stateSigns } from '../picture/words.ts'
import { type Html, html } from './html.ts'
import type { Words } from './words.ts'

/** A picture as tables, for pages. */
export function pictureHtml({ clusters }: Picture, words: Words): Html {
  return html`${clusters.map((cluster) => clusterHtml(cluster, words))}`
}

function clusterHtml(cluster: ClusterPicture, words: Words): Html {
  return html`<section><h2>${words.cluster} ${cluster.name}</h2>
${cluster.instances.map((instance) => instanceHtml(instance, words))}
${cluster.directors.some(({ live }) => live) ? directorsHtml(cluster.directors, words) : ''}
${cluster.services.map((service) => serviceHtml(service, words))}</section>`
}

function tableHtml(caption: Html, heads: readonly string[], rows: readonly Html[]): Html {
  return html`${caption}<table><thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead><tbody>${rows}</tbody></table>
`
}

const cell = (label: string, value: Html | string | number, kind = '') =>
  html`<td data-label="${label}" class="${kind}">${value}</td>`

function instanceHtml({ name, routerId, addresses, directors }: InstancePicture, words: Words): Html {
  const isSeen = directors.some(({ state }) => state)
  const rows = directors.map(({ name, priority, leads, state, since }) => {
    const seen = state ?? (leads ? 'master' : 'backup')
    const kind = seen === 'master' ? 'ok' : seen === 'backup' ? '' : 'bad'
    const cells = [
      cell(words.director, name),
      cell(words.priority, priority ?? '?', 'n'),
      cell(words.state, `${standingSigns[seen].sign} ${words[seen]}`, kind),
      ...(isSeen ? [cell(words.since, since ?? '')] : []),
    ]
    return html`<tr>${cells}</tr>`
  })
  const heads = [words.director, words.priority, words.state, ...(isSeen ? [words.since] : [])]
  return tableHtml(html`<h3>${addresses.join(', ')} <span class="dim">${name}, ${routerId}</span></h3>`, heads, rows)
}

function directorsHtml(directors: readonly DirectorPicture[], words: Words): Html {
  const rows = directors.map(({ name, live }) => {
    if (!live) return html`<tr>${cell(words.director, name)}</tr>`
    const differs = live.differences.join('; ')
    const table = live.unseen ?? (differs || words.asModel)
    const owner = [live.changedAt, live.owner].filter((word) => word !== null).join(', ')
    const last = live.lastChange ? `${live.lastChange.at} ${live.lastChange.by}` : ''
    const kind = live.unseen !== null || differs ? 'bad' : ''
    return html`<tr>${cell(words.director, name)}${cell(words.table, table, kind)}${cell(words.sync, live.syncDaemon ?? words.none)}${cell(words.changed, owner)}${cell(words.lastRun, last)}</tr>`
  })
  const heads = [words.director, words.table, words.sync, words.changed, words.lastRun]
  return tableHtml(html`<h3>${words.directors}</h3>`, heads, rows)
}

function serviceHtml(service: ServicePicture, words: Words): Html {
  const { name, servers } = service
  const isSeen = servers.some(({ live }) => live)
  const flow = isSeen ? [words.state, words.active, words.inactive, words.perSecond, words.bytes] : []
  const heads = [words.server, words.endpoint, words.weight, words.way, words.check, ...flow, words.remark]
  const rows = servers.map((server) => html`<tr>${serverCells(server, words)}</tr>`)
  return tableHtml(html`<h3>${name} <span class="dim">${serviceWords(service)}</span></h3>`, heads, rows)
}

function serverCells(server: ServerPicture, words: Words): readonly Html[] {
  const { name, endpoint, weight, forwarding, drained, live } = server
  const remark = [...(drained === null ? [] : [`${words.drainedBy} ${drained}`]), ...(live?.why ? [live.why] : [])]
  const faults = hostWords(live?.host ?? null)
  const kind = live?.state === 'up' ? 'ok' : live?.state === 'out' ? 'bad' : 'dim'
  return [
    cell(words.server, name),
    cell(words.endpoint, endpoint),
    cell(words.weight, weight, 'n'),
    cell(words.way, forwarding),
    cell(words.check, checkerWords(server)),
    ...(live
      ? [cell(words.state, `${stateSigns[live.state].sign} ${words[live.state]}`, kind), ...flowCells(live, words)]
      : []),
    cell(words.remark, [...remark, ...faults].join('; '), faults.length > 0 ? 'bad' : ''),
  ]
}

/** Where no table was seen there are no numbers. */
function flowCells(live: ServerLive, words: Words): readonly Html[] {
  const shown = (value: string | number) => (live.state === 'unknown' ? '' : value)
  return [
    cell(words.active, shown(live.active), 'n'),
    cell(words.inactive, shown(live.inactive), 'n'),
    cell(words.perSecond, shown(live.connectionsPerSecond), 'n'),
    cell(words.bytes, shown(perSecond(live.bytesInPerSecond)), 'n'),
  ]
}
