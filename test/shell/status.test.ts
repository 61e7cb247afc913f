import { type AddressInfo, createServer } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Link } from '../../src/engine/link.ts'
import type { DirectorLook } from '../../src/lvs/picture/director-look.ts'
import type { ServerLook } from '../../src/lvs/picture/server-look.ts'
import { joined, type Script, sh } from '../../src/shell/script.ts'
import { readServer, serverScript } from '../../src/verify/server-look.ts'
import { type Depth, entriesOf, readStatus, statusScript } from '../../src/verify/status-look.ts'
import { connectTo, shells } from '../support/shells.ts'
import { hostNamed } from '../support/site.ts'

const server = createServer((socket) => socket.destroy())
beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve())))
afterAll(() => void server.close())

/** A director whose address is on em1, and whose table has one real server. */
const stand = sh`
  ip() { printf '%s\n' '1: lo    inet 127.0.0.1/8 scope host lo' '2: em1    inet 192.168.1.220/24 scope global em1' '2: em1    inet 192.168.1.225/32 scope global em1'; }
  ipvsadm() {
    case $* in
      -Sn) printf '%s\n' '-A -t 192.168.1.225:80 -s wrr' '-a -t 192.168.1.225:80 -r 192.168.1.222:80 -g -w 1' ;;
      *--daemon*) echo 'master sync daemon (mcast=em1, syncid=51)' ;;
      *--stats*) printf '%s\n' 'TCP  192.168.1.225:80 9 1 1 1 1' '  -> 192.168.1.222:80 9 1 1 1 1' ;;
      *--rate*) printf '%s\n' 'TCP  192.168.1.225:80 3 1 1 1 1' '  -> 192.168.1.222:80 3 1 1 2000 0' ;;
      *) printf '%s\n' 'TCP  192.168.1.225:80 wrr' '  -> 192.168.1.222:80 Route 1 4 2' ;;
    esac
  }
`

describe.each(shells.map((shell) => [shell.join(' '), shell] as const))('%s', (_, shell) => {
  const ask = async (...scripts: readonly ((token: string) => Script)[]) => {
    const link = new Link(connectTo(shell), hostNamed('here').connection)
    const answers = []
    for (const script of scripts)
      answers.push((await link.ask(script, { deadlineMs: 60_000, keepShell: true })).transcript)
    await link.close()
    return answers
  }

  test('a director is asked for all, then for its figures in the same shell, and what was not asked is as before', async () => {
    const look = (depth: Depth) => (token: string) => joined([stand, statusScript(token, depth)])
    const [all, figures] = await ask(look('words'), look('figures'))
    const first = readStatus(all!, undefined) as DirectorLook
    expect([...first.addresses]).toEqual(['192.168.1.220', '192.168.1.225'])
    expect(first.syncDaemons).toEqual([{ state: 'master', interface: 'em1', syncid: 51 }])
    expect(first.list.get('-t 192.168.1.225:80 -r 192.168.1.222:80')).toEqual(['Route', '1', '4', '2'])
    const second = readStatus(figures!, first) as DirectorLook
    expect(figures!.sections.has('tables')).toBe(false)
    expect(second).toEqual(first)
    expect(entriesOf(second)).toBe(entriesOf(first))
  })

  test('a real server is asked for addresses, silence and sockets', async () => {
    const [answer] = await ask(serverScript)
    const seen = readServer(answer!) as ServerLook
    expect(seen.addresses).toContain('127.0.0.1')
    expect(seen.arp).toEqual({ ignore: expect.stringMatching(/^\d$/), announce: expect.stringMatching(/^\d$/) })
    expect([...(seen.listening as ReadonlySet<string>)]).toContain(
      `127.0.0.1:${(server.address() as AddressInfo).port}/TCP`,
    )
  })
})
