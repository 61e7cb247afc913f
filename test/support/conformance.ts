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
import { isThorough } from './thorough.ts'

/** A thing in a state, or several things side by side, each in one: these go in one script, as a run has them. */
type State = Resource | readonly Resource[]

const asked = { deadlineMs: 60_000, keepShell: true }

/** Two states at least; each must be reachable from every other. */
export interface Case {
  readonly title: string
  readonly states: readonly State[] | ((facts: Facts) => readonly State[])
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
  /** Each state once, then the first again, where a script takes a second or it is to be quick: not every one from every other. */
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
    const all = (typeof states === 'function' ? states(facts) : states).map((state) => [state].flat() as Resource[])
    let before = await fingerprint()
    const back = (about.brief ?? !isThorough) ? all.slice(0, 1) : all.toReversed().slice(1)
    // There each apply runs twice, so no state follows itself; back it must do with once.
    for (const [i, to] of [...all, ...back].entries()) {
      const first = await lookAt(link, to, facts)
      expect(await fingerprint(), 'a probe changes nothing').toBe(before)
      await bring(link, to, first, facts)
      if (i < all.length) await bring(link, to, first, facts)
      before = await fingerprint()
      const again = await lookAt(link, to, facts)
      expect(plan(to, again).filter(({ action, changes }) => action !== 'none' || changes.length > 0)).toEqual([])
    }
    expect(await fingerprint(), 'a probe changes nothing').toBe(before)
    await takenBack(link, all, facts)
    await link.close()
  })
}

/** What a watchdog of `confirm` does: from one state to the next and back, as it was seen before. */
async function takenBack(link: Link, [one, other]: readonly (readonly Resource[])[], facts: Facts): Promise<void> {
  if (!one || !other) return
  for (const [from, to] of [
    [one, other],
    [other, one],
  ] as const) {
    const bodies = to.flatMap((resource) => takingBack(resource, facts) ?? [])
    if (bodies.length === 0) return
    await bring(link, from, new Map(), facts)
    const seen = await lookAt(link, from, facts)
    await done(link, bodies.length, (token) =>
      framed(
        token,
        bodies.map((body, i) => ({ id: `undo:${i}`, mode: 'act', body })),
      ),
    )
    expect(await lookAt(link, from, facts), `${to.map(label).join(', ')} is taken back`).toEqual(seen)
  }
}

function takingBack(resource: Resource, facts: Facts): Script | undefined {
  const { provider } = declared(resource, facts)
  const undo = provider.undo?.(resource)
  return (
    undo &&
    sh`
      lb_undo=$(mktemp -d)
      ${undo.save}
      ${provider.apply(resource, { refresh: false })}
      lb_undo=$lb_undo sh -c ${undo.restore.text}
      rm -rf $lb_undo
    `
  )
}

export async function factsOf(link: Link): Promise<Facts> {
  const { transcript } = await link.ask((token) => factsScript(token), asked)
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

async function lookAt(
  link: Link,
  resources: readonly Resource[],
  facts: Facts,
): Promise<ReadonlyMap<Resource, Sighting>> {
  const declarations = resources.map((resource) => declared(resource, facts))
  const { transcript, lost } = await link.ask((token) => probeScript(token, declarations), asked)
  const { seen, failed } = readSightings(declarations, transcript)
  expect({ lost, failed }).toEqual({ lost: undefined, failed: [] })
  return seen
}

export async function look(link: Link, resource: Resource, facts: Facts): Promise<Sighting> {
  return (await lookAt(link, [resource], facts)).get(resource)!
}

const nothing: Sighting = { observed: null, pendingRefresh: false }

async function bring(
  link: Link,
  resources: readonly Resource[],
  seen: ReadonlyMap<Resource, Sighting>,
  facts: Facts,
): Promise<void> {
  const declarations = resources.map((resource) => declared(resource, facts))
  const all = new Map(resources.map((resource) => [resource, seen.get(resource) ?? nothing]))
  const steps = plan(resources, all).map((step) => ({ ...step, action: 'update' as const }))
  await done(link, steps.length, (token) => applyScript(token, declarations, steps))
}

async function done(link: Link, parts: number, script: (token: string) => Script): Promise<void> {
  const { transcript, lost } = await link.ask(script, { ...asked, deadlineMs: 300_000 })
  const acts = [...transcript.sections].filter(([id]) => /^(?:act|undo):/.test(id))
  expect({ lost, failed: acts.filter(([, { exitCode }]) => exitCode !== 0) }).toEqual({ lost: undefined, failed: [] })
  expect(acts).toHaveLength(parts)
}
