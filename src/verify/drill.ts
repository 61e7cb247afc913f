import { elapsed } from '../engine/elapsed.ts'
import { Link } from '../engine/link.ts'
import type { Declaration } from '../engine/resolve.ts'
import { survey } from '../engine/survey.ts'
import { isUnseen, type Unseen } from '../lvs/cluster/hearing.ts'
import { scenesOf } from '../lvs/cluster/scene.ts'
import { socketName } from '../lvs/verify/entry.ts'
import { type Handover, handoverOf } from '../lvs/verify/promotion.ts'
import { ConfigError } from '../model/errors.ts'
import type { Host } from '../model/host.ts'
import { label } from '../model/resource.ts'
import { type Assertion, type Verification, verificationExitCode } from '../model/verification.ts'
import type { Transcript } from '../shell/frames.ts'
import type { Script } from '../shell/script.ts'
import { gapScript } from './client-look.ts'
import { ask, observeHosts } from './observe.ts'
import { demoteScript, promoted, promoteScript, promotionSeconds } from './promote.ts'
import { keepalivedConf, type VerifyOptions, verify } from './verify.ts'

export interface DrillOptions {
  /** Asked before anything is changed; false: nothing is. */
  readonly ask: (question: string) => Promise<boolean>
}

/** One handover, its director and what it is promoted by. */
interface Stage {
  readonly options: VerifyOptions
  readonly handover: Handover
}

/**
 * Verifies, has the backup become master before the master gives up, verifies with the roles swapped, goes back and verifies
 * again. The configuration that does it is on the backup for the time of the drill; the host itself puts the old one back
 * when lbprov does not. Throws ConfigError when the drill is refused.
 */
export async function drill(options: VerifyOptions, { ask: question }: DrillOptions): Promise<Verification> {
  const before = await verify(options)
  if (before.stoppedBy !== undefined) return before
  if (verificationExitCode(before) !== 0) return { ...before, assertions: [...before.assertions, refused()] }
  const handover = await plannedHandover(options)
  if (!(await question(announcement(handover))))
    throw new ConfigError([{ message: 'the drill was not wanted; nothing was changed' }])
  const stage = { options, handover }
  const there = await handOver(stage).catch(async (error) => {
    await comeBack(stage)
    throw error
  })
  const back = await comeBack(stage)
  const after = await verify(options)
  const seconds = (Date.now() - Date.parse(before.startedAt)) / 1000
  const drilled = { from: handover.master, to: handover.backup, gap: there.gap, gapBack: back.gap }
  const assertions = [...there.assertions, ...back.assertions, ...after.assertions]
  return { ...after, startedAt: before.startedAt, seconds, assertions, drill: drilled }
}

function refused(): Assertion {
  return event(
    'drill',
    [],
    'a cluster in which everything holds',
    'not begun: something is amiss already',
    'mend that first',
    false,
  )
}

async function plannedHandover(options: VerifyOptions): Promise<Handover> {
  const [scene, second] = scenesOf(options.site)
  const { sights: hosts } = await observeHosts(options.site, options.site.inventory.hosts, options)
  const handover =
    !scene || second
      ? 'it is made of one cluster at a time, and the playbook has several or none'
      : handoverOf(scene, { hosts, client: null, mend: () => null })
  if (typeof handover === 'string') throw new ConfigError([{ message: `no drill: ${handover}` }])
  return handover
}

function announcement({ master, backup, priority, service }: Handover): string {
  return `For the drill ${backup} gets priority ${priority} and takes over from ${master}, then gives back. Its keepalived.conf is changed for that
time and keepalived reloads it; ${backup} puts it back by itself after ${promotionSeconds} s if this machine does not.
New connections to ${socketName(service)} are made all the while. Established ones may break. Go on?`
}

interface Went {
  readonly gap: number | null
  readonly assertions: readonly Assertion[]
}

