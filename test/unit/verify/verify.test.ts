import { expect, test } from 'vitest'
import { verificationExitCode } from '../../../src/model/verification.ts'
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
