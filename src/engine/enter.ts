import type { Facts } from '../model/facts.ts'
import type { Owned } from '../model/owned.ts'
import type { Phase } from '../model/phase.ts'
import { readFacts } from '../resources/facts/read.ts'
import { excess, excessHint, mostOfFacts } from '../shell/excess.ts'
import { deadlines } from './deadlines.ts'
import { type Holder, holderIn, showHolder } from './holder.ts'
import type { Link } from './link.ts'
import { workEnded, workLook, worksOn } from './package-work.ts'
import { recordIn } from './record.ts'
import { factsScript } from './scripts.ts'

/** A host that could not be surveyed. */
export interface NoSurvey {
  readonly outcome: 'failed' | 'unreachable' | 'skipped'
  readonly message: string
  readonly hint?: string | undefined
  /** Another run has the host, which was not looked at. */
  readonly held?: Holder
}

/** Told how it goes on a host. */
export interface Watch {
  /** `why`: why it is done in another way than usual. */
  readonly onPhase: (phase: Phase, why?: string) => void
  /** Told what is waited for there. */
  readonly onWait?: ((what: string) => void) | undefined
  readonly onScript?: ((title: string, display: string) => void) | undefined
}

/** What is known of a host that was entered: its facts, and what is on record there. */
export interface Entry {
  readonly facts: Facts
  readonly record: readonly Owned[]
}

/** Enters a host, with the lock of the link where it has one, and gathers what it says of itself; package work that still goes on there comes to its end before. Throws ConnectError. */
export async function enter(
  link: Link,
  { onPhase, onScript, onWait }: Watch,
  packages: readonly string[],
): Promise<Entry | NoSurvey> {
  onPhase('connecting')
  await link.open(onPhase)
  onPhase('facts')
  const first = link.lock ? [link.lock.taking, workLook] : []
  const { lost, transcript } = await link.ask((token) => factsScript(token, packages, first), {
    deadlineMs: deadlines.facts,
    keepShell: true,
    // Making the text to be shown costs CPU time: only where it is asked for.
    onScript: (script) => onScript?.('facts', script.display),
  })
  if (lost !== undefined) return lostEarly(lost)
  const held = holderIn(transcript.sections)
  if (held) return { outcome: 'failed', message: showHolder(held), held }
  if (worksOn(transcript)) {
    const ended = await workEnded(link, onWait)
    return ended.lost === undefined ? enter(link, { onPhase, onScript, onWait }, packages) : lostEarly(ended.lost)
  }
  const section = transcript.sections.get('facts')
  const tooMuch = excess(section, mostOfFacts)
  if (tooMuch !== null) return { outcome: 'failed', message: `of the host's facts, ${tooMuch}`, hint: excessHint }
  return { facts: readFacts(section?.values ?? {}), record: recordIn(transcript) }
}

/** Of a host that was lost while it was only looked at. */
export function lostEarly(lost: string): NoSurvey {
  return {
    outcome: 'unreachable',
    message: `${lost}, before anything was changed`,
    hint: 'run again when the host is back',
  }
}