/** The backup takes over, and the cluster is looked at with the roles swapped; whatever fails, `comeBack` follows. */
async function handOver({ options, handover }: Stage): Promise<Went> {
  const { backup, priority } = handover
  const file = await configurationOf(options, backup)
  options.onStage?.(`${backup} takes over`)
  const { gap, did } = await whileConnecting({ options, handover }, () =>
    send(options, backup, (token) => promoteScript(token, promoted(file, priority))),
  )
  const failure = failureOf(did, 'promote')
  if (failure !== null) return { gap, assertions: [failed(backup, 'the higher priority, in place and read', failure)] }
  const swapped = await verify({ ...options, promoted: backup })
  return {
    gap,
    assertions: swapped.assertions.map((one) => ({ ...one, subject: `${one.subject}, ${backup} being master` })),
  }
}

/** The old configuration comes back; where nobody preempts, the old master is promoted for a moment. */
async function comeBack({ options, handover }: Stage): Promise<Went> {
  const { master, backup, priority, nopreempt } = handover
  const [own, other] = [await configurationOf(options, backup), await configurationOf(options, master)]
  options.onStage?.(`${backup} hands back`)
  const { gap, did } = await whileConnecting({ options, handover }, async () => {
    const done = await send(options, backup, (token) => demoteScript(token, own))
    if (!nopreempt || failureOf(done, 'take-back') !== null) return done
    const again = await send(options, master, (token) => promoteScript(token, promoted(other, priority)))
    await elapsed(handover.election)
    await send(options, master, (token) => demoteScript(token, other))
    return again
  })
  const failure = failureOf(did, 'take-back', 'promote')
  const fate = `${backup} puts it back by itself within ${promotionSeconds} s`
  return {
    gap,
    assertions: failure === null ? [] : [failed(backup, 'its own configuration back', `${failure}; ${fate}`)],
  }
}

/** Starts the client, does it, and waits until the election is over and the client has ended. */
async function whileConnecting(
  { options, handover }: Stage,
  act: () => Promise<Transcript | Unseen>,
): Promise<{ readonly gap: number | null; readonly did: Transcript | Unseen }> {
  const { name, connection } = options.from!
  const seconds = 2 * handover.election + 10
  const watching = ask(name, connection, (token) => gapScript(token, handover.service, seconds), options)
  await elapsed(2)
  // The client ends before anything else is done, whatever becomes of the act.
  const did = await act().finally(() => watching)
  const seen = await watching
  const { made, gap } = isUnseen(seen) ? {} : (seen.sections.get('gap')?.values ?? {})
  return { did, gap: gap === undefined || made === '0' ? null : Number(gap) / 1000 }
}

function send(options: VerifyOptions, name: string, script: (token: string) => Script): Promise<Transcript | Unseen> {
  return ask(name, hostOf(options, name).connection, script, options)
}

function hostOf({ site }: VerifyOptions, name: string): Host {
  return site.inventory.host(name)!
}

/** What the host's role declares as its keepalived.conf. */
async function configurationOf(options: VerifyOptions, name: string): Promise<Declaration> {
  const host = hostOf(options, name)
  const link = new Link(options.connect, host.connection)
  const found = await survey(link, host, { site: options.site, filter: {}, onPhase: () => {} }).finally(() =>
    link.close(),
  )
  const file = 'declarations' in found && found.declarations.find(({ resource }) => label(resource) === keepalivedConf)
  if (!file)
    throw new ConfigError([{ message: `no drill: ${name} has no keepalived.conf of its roles, or could not be asked` }])
  return file
}

/** Null: the parts that were run ended well. */
function failureOf(transcript: Transcript | Unseen, ...parts: readonly string[]): string | null {
  if (isUnseen(transcript)) return transcript.why
  const bad = parts
    .map((part) => transcript.sections.get(part))
    .find((section) => section !== undefined && section.exitCode !== 0)
  return bad ? `exited with ${bad.exitCode}: ${`${bad.stdout}${bad.stderr}`.trim()}` : null
}

function failed(host: string, expected: string, seen: string): Assertion {
  return event(host, [host], expected, seen, `on ${host}: service keepalived status; ls /var/run/lbprov`, true)
}

function event(
  subject: string,
  hosts: readonly string[],
  expected: string,
  seen: string,
  remedy: string,
  done: boolean,
): Assertion {
  const verdict = done ? 'failed' : 'unchecked'
  return {
    id: 'drill',
    claim: 'the backup can take over, and give back',
    subject,
    hosts,
    verdict,
    expected,
    seen,
    remedy,
    essential: true,
  }
}
