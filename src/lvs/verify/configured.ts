import { recordFile } from '../../model/owned.ts'
import type { HostReport, Report, StepReport } from '../../model/report.ts'
import type { Assertion } from '../../model/verification.ts'

/** What a plan without changes shows, by kind of resource. */
const claims: ReadonlyMap<string, string> = new Map(
  Object.entries({
    address: 'addresses are where they belong, under their prefix, now and at boot',
    file: 'files are as rendered, keepalived.conf for the version on the host',
    firewall: 'the firewall lets in what it must',
    'firewall-marks': 'packets get the firewall marks of the services that they are for',
    'ipvs-service': 'the kernel balances as keepalived was told to',
    'kernel-module': 'kernel modules are loaded, now and at boot',
    pkg: 'packages are installed',
    service: 'services run, come at boot and have read their configuration; others are off',
    sysctl: 'kernel settings are live, and the same at boot',
    'virtual-address': 'no virtual address is on a director that is not master, or under another prefix',
  }),
)

/** The run that mends what differs on these hosts; null: a whole run, which alone takes away what is left over. */
export type Mend = (hosts: string | null) => string

/** What a step's difference may rest on: the resource as it stands on some host. */
export type Exempt = (host: string, resource: string) => boolean

/**
 * The plan as assertions: a run would change nothing. One for each kind and host in which nothing differs, one for each
 * resource that does, or of which the host can't say. `exempt`: steps that differ on purpose.
 */
export function configured({ hosts }: Report, mend: Mend, exempt: Exempt = () => false): readonly Assertion[] {
  return hosts.flatMap((report) =>
    report.message === undefined ? [...stepsOf(report, mend, exempt), ...leftOver(report, mend)] : [noLook(report)],
  )
}

/** Whether a run would change anything of these kinds on a host. */
export function changes({ hosts }: Report, host: string, kinds: readonly string[]): boolean {
  const steps = hosts.filter((report) => report.host === host).flatMap((report) => report.steps)
  return steps.some(({ resource, outcome }) => outcome !== 'unchanged' && kinds.includes(kindOf(resource)))
}

const kindOf = (resource: string) => resource.slice(0, resource.indexOf('['))

function noLook({ host, outcome, message = '', hint }: HostReport): Assertion {
  return {
    id: 'reached',
    claim: 'every host can be looked at',
    subject: host,
    hosts: [host],
    verdict: outcome === 'failed' ? 'failed' : 'unchecked',
    expected: 'a look at everything that its roles want',
    seen: message,
    remedy: hint ?? null,
    essential: true,
  }
}

/** A line of a host's record that has had its time is no fault. */
function leftOver({ host, steps }: HostReport, mend: Mend): readonly Assertion[] {
  const there = steps.filter((step) => isLeft(step) && !step.resource.startsWith('record['))
  return there.map(({ resource }) => ({
    id: 'left-over',
    claim: 'nothing is left that an earlier run made and the playbook has no more',
    subject: resource,
    hosts: [host],
    verdict: 'failed',
    expected: 'gone',
    seen: 'there',
    remedy: mend(null),
    essential: true,
  }))
}

const isLeft = ({ declared }: StepReport) => declared.file === recordFile

function stepsOf({ host, steps }: HostReport, mend: Mend, exempt: Exempt): readonly Assertion[] {
  const kept = steps.filter((step) => !isLeft(step) && !exempt(host, step.resource))
  const remedyOf = ({ byHand }: StepReport) => (byHand === undefined ? mend(host) : `on ${host}: ${byHand}`)
  const byKind = Map.groupBy(kept, ({ resource }) => kindOf(resource))
  return [...byKind].flatMap(([kind, own]): readonly Assertion[] => {
    const about = {
      id: kind,
      claim: claims.get(kind) ?? `${kind}: as the roles want it`,
      hosts: [host],
      essential: true,
    }
    const wrong = own.filter(({ outcome }) => outcome !== 'unchanged')
    const unseen = own.filter((step) => step.outcome === 'unchanged' && step.unseen !== undefined)
    const right = own.length - wrong.length - unseen.length
    const expected = right === 1 ? 'as configured' : `${right} as configured`
    const ok = wrong.length === 0 && right > 0
    return [
      ...wrong.map((step) => ({ ...about, ...difference(step), verdict: 'failed' as const, remedy: remedyOf(step) })),
      ...unseen.map((step) => ({ ...about, ...notAsked(step) })),
      ...(ok ? [{ ...about, subject: kind, verdict: 'ok' as const, expected, seen: expected, remedy: null }] : []),
    ]
  })
}

/** What is proven otherwise, if at all: by vip-holder and ipvs-table, which are essential. */
function notAsked({ resource, unseen = '' }: StepReport) {
  return {
    subject: resource,
    verdict: 'unchecked' as const,
    expected: 'as configured',
    seen: unseen,
    remedy: null,
    essential: false,
  }
}

function difference({ resource, changes, outcome }: StepReport): Pick<Assertion, 'subject' | 'expected' | 'seen'> {
  if (changes.length === 0)
    return { subject: resource, expected: 'read again after a change', seen: `a run would have it ${outcome}` }
  const told = (pick: 'from' | 'to') =>
    changes.map((change) => `${change.attribute}: ${brief(change[pick])}`).join(', ')
  const texts = changes.filter(({ from, to }) => isLong(from) || isLong(to))
  if (texts.length === changes.length) return { subject: resource, expected: told('to'), seen: linesThatDiffer(texts) }
  return { subject: resource, expected: told('to'), seen: told('from') }
}

const isLong = (text: string | null) => text?.includes('\n') === true

function brief(text: string | null): string {
  if (text === null) return 'none'
  return text.includes('\n') ? `${text.trimEnd().split('\n').length} lines` : text
}

/** `content: has "priority 98", not "priority 90"`, the first lines that only one side has. */
function linesThatDiffer(changes: StepReport['changes']): string {
  const lines = (text: string | null) => new Set((text ?? '').split('\n').map((line) => line.trim()))
  return changes
    .map(({ attribute, from, to }) => {
      const [old, wanted] = [lines(from), lines(to)]
      const extra = [...old].find((line) => !wanted.has(line))
      const missing = [...wanted].find((line) => !old.has(line))
      if (from === null) return `${attribute}: none`
      const parts = [...(extra ? [`has "${extra}"`] : []), ...(missing ? [`lacks "${missing}"`] : [])]
      return `${attribute}: ${parts.join(', ') || 'other order of lines'}`
    })
    .join('; ')
}
