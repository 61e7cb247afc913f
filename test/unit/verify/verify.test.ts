import { expect, test } from 'vitest'
import { file } from '../../../src/index.ts'
import { verificationExitCode } from '../../../src/model/verification.ts'
import type { Connect } from '../../../src/transport/transport.ts'
import { verify } from '../../../src/verify/verify.ts'
import { connectTo } from '../../support/shells.ts'
import { hostNamed, siteOf } from '../../support/site.ts'

test('a playbook without a part of a cluster proves no cluster', async () => {
  const site = siteOf({ hosts: [hostNamed('here')], roles: { ntp: () => [] } })
  const rest = { forks: 1, from: null, connections: 1, mend: () => 'mend it' }
  const verification = await verify({ site, playbook: 'site.yaml', connect: connectTo(['sh']), ...rest })
  expect(verification.assertions.find(({ id }) => id === 'cluster')).toMatchObject({
    verdict: 'unchecked',
    subject: 'site.yaml',
    seen: 'no role of this playbook is part of a cluster, so nothing of a cluster was judged',
    remedy: expect.stringContaining('docs/own-roles.md'),
  })
  expect(verificationExitCode(verification)).toBe(1)
})

test('what is broken off ends with what was seen until then, however long a host takes', async () => {
  const [quick, mute] = [hostNamed('quick'), hostNamed('mute')]
  const stop = new AbortController()
  const site = siteOf({ hosts: [quick, mute], roles: { motd: () => [file('/proc/version', null)] } })
  const answering = connectTo(['sh', '-s'])
  const connect: Connect = (to) => {
    if (to.address === 'quick') return answering(to)
    stop.abort('SIGINT')
    return new Promise(() => {})
  }
  const rest = { forks: 1, from: null, connections: 1, mend: () => 'mend it' }
  const { signal } = stop
  const verification = await verify({ site, playbook: 'x', connect, ...rest, stop: { soon: signal, now: signal } })
  expect(verification.assertions.filter(({ hosts }) => hosts.includes('mute'))).toEqual([
    expect.objectContaining({ id: 'reached', verdict: 'unchecked', seen: 'not looked at: broken off by SIGINT' }),
  ])
  expect(verification.assertions.find(({ hosts }) => hosts.includes('quick'))).toMatchObject({ verdict: 'failed' })
  expect(verificationExitCode(verification)).toBe(130)
})
