import { expect, test } from 'vitest'
import { Link } from '../../src/engine/link.ts'
import { rendered } from '../../src/engine/rendered.ts'
import type { Declaration } from '../../src/engine/resolve.ts'
import { factsScript, probeScript, readSightings } from '../../src/engine/scripts.ts'
import type { Facts } from '../../src/model/facts.ts'
import { plan, type Sighting, type Step } from '../../src/model/plan.ts'
import { label, type Resource } from '../../src/model/resource.ts'
import { readFacts } from '../../src/resources/facts/read.ts'
import { framed } from '../../src/shell/frames.ts'
import { type Script, sh } from '../../src/shell/script.ts'
import type { Connect } from '../../src/transport/transport.ts'
import { hostNamed } from './site.ts'

/** One thing in two states at least; each must be reachable from every other. */
export interface Case {
  readonly title: string
  readonly states: readonly Resource[] | ((facts: Facts) => readonly Resource[])
  /** Shell commands, run as root before. */
  readonly setUp?: (facts: Facts) => string
  /** Left out: any host will do. */
  readonly needs?: (facts: Facts) => boolean
}

export interface Conformance {
  readonly connect: () => Connect
  /** Text that differs when anything a probe might touch has changed on the host. */
  readonly fingerprint: () => Promise<string>
  readonly timeout?: number
  /** Each state once, then the first again, where a script takes a second: not every one from every other. */
  readonly brief?: boolean
  /** In place of those gathered: for a host that only plays a release. */
  readonly facts?: Facts
  /** Runs shell commands on the host as root, for a case's `setUp`. */
  readonly exec?: (commands: string) => Promise<unknown>
}

/**
 * What every kind and provider keeps: a probe changes nothing; apply, then probe, shows no change, from wherever it
 * starts; applying twice is as applying once; a second plan is empty; what can be taken back is as it was seen before.
 */
export function conforms({ title, states, setUp, needs }: Case, about: Conformance): void {
  const { connect, fingerprint, timeout = 60_000 } = about
  test(`${title}: every state is reached from every other, and stays`, { timeout }, async ({ skip }) => {
    const link = new Link(connect(), hostNamed('here').connection)
    const facts = about.facts ?? (await factsOf(link))
    if (needs?.(facts) === false) skip('not on this host')
    if (setUp) await about.exec!(setUp(facts))
    const all = typeof states === 'function' ? states(facts) : states
    let before = await fingerprint()
    // Each apply runs twice, so no state follows itself.
    for (const to of [...all, ...(about.brief ? all.slice(0, 1) : all.toReversed().slice(1))]) {
      const first = await look(link, to, facts)
      expect(await fingerprint(), 'a probe changes nothing').toBe(before)
      await bring(link, to, first, facts)
      await bring(link, to, first, facts)
      before = await fingerprint()
      const again = await look(link, to, facts)
      expect(plan([to], new Map([[to, again]])), label(to)).toMatchObject([{ action: 'none', changes: [] }])
    }
    expect(await fingerprint(), 'a probe changes nothing').toBe(before)
    await takenBack(link, all, facts)
    await link.close()
  })
}

/** What a watchdog of `confirm` does: from one state to the next and back, as it was seen before. */
async function takenBack(link: Link, [one, other]: readonly Resource[], facts: Facts): Promise<void> {
  if (!one || !other) return
  for (const [from, to] of [
    [one, other],
    [other, one],
  ] as const) {
    const { provider } = declared(from, facts)
    const undo = provider.undo?.(to)
    if (!undo) return
    await bring(link, from, nothing, facts)
    const seen = await look(link, from, facts)
    const body = sh`
      lb_undo=$(mktemp -d)
      ${undo.save}
      ${provider.apply(to, { refresh: false })}
      lb_undo=$lb_undo sh -c ${undo.restore.text}
      rm -rf $lb_undo
    `
    await done(link, (token) => framed(token, [{ id: 'undo', mode: 'act', body }]), 'undo')
    expect(await look(link, from, facts), `${label(to)} is taken back`).toEqual(seen)
  }
}

export async function factsOf(link: Link): Promise<Facts> {
  const { transcript } = await link.ask((token) => factsScript(token), { deadlineMs: 60_000 })
  return readFacts(transcript.sections.get('facts')!.values)
}

/** The script that brings these steps about. */
export function applyScript(token: string, declarations: readonly Declaration[], steps: readonly Step[]): Script {
  return rendered(declarations, steps).apply(token)
}

/** The resource with the provider that suits the host. */
export function declared(resource: Resource, facts: Facts): Declaration {
  const provider = resource.kind.providers.find(({ suits }) => suits?.(facts) ?? true)
  if (!provider) throw new Error(`no provider for ${label(resource)}`)
  return { resource, provider, play: null as never, assignment: null as never }
}

export async function look(link: Link, resource: Resource, facts: Facts): Promise<Sighting> {
  const declarations = [declared(resource, facts)]
  const { transcript, lost } = await link.ask((token) => probeScript(token, declarations), { deadlineMs: 60_000 })
  const { seen, failed } = readSightings(declarations, transcript)
  expect({ lost, failed }).toEqual({ lost: undefined, failed: [] })
  return seen.get(resource)!
}

const nothing: Sighting = { observed: null, pendingRefresh: false }

async function bring(link: Link, resource: Resource, seen: Sighting, facts: Facts): Promise<void> {
  const declarations = [declared(resource, facts)]
  const [step] = plan([resource], new Map([[resource, seen]]))
  const steps = [{ ...step!, action: 'update' as const }]
  await done(link, (token) => applyScript(token, declarations, steps), 'act:0')
}

async function done(link: Link, script: (token: string) => Script, id: string): Promise<void> {
  const { transcript, lost } = await link.ask(script, { deadlineMs: 300_000 })
  const act = transcript.sections.get(id)
  expect({ lost, code: act?.exitCode, stderr: act?.exitCode === 0 ? '' : act?.stderr }).toEqual({
    lost: undefined,
    code: 0,
    stderr: '',
  })
}
