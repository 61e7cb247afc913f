import { expect, test } from 'vitest'
import { fetchHosts } from '../../../src/adopt/fetch.ts'
import { framed } from '../../../src/shell/frames.ts'
import { sh } from '../../../src/shell/script.ts'
import type { Connect } from '../../../src/transport/transport.ts'
import { ask, observeClient, observeHosts, understood } from '../../../src/verify/observe.ts'
import { connectTo } from '../../support/shells.ts'
import { exampleInventory, siteOf } from '../lvs/support/site.ts'

const site = siteOf(exampleInventory())
const { hosts } = site.inventory
const [first] = hosts
const place = { id: 'place', mode: 'look', body: sh`put addresses '1: lo    inet 127.0.0.1/8'` } as const
const reason = 'a bug in lbprov: TypeError: oops'
const oops = (): never => {
  throw new TypeError('oops')
}

/** Every host shows an address and no more but the first, on whose path something is thrown. */
function observer() {
  const bugs: unknown[] = []
  const connect: Connect = async (connection) => {
    if (connection === first!.connection) oops()
    const session = await connectTo(['sh', '-s'])(connection)
    const nothing = (script: string) => framed(/lb_token=(\w+)/.exec(script)![1]!, [place]).text
    return { ...session, run: (script, options) => session.run(`${nothing(script)}\n`, options) }
  }
  return { bugs, connect, forks: 2, onBug: (host: string) => void bugs.push(host) }
}

test('a host on whose path something is thrown is missed, with the reason; the others are seen', async () => {
  const about = observer()
  const { sights, missed } = await observeHosts(site, hosts, about)
  expect([...missed]).toEqual([[first!.name, { why: `${first!.name}: ${reason}` }]])
  expect([...sights.keys()].toSorted()).toEqual(
    hosts
      .slice(1)
      .map(({ name }) => name)
      .toSorted(),
  )
  expect(about.bugs).toEqual([first!.name])
  expect(await observeClient(site, first!, sights, 1, about)).toEqual({ why: `client: ${reason}` })
})

test('such a host is not fetched; the others are', async () => {
  const fetched = await fetchHosts(hosts, new Set(), observer())
  expect(fetched.map((one) => ('why' in one ? one.why : one.host.name))).toEqual([
    `${first!.name}: ${reason}`,
    ...hosts.slice(1).map(({ name }) => name),
  ])
})

test('words that can not be read leave their host unseen', () => {
  const bugs: unknown[] = []
  expect(understood('a', oops, { onBug: (...bug) => void bugs.push(bug) })).toEqual({ why: reason })
  expect(understood('a', () => 1, {})).toBe(1)
  expect(bugs).toEqual([['a', new TypeError('oops')]])
})

test('what a script is made of may throw, too', async () => {
  const about = observer()
  expect(await ask('x', hosts[1]!.connection, oops, about)).toEqual({ why: `x: ${reason}` })
  const fine = (token: string) => framed(token, [{ id: 'a', mode: 'look', body: sh`:` }])
  expect(await ask('x', hosts[1]!.connection, fine, about)).toHaveProperty('sections')
})
