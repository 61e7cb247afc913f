import { ConfigError } from '../model/errors.ts'
import type { KeptPlan, PlanOptions } from '../model/kept-plan.ts'
import type { Report } from '../model/report.ts'
import type { Ui } from '../ui/ui.ts'
import { counted, isChange } from '../ui/words.ts'
import { confirmed, isTerminal } from './ask.ts'
import type { Out } from './out.ts'
import type { Ready } from './plan-file.ts'
import type { RunFlags } from './run-flags.ts'

/** The flags with what the plan of `--plan` was made of. Throws ConfigError for words that a plan brings itself. */
export async function withPlan(flags: RunFlags): Promise<{ readonly flags: RunFlags; readonly kept?: KeptPlan }> {
  if (flags.plan === undefined) return { flags }
  const words = { '--limit': flags.limit, '--tags': flags.tags, '--skip-tags': flags.skipTags, '--shard': flags.shard }
  const own = Object.entries({ ...words, '--check': flags.check, '--purge': flags.purge })
  const [given] = own.find(([, value]) => value !== undefined) ?? []
  if (given !== undefined) {
    const hint = 'make another plan with it: lbprov run … --check --out plan.json'
    throw new ConfigError([
      { message: `${given} can not be used with --plan, which does exactly what was planned`, hint },
    ])
  }
  const { readPlan } = await import('../load/schema/plan-read.ts')
  const kept = readPlan(flags.plan)
  const { playbook: _, ...options } = kept.options
  return { flags: { ...flags, ...options }, kept }
}

interface Order {
  readonly playbook: string
  readonly flags: RunFlags
  readonly version: string
  readonly out: Out
  readonly kept?: KeptPlan | undefined
}

/** What is done with the plan of a run before it begins: it is kept, compared with one that was kept, or shown and asked about. */
export interface Consent {
  readonly onReady?: (report: Report, scripts: Ready['scripts']) => Promise<void>
  /** To be called when the report is out. */
  readonly end: (report: Report) => Promise<void>
}

/** `ui` shows the plan where it is asked about. */
export function consentTo(order: Order, ui: Ui): Consent {
  const { flags, kept, out, version } = order
  const about = { version, secrets: out.secrets }
  if (flags.out !== undefined) return keeping(order, flags.out)
  if (kept) {
    const hold: Consent['onReady'] = async (report, scripts) => {
      const { holdTo } = await import('./plan-file.ts')
      holdTo(flags.plan!, kept, { report, scripts }, about)
    }
    return { onReady: hold, end: async () => {} }
  }
  return asks(flags) ? { onReady: (report) => ask(report, out, ui), end: async () => {} } : { end: async () => {} }
}

function keeping(order: Order, file: string): Consent {
  const { out, version } = order
  let ready: Ready | undefined
  return {
    onReady: async (report, scripts) => {
      ready = { report, scripts }
    },
    end: async ({ hosts }) => {
      const lost = hosts.filter(({ outcome }) => outcome !== 'ok' && outcome !== 'changed')
      const names = out.clean(lost.map(({ host, outcome }) => `${host} ${outcome}`).join(', '))
      if (!ready || lost.length > 0) return void out.stderr.write(`no plan was kept: ${names || 'broken off'}\n`)
      const { writePlan } = await import('./plan-file.ts')
      writePlan(file, ready, optionsOf(order), { version, secrets: out.secrets })
      out.stderr.write(`the plan is in ${out.clean(file)}; to do exactly that: lbprov run --plan ${out.clean(file)}\n`)
    },
  }
}

function optionsOf({ playbook, flags }: Order): PlanOptions {
  const { inventory, limit, tags, skipTags, rolesPath, purge, shard, drainWait } = flags
  return { playbook, inventory, limit, tags, skipTags, rolesPath, purge, shard, drainWait }
}

/** On a terminal a run asks; what runs it for somebody does not have one, or says so. */
function asks({ check, listSteps, format, yes }: RunFlags): boolean {
  const { CI, LBPROV_YES } = process.env
  return !(check || listSteps || yes || CI || LBPROV_YES || format !== 'human') && isTerminal()
}

async function ask(report: Report, out: Out, ui: Ui): Promise<void> {
  const changing = report.hosts.filter(({ outcome }) => outcome === 'changed')
  if (changing.length === 0) return
  const changes = changing.flatMap(({ steps }) => steps.filter(({ outcome }) => isChange(outcome))).length
  await ui.showPlan(report)
  if (await confirmed(out, `\nDo this: ${counted(changes, 'change')} on ${counted(changing.length, 'host')}?`)) return
  const hint = '--yes, or LBPROV_YES=1, goes on without asking'
  throw new ConfigError([{ message: 'nothing was changed: the answer was not y', hint }])
}
