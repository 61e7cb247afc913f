import { expect, test } from 'vitest'
import { clientsOf } from '../../../src/cli/client.ts'
import { localConnection } from '../../../src/model/host.ts'
import { furtherAssertions } from '../../../src/verify/clients.ts'
import { exampleInventory, siteOf } from '../lvs/support/site.ts'
import { clientOf, sceneOf, sightsOf, vip } from '../lvs/verify/scene.ts'

const site = siteOf(exampleInventory())
const named = (...flags: Parameters<typeof clientsOf>) => clientsOf(...flags).map(({ name, source }) => [name, source])

test('every client looks from every address that is given', () => {
  const [here] = named({ from: ['local'] }, site)
  expect(here![1]).toBeUndefined()
  expect(named({ from: ['local'], src: ['203.0.113.9', '2001:DB8::9'] }, site)).toEqual([
    [`${here![0]} (203.0.113.9)`, '203.0.113.9'],
    [`${here![0]} (2001:db8::9)`, '2001:db8::9'],
  ])
  expect(named({}, site)).toEqual([])
})

test.each([
  [{ src: ['203.0.113.9'] }, '--src: it is an address of a client'],
  [{ from: ['local'], src: ['em1'] }, '--src: "em1" is no address'],
  [{ from: ['local', 'dir1'] }, '--from: dir1 is a director'],
])('%j is refused', (flags, why) => expect(() => clientsOf(flags, site)).toThrow(why))

test('what further clients see is told of each by its name; that it can not ask who answers is nothing to tell', () => {
  const client = { name: 'far', connection: localConnection }
  const sight = clientOf({
    repliers: new Map([[vip, { why: 'another network' }]]),
    connections: new Map([[`${vip}:80`, { made: 20, failed: 20 }]]),
  })
  const first = { client: { name: 'near', connection: localConnection }, sight: clientOf() }
  const told = furtherAssertions(sceneOf(), sightsOf(sceneOf()), [
    first,
    { client, sight },
    { client, sight: { why: 'gone' } },
  ])
  expect(told.map(({ id, subject, verdict }) => [id, subject, verdict])).toEqual([
    ['service-answers', `${vip}:80/TCP, from far`, 'failed'],
    ['distribution', `${vip}:80/TCP, from far`, 'ok'],
    ['return-path', `${vip}:80/TCP, from far`, 'ok'],
  ])
})
