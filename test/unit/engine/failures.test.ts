import { expect, test } from 'vitest'
import { didNotConverge, stepFailure } from '../../../src/engine/failures.ts'
import { file, service } from '../../../src/index.ts'
import type { Resource } from '../../../src/model/resource.ts'
import { declared } from '../../support/conformance.ts'
import { factsOf } from '../lvs/support/site.ts'

const hint = (resource: Resource, stderr: string) =>
  stepFailure(
    { resource, changes: [], action: 'create', refresh: false },
    { exitCode: 1, values: {}, stdout: '', stderr },
  ).hint

test.each([
  ["dd: writing to '/etc/.x.a1': No space left on device", /^is there room on the host \(df, df -i\)/],
  ['sh: 27: printf: printf: I/O error', /^sh says so when the disk is full/],
  ['mktemp: failed to create file via template: Read-only file system', /mounted read-only/],
  ['mktemp: failed to create file via template: Permission denied', /ansible_become/],
  ['something else', /^mend the cause and run again/],
])('%s', (stderr, wanted) => expect(hint(file('/etc/x', { content: '' }), stderr)).toMatch(wanted))

test.each([
  ['el9', 'on the host: systemctl status web; journalctl -u web -n 50'],
  ['el6', 'on the host: service web status; tail -n 50 /var/log/messages'],
] as const)('without a known cause, the hint is for the host’s own init: %s', (release, wanted) => {
  const resource = service('web', { running: true })
  const { provider } = declared(resource, factsOf(release))
  const step = { resource, changes: [], action: 'create', refresh: false } as const
  const section = { exitCode: 1, values: {}, stdout: '', stderr: 'failed' }
  expect([stepFailure(step, section, provider).hint, didNotConverge(step, provider).hint]).toEqual([wanted, wanted])
})
