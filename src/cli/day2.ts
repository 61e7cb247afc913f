import { does } from '../day2/does.ts'
import type { Hands } from '../day2/hands.ts'
import { perform } from '../day2/perform.ts'
import type { Stage } from '../day2/stage.ts'
import { newClaim } from '../engine/lock.ts'
import { given } from '../engine/stop.ts'
import { writeHeld } from '../load/inventory/held-write.ts'
import { type Scene, scenesOf } from '../lvs/cluster/scene.ts'
import { type DayReport, dayExitCode } from '../model/day-report.ts'
import { type Held, type Note, nothingHeld } from '../model/held.ts'
import type { Site } from '../model/play.ts'
import { connectHost } from '../transport/connect.ts'
import { dayJson, dayText, stageText } from '../ui/day2.ts'
import { keptOpen } from '../verify/kept-open.ts'
import { bugList } from './bugs.ts'
import { clientOf } from './client.ts'
import { restOfDay } from './day-rest.ts'
import { type DaySignals, daySignals } from './day-signals.ts'
import { siteToEnter } from './host-keys.ts'
import { fail, type Out, print } from './out.ts'
import { printScripts } from './print-scripts.ts'
import { heldLines, inventoryOptions, type SiteFlags, siteWords } from './site.ts'
import { whoAndWhere } from './who.ts'

/** The options that all day-2 commands have. */
export interface DayFlags extends SiteFlags {
  readonly check?: boolean
  readonly diff?: boolean
  readonly force?: boolean
  readonly reason?: string
  /** The client that connects meanwhile. */
  readonly from?: string
  readonly forks: number
  readonly format: 'human' | 'json'
  readonly printScript?: boolean
  readonly verbose: number
}

/** What a verb's plan is made of. */
export interface Ground {
  readonly site: Site
  readonly scenes: readonly Scene[]
  readonly held: Held
  readonly note: Note
  readonly hands: Hands
}

/** The stages of a verb. Throws ConfigError. */
export type Plan = (ground: Ground) => readonly Stage[] | Promise<readonly Stage[]>

export interface Order {
  readonly verb: string
  readonly playbook: string
  readonly flags: DayFlags
  readonly version: string
  readonly out: Out
}

/** Loads the site, has a verb's stages planned, and goes through them. Resolves to the exit code; what happened has been printed. */
export async function day(order: Order, plan: Plan): Promise<number> {
  const { playbook, flags, out } = order
  const bugs = bugList(out)
  const { connect, close } = keptOpen(connectHost)
  const signals = daySignals(out)
  const { stop } = signals
  try {
    const site = await siteToEnter(playbook, flags, out)
    const client = clientOf(flags, site)
    let held = site.inventory.held ?? nothingHeld
    const hands: Hands = {
      site,
      playbook,
      connect,
      check: flags.check ?? false,
      forks: flags.forks,
      claim: newClaim(whoAndWhere()),
      onBug: bugs.onBug,
      stop,
      keep: (now) => {
        held = now
        return writeHeld(inventoryOptions(flags, {}), now)
      },
      ...(client && { client }),
      tell: (line) => void out.stderr.write(`${out.clean(line)}\n`),
      ...(flags.printScript && { onScript: printScripts(out, out.stderr) }),
    }
    const stages = await planned(plan, { site, scenes: scenesOf(site), held, note: noteOf(flags), hands })
    const code = await performed(stages, { hands, signals, onBug: (error) => bugs.onBug('', error), order })
    if (stop.soon.aborted) heldLines(held).forEach(hands.tell)
    return code
  } catch (error) {
    return fail(out, error)
  } finally {
    await Promise.race([close(), given(stop.now)])
    if (stop.soon.aborted) setTimeout(() => process.exit(), 1000).unref()
    signals.release()
    bugs.tell()
  }
}

/** Without stages where it was broken off before there were any. */
async function planned(plan: Plan, ground: Ground): Promise<readonly Stage[]> {
  try {
    return await plan(ground)
  } catch (error) {
    if (ground.hands.stop?.soon.aborted) return []
    throw error
  }
}

interface Performing {
  readonly hands: Hands
  readonly signals: DaySignals
  readonly onBug: (error: unknown) => void
  readonly order: Order
}

async function performed(stages: readonly Stage[], { hands, signals, onBug, order }: Performing): Promise<number> {
  const { verb, playbook, flags, version, out } = order
  const isHuman = flags.format === 'human'
  const look = {
    color: out.color.stdout,
    diff: flags.diff ?? false,
    verbose: flags.verbose,
    width: out.stdout.width(),
    secrets: out.secrets,
    check: hands.check,
  }
  const went = await perform(stages, {
    verb,
    playbook,
    check: hands.check,
    stop: signals.stop,
    does: does(hands),
    onBug,
    onStage: ({ title }, index, count) => {
      const stage = `stage ${index + 1} of ${count}: ${title}`
      signals.at(stage)
      hands.tell(`${stage} …`)
    },
    onWent: (stage) => isHuman && print(out, stageText(stage, look)),
  })
  const rest = restOfDay(stages, went, { words: out.words, site: siteWords(playbook, flags) })
  const report: DayReport = { ...went, ...(rest !== undefined && { rest }) }
  return print(out, isHuman ? dayText(report) : dayJson(report, version, out.secrets), dayExitCode(report))
}

function noteOf({ reason }: DayFlags): Note {
  const since = `${new Date().toISOString().slice(0, 19)}Z`
  return { since, by: whoAndWhere(), ...(reason !== undefined && { why: reason }) }
}
