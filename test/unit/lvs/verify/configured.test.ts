import { expect, test } from 'vitest'
import { configured } from '../../../../src/lvs/verify/configured.ts'
import { recordFile } from '../../../../src/model/owned.ts'
import type { HostReport, Report, StepReport } from '../../../../src/model/report.ts'

const where = { file: 'x', line: 1, column: 1 }
const step = (resource: string, outcome: StepReport['outcome'], changes: StepReport['changes'] = []): StepReport => ({
  play: 'p',
  role: 'r',
  tags: [],
  resource,
  outcome,
  changes,
  refreshed: false,
  declared: where,
  requested: where,
})
const host = (name: string, steps: readonly StepReport[], rest: Partial<HostReport> = {}): HostReport => ({
  host: name,
  outcome: 'ok',
  notes: [],
  steps,
  seconds: 1,
  ...rest,
})
const report = (...hosts: readonly HostReport[]): Report => ({
  playbook: 'p',
  check: true,
  startedAt: '',
  seconds: 1,
  hosts,
})
const mend = (name: string | null) => (name === null ? 'mend all' : `mend ${name}`)

test('what a run can not mend is what a person types there', () => {
  const own = {
    ...step('service[s]', 'updated', [{ attribute: 'enabled', from: 'not with x.conf', to: 'true' }]),
    byHand: 'rm x.conf',
  }
  const told = { verdict: 'failed', seen: 'enabled: not with x.conf', remedy: 'on a: rm x.conf' }
  expect(configured(report(host('a', [own])), mend)).toMatchObject([told])
})

test('what does not differ is one assertion a kind, what does one a resource', () => {
  const steps = [
    step('sysctl[a]', 'unchanged'),
    step('sysctl[b]', 'unchanged'),
    step('file[/c]', 'updated', [{ attribute: 'content', from: 'a\nb\n', to: 'a\nc\n' }]),
    step('service[s]', 'refreshed'),
    step('mine[x]', 'unchanged'),
  ]
  expect(configured(report(host('dir1', steps)), mend)).toMatchObject([
    { id: 'sysctl', verdict: 'ok', seen: '2 as configured' },
    { id: 'file', subject: 'file[/c]', verdict: 'failed', seen: 'content: has "b", lacks "c"', remedy: 'mend dir1' },
    { id: 'service', verdict: 'failed', seen: 'a run would have it refreshed' },
    { id: 'mine', claim: 'mine: as the roles want it', verdict: 'ok' },
  ])
})

test('what the host could not say is not checked, and not ok', () => {
  const unseen = 'keepalived before 1.2.17 tells nothing about itself'
  const own = { ...step('virtual-address[192.168.1.225]', 'unchanged'), unseen }
  const told = { id: 'virtual-address', verdict: 'unchecked', seen: unseen, essential: false }
  expect(configured(report(host('dir2', [own])), mend)).toMatchObject([told])
  expect(configured(report(host('dir2', [own, step('virtual-address[b]', 'unchanged')])), mend)).toMatchObject([
    told,
    { id: 'virtual-address', verdict: 'ok', seen: 'as configured' },
  ])
})

test('a value is told as it is and as it should be', () => {
  const [one] = configured(
    report(host('rs1', [step('sysctl[k]', 'updated', [{ attribute: 'live', from: '0', to: '1' }])])),
    mend,
  )
  expect(one).toMatchObject({ expected: 'live: 1', seen: 'live: 0', hosts: ['rs1'] })
})

test('what differs on purpose is left out', () => {
  const steps = [step('file[/c]', 'updated')]
  expect(configured(report(host('dir2', steps)), mend, (name) => name === 'dir2')).toEqual([])
})

test('a host that could not be looked at is not proven', () => {
  const lost = host('dir1', [], { outcome: 'unreachable', message: 'no route', hint: 'Look.' })
  expect(configured(report(lost), mend)).toMatchObject([
    { id: 'reached', verdict: 'unchecked', essential: true, seen: 'no route', remedy: 'Look.' },
  ])
})

test('what is left over is named, with the run that takes it away: a whole one; lines of the record are no fault', () => {
  const left = { ...step('address[10.0.0.1/32]', 'deleted'), declared: { ...where, file: recordFile } }
  const line = { ...left, resource: 'record[file[/etc/x]]' }
  expect(configured(report(host('rs3', [left, line])), mend)).toMatchObject([
    { id: 'left-over', subject: 'address[10.0.0.1/32]', verdict: 'failed', hosts: ['rs3'], remedy: 'mend all' },
  ])
})
