import { expect, test } from 'vitest'
import type { Hands } from '../../../src/day2/hands.ts'
import { whileConnecting } from '../../../src/day2/watch.ts'
import { localConnection } from '../../../src/model/host.ts'
import { connectHost } from '../../../src/transport/connect.ts'
import { heldOf, siteWhile } from './site.ts'

/** The example with a service at a port of this machine that nobody listens on. */
const site = siteWhile(
  heldOf([]),
  [['virtual_servers', 0, 'address'], '127.0.0.1'],
  [['virtual_servers', 0, 'port'], 9],
)
const hands = { site, connect: connectHost } as Hands

test('the client connects until the act is over, whatever becomes of it', async () => {
  const client = { name: 'here', connection: localConnection }
  const { result, gap } = await whileConnecting(['dir1'], { ...hands, client }, async () => 7)
  expect([result, gap]).toEqual([7, 'the client could not connect at all'])
  const failing = whileConnecting(['dir1'], { ...hands, client }, async () => {
    throw new Error('no')
  })
  await expect(failing).rejects.toThrow('no')
})

test('nobody looks without a client', async () =>
  expect(await whileConnecting(['dir1'], hands, async () => 7)).toEqual({ result: 7, gap: '' }))
