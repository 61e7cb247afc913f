import { expect, test } from 'vitest'
import { stepFailure } from '../../../src/engine/failures.ts'
import { file, service } from '../../../src/index.ts'
import type { Resource } from '../../../src/model/resource.ts'

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

test('without a known cause, the hint is the kind’s own', () => {
  expect(hint(service('web', { running: true }), 'failed')).toBe(
    'on the host: systemctl status web; journalctl -u web -n 50 (EL6: service web status; tail /var/log/messages)',
  )
})
