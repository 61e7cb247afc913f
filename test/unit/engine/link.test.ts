import { expect, test } from 'vitest'
import { Link } from '../../../src/engine/link.ts'
import { framed } from '../../../src/shell/frames.ts'
import { sh } from '../../../src/shell/script.ts'
import type { Connect } from '../../../src/transport/transport.ts'
import { connectTo } from '../../support/shells.ts'
import { hostNamed } from '../../support/site.ts'

const { connection } = hostNamed('a')
const script = (token: string) => framed(token, [{ id: 'x', mode: 'look', body: sh`put said hello` }])
const ask = (link: Link) => link.ask(script, { deadlineMs: 60_000 })

/** Counts the sessions opened and closed. */
function counted() {
  const count = { opened: 0, closed: 0 }
  const connect: Connect = async (to) => {
    count.opened++
    return { ...(await connectTo(['sh', '-s'])(to)), close: async () => void count.closed++ }
  }
  return { count, connect }
}

test('a link that is closed stays closed: whatever is asked then rejects, and no session is opened', async () => {
  const { count, connect } = counted()
  const link = new Link(connect, connection)
  await ask(link)
  await link.close()
  await expect(ask(link)).rejects.toThrow('the link to the host is closed')
  await expect(link.open()).rejects.toThrow('the link to the host is closed')
  expect(count).toEqual({ opened: 1, closed: 1 })
})

test('one that is closed while its session is being opened closes it', async () => {
  const { count, connect } = counted()
  const link = new Link(connect, connection)
  const asked = ask(link)
  await link.close()
  await expect(asked).rejects.toThrow('the link to the host is closed')
  expect(count).toEqual({ opened: 1, closed: 1 })
})

test('one that was hung up, or lost, opens another session', async () => {
  const { count, connect } = counted()
  const link = new Link(connect, connection)
  await ask(link)
  await link.hangUp()
  expect((await ask(link)).transcript.sections.get('x')?.values.said).toBe('hello')
  expect(count).toEqual({ opened: 2, closed: 1 })
})
