import { run } from '../engine/run.ts'
import { isUnseen } from '../lvs/cluster/hearing.ts'
import { type Scene, scenesOf } from '../lvs/cluster/scene.ts'
import { serviceName } from '../lvs/cluster/service.ts'
import { entryKey } from '../lvs/table/ipvsadm.ts'
import { balancers } from '../lvs/verify/cast.ts'
import type { Went } from '../model/day-report.ts'
import type { Held } from '../model/held.ts'
import type { Site } from '../model/play.ts'
import type { Report } from '../model/report.ts'
import type { Observer } from '../verify/observe.ts'
import { type Balance, balanceOf } from './balance.ts'
import { thoseThatBalance, untilIdle } from './idle.ts'
import { holding, type Narrow, narrowed } from './narrow.ts'
import { isServer } from './servers.ts'
import type { Act, Stage } from './stage.ts'

/** What a procedure has to work with. */
export interface Hands extends Observer {
  readonly site: Site
  readonly playbook: string
  readonly check: boolean
  /** Keeps it beside the inventory; the path. */
  readonly keep: (held: Held) => string
  /** Told how it goes on, a line at a time. */
  readonly tell: (line: string) => void
}

/** Does what a stage says; in a check it looks, and changes nothing. */
export function does(hands: Hands): (stage: Stage) => Promise<Went> {
  return ({ act }) => doers[act.do](act as never, hands)
}

type Doers = { readonly [D in Act['do']]: (act: Extract<Act, { readonly do: D }>, hands: Hands) => Promise<Went> }

const doers: Doers = {
  look,
  hold: async ({ held }, { check, keep }) =>
    check ? { outcome: 'planned', said: '' } : { outcome: 'done', said: keep(held) },
  converge: async (act, hands) => wentOf(await runOver(act, hands.check, hands)),
  idle: async ({ servers, seconds }, hands) =>
    hands.check
      ? { outcome: 'planned', said: '' }
      : untilIdle({ ...hands, scenes: scenesOf(hands.site), servers, seconds }),
}

function runOver(narrow: Narrow, check: boolean, hands: Hands): Promise<Report> {
  return run({ ...hands, site: narrowed(hands.site, narrow), check })
}

function wentOf(report: Report): Went {
  const lost = report.hosts.filter(({ outcome }) => outcome !== 'ok' && outcome !== 'changed')
  if (lost.length === 0) return { outcome: 'done', said: '', report }
  const isFailed = lost.some(({ outcome }) => outcome !== 'unreachable')
  const said = lost.map(
    ({ host, outcome, message }) =>
      `${host} ${outcome === 'unreachable' ? 'was unreachable' : 'failed'}${message ? `: ${message}` : ''}`,
  )
  return {
    outcome: isFailed ? 'failed' : 'unreachable',
    said: said.join('; '),
    hint: 'mend that, then the same again',
    report,
  }
}

async function look(act: Extract<Act, { readonly do: 'look' }>, hands: Hands): Promise<Went> {
  const report = await runOver(act, true, hands)
  const went = wentOf(report)
  if (went.outcome !== 'done') return went
  const differing = report.hosts.flatMap(({ host, steps }) =>
    // What the table lacks is put right on the way.
    steps
      .filter(({ outcome, resource }) => outcome !== 'unchanged' && !resource.startsWith('ipvs-service['))
      .map(({ resource }) => `${host} ${resource}`),
  )
  if (differing.length > 0)
    return {
      outcome: 'failed',
      said: `another change is waiting there: ${differing.join(', ')}`,
      hint: 'lbprov run first, or --force to bring it in with this',
    }
  const bare = await withoutOthers(act, hands)
  return bare === null
    ? { outcome: 'done', said: '' }
    : { outcome: 'failed', said: bare, hint: 'see to the others first (lbprov verify), or add --force' }
}

/** Why a service would have nobody to serve it; null: somebody is left. */
async function withoutOthers(
  { held, without }: Extract<Act, { readonly do: 'look' }>,
  hands: Hands,
): Promise<string | null> {
  if (without.length === 0) return null
  for (const scene of scenesOf(holding(hands.site, held))) {
    const own = scene.cluster.services.filter(({ realServers }) => realServers.some((one) => isServer(one, without)))
    if (own.length === 0) continue
    const balances = await Promise.all(balancers(scene).map((host) => balanceOf(host, false, hands)))
    const unseen = balances.find(isUnseen)
    if (unseen) return unseen.why
    for (const balance of thoseThatBalance(scene, balances as readonly Balance[]))
      for (const service of own)
        if (!isServedBy(service, balance, without))
          return `${serviceName(service)} has no other real server in reach now`
  }
  return null
}

function isServedBy(
  service: Scene['cluster']['services'][number],
  { table }: Balance,
  without: readonly string[],
): boolean {
  const others = service.realServers.filter((one) => !isServer(one, without)).map(({ address }) => address)
  return service.endpoints.every((endpoint) => {
    const entry = table.find(({ key }) => key === entryKey(endpoint, service))
    return [...(entry?.servers ?? [])].some(
      ([server, words]) => !/(^| )-w 0( |$)/.test(words) && others.includes(server.replace(/^\[?(.*?)\]?:\d+$/, '$1')),
    )
  })
}
