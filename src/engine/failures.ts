import { inKind } from '../model/in-kind.ts'
import type { Step } from '../model/plan.ts'
import type { StepFailure } from '../model/report.ts'
import { label, type Provider, type Resource } from '../model/resource.ts'
import type { Section } from '../shell/frames.ts'
import type { FailedLook } from './scripts.ts'

/** What to do when a host was left before its end. */
export const unfinished = 'run again when the host is back: what is done is not repeated, what is not is done then'

/** What to do when a step or a look went wrong. */
export const rest = 'mend the cause and run again: what is done is not repeated'

/** A step whose script exited with something else than 0. */
export function stepFailure({ resource }: Step, section: Section, provider?: Provider): StepFailure {
  return {
    message: `exited with ${section.exitCode}`,
    exitCode: section.exitCode,
    output: tail(`${section.stdout}\n${section.stderr}`),
    hint: causeIn(section.stderr) ?? hintFor(resource, provider),
  }
}

/** A step that went well and yet is not as it should be. */
export function didNotConverge({ resource, changes }: Step, provider?: Provider): StepFailure {
  const differing = changes.map(({ attribute, from, to }) => `${attribute} is ${brief(from)}, not ${brief(to)}`)
  const what = differing.length > 0 ? differing.join('; ') : 'its refresh is still pending'
  return {
    message: `did not converge: applied, and yet ${what}`,
    exitCode: null,
    output: '',
    hint: hintFor(resource, provider),
  }
}

/** A probe that failed: nothing is known of its resource. */
export function lookFailure({ resource, section }: FailedLook): { message: string; hint: string } {
  if (!section) return { message: `the shell was gone before the probe of ${label(resource)}`, hint: rest }
  const how = section.exitCode === null ? 'ended the shell' : `exited with ${section.exitCode}`
  const said = tail(`${section.stdout}\n${section.stderr}`)
  return { message: `the probe of ${label(resource)} ${how}${said === '' ? '' : `: ${said}`}`, hint: rest }
}

/** What the system's own words for a failure call for. */
const causes: readonly (readonly [words: RegExp, hint: string])[] = [
  [/No space left on device|Disk quota exceeded/, `is there room on the host (df, df -i)? ${rest}`],
  [/I\/O error/, `sh says so when the disk is full (df, df -i), or the kernel refuses a value; ${rest}`],
  [/Read-only file system/, `the file system is mounted read-only (findmnt); ${rest}`],
  [/Permission denied|Operation not permitted/, 'may the login user do that? ansible_become, or -b, makes it root'],
]

function causeIn(stderr: string): string | undefined {
  return causes.find(([words]) => words.test(stderr))?.[1]
}

function hintFor(resource: Resource, provider: Provider | undefined): string {
  const { kind, name } = resource
  return inKind(resource, 'hint', () => provider?.hint?.(name) ?? kind.hint?.(name)) ?? rest
}

function brief(value: string | null): string {
  if (value === null) return 'absent'
  return value.length > 60 || value.includes('\n') ? `text of ${value.length} characters` : value
}

/** The last lines of what a step wrote. */
function tail(output: string): string {
  return output.trim().split('\n').slice(-15).join('\n')
}
