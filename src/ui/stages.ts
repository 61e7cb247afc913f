import type { HostReport, Report } from '../model/report.ts'
import type { ForClients, Stage } from '../model/stage.ts'
import type { Look } from './look.ts'
import { resultBlocks } from './results.ts'
import { isChange } from './words.ts'

/** What changed, stage by stage where the run has stages, in each a block a play. A stage without a change is not shown. */
export function changeBlocks(report: Report, plays: readonly string[], look: Look): string[] {
  const { stages, hosts } = report
  if (!stages) return resultBlocks(hosts, plays, look)
  return stages.flatMap((stage, index) => {
    const own = hosts.map((host) => ({ ...host, steps: host.steps.filter((step) => step.stage === index + 1) }))
    if (!own.some(hasChange)) return []
    return [heading(stage, `stage ${index + 1} of ${stages.length}`, look), ...resultBlocks(own, plays, look)]
  })
}

function hasChange({ steps }: HostReport): boolean {
  return steps.some(({ outcome }) => isChange(outcome) || outcome === 'skipped')
}

function heading({ title, clients }: Stage, place: string, { paint }: Look): string {
  const head = paint('bold', `${place}: ${title}`)
  return clients ? `${head}\n  ${paint('dim', `clients: ${forClients(clients)}`)}` : head
}

/** `no new connection is lost, established ones live` */
export function forClients({ newConnections, established, why }: ForClients): string {
  const time = newConnections === null ? '' : ` for up to ${newConnections} s`
  const fresh = newConnections === 0 ? 'no new connection is lost' : `new connections may fail${time}`
  const old = established === 'live' ? 'established ones live' : `established ones ${established}`
  return [fresh, old].join(', ') + (why === undefined ? '' : `: ${why}`)
}
