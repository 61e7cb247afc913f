import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { Link } from '../../src/engine/link.ts'
import { isUnseen } from '../../src/lvs/cluster/hearing.ts'
import type { HostSight } from '../../src/lvs/verify/sight.ts'
import { joined, type Script, sh } from '../../src/shell/script.ts'
import { clientScript, gapScript } from '../../src/verify/client-look.ts'
import { lookScript, trafficScript } from '../../src/verify/look.ts'
import { pathScript, pathsIn } from '../../src/verify/path.ts'
import { readClient, readSight, trafficIn } from '../../src/verify/read.ts'
import { connectTo, fewShells } from '../support/shells.ts'
import { hostNamed } from '../support/site.ts'

const server = createServer((socket) => socket.destroy())
const port = new Promise<number>((resolve) =>
  server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port)),
)
afterAll(() => void server.close())

/** Of a host that shows its addresses. */
const sightIn = (...answer: Parameters<typeof readSight>) => readSight(...answer) as HostSight

const director = { seconds: 0.1, interfaces: ['lo'] }

describe.each(fewShells.map((shell) => [shell.join(' '), shell] as const))('%s', (_, shell) => {
  const ask = async (script: Parameters<Link['ask']>[0]) => {
    const link = new Link(connectTo(shell), hostNamed('here').connection)
    const { transcript } = await link.ask(script, { deadlineMs: 60_000 })
    await link.close()
    return transcript
  }

  test('a look finds addresses and sockets, and says what it could not see', async () => {
    const now = Date.now() / 1000
    const seen = sightIn(await ask((token) => lookScript(token, director, true)), Math.floor(now), now + 60)
    expect(seen.addresses).toContainEqual({ interface: 'lo', cidr: '127.0.0.1/8' })
    expect(seen.macs.get('lo')).toBe('00:00:00:00:00:00')
    expect([...(seen.listening as ReadonlySet<string>)]).toContain(`127.0.0.1:${await port}/TCP`)
    expect(seen.adverts).toEqual({ why: expect.any(String) })
    expect(seen.clockAhead).toBe(0)
  })

  test('a rule that keeps VRRP out is read as EL6 lists it: by its name, with a blank behind', async () => {
    const stand = sh`
      iptables() { case $1 in -V) echo 'iptables v1.4.7' ;; *) printf '%s\n' '-P INPUT ACCEPT' '-A INPUT -p icmp -j ACCEPT ' '-A INPUT -p vrrp -j DROP ' ;; esac; }
      ip6tables() { :; }; nft() { :; }
      cat() { case $1 in */nf_conntrack_count) echo 95; echo 100 ;; */ip_tables_names) echo filter ;; *_tables_names) ;; *) command cat "$@" ;; esac; }
    `
    const look = (token: string) => joined([stand, lookScript(token, director, true)])
    const seen = sightIn(await ask(look), 0, 0)
    expect(seen.barriers).toEqual(['iptables -A INPUT -p vrrp -j DROP'])
    expect(seen.conntrack).toEqual({ count: 95, most: 100 })
  })

  test('the largest packets that get to an address and back are found, and what answers no ping is not judged', async () => {
    const stand = sh`
      ping() {
        case $* in *192.0.2.3*) return 1 ;; *192.0.2.2*) lb_takes=1400 ;; *) lb_takes=1500 ;; esac
        while [ "$1" != -s ]; do shift; done
        [ $(($2 + 28)) -le $lb_takes ]
      }
      ip() { case $3 in 192.0.2.4) echo "local $3 dev lo" ;; *) echo "$3 dev lo src 192.0.2.9" ;; esac; }
      read() { if [ "$2" = ${sh`lb_most`} ]; then lb_most=1500; else command read "$@"; fi; }
    `
    const all = ['192.0.2.1', '192.0.2.2', '192.0.2.3', '192.0.2.4']
    const { sections } = await ask((token) => joined([stand, pathScript(token, all)]))
    const seen = pathsIn(sections.get('paths')?.values.paths)
    expect([...(seen ?? [])].toSorted()).toEqual([
      ['192.0.2.1', { most: 1500, passed: 1500, told: false }],
      ['192.0.2.2', { most: 1500, passed: 1400, told: false }],
      ['192.0.2.3', { most: 1500, passed: 0, told: false }],
    ])
  })

  test('a tcpdump that ends by itself has not listened', async () => {
    const look = (stand: Script) => (token: string) =>
      joined([sh`tcpdump() { :; }`, stand, lookScript(token, { seconds: 0.1, interfaces: ['lo', 'em1'] }, true)])
    const heard = async (stand: Script) => sightIn(await ask(look(stand)), 0, 0).senders
    const line = '12:00:00.1 IP 192.168.1.220 > 224.0.0.18: VRRPv2, Advertisement, vrid 51, prio 100, length 20'
    expect(await heard(sh`timeout() { echo ${line}; return 124; }`)).toEqual(new Map([[51, ['192.168.1.220']]]))
    const bad = sh`timeout() { case $* in *em1*) return 1 ;; esac; return 124; }`
    expect(await heard(bad)).toEqual({ why: 'tcpdump could not listen' })
  })

  test('sockets that /proc does not show are not seen', async () => {
    const blind = (token: string) => joined([sh`awk() { return 2; }`, lookScript(token, null, false)])
    expect(sightIn(await ask(blind), 0, 0).listening).toEqual({ why: '/proc/net does not show what listens' })
  })

  test('a look without tcpdump says so', async () => {
    const bare = (token: string) => joined([sh`command() { return 1; }`, lookScript(token, director, true)])
    expect(sightIn(await ask(bare), 0, 0).senders).toEqual({ why: 'there is no tcpdump' })
  })

  test('a client counts the connections that it makes and those that it does not', async () => {
    const services = [
      { address: '127.0.0.1', port: await port },
      { address: '127.0.0.1', port: 1 },
    ]
    const errand = { addresses: ['127.0.0.1', '::1'], services: [...services, { address: '::1', port: 1 }], count: 7 }
    const elsewhere = sh`ip() { echo "$3 dev em1 src 192.0.2.1"; }`
    const away = { ...errand, addresses: [] }
    const { connections } = readClient(await ask((token) => joined([elsewhere, clientScript(token, away)])), away)
    expect([...connections]).toEqual([
      [`127.0.0.1:${await port}`, { made: 7, failed: 0 }],
      ['127.0.0.1:1', { made: 0, failed: 5 }],
      ['[::1]:1', { made: 0, failed: 5 }],
    ])
    const {
      connections: own,
      repliers,
      sources,
    } = readClient(await ask((token) => clientScript(token, errand)), errand)
    expect([...own.values()]).toEqual(
      Array(3).fill({ why: 'the client has the address itself, and would reach itself' }),
    )
    expect([...repliers.values()]).toEqual(Array(2).fill({ why: 'the client has the address itself' }))
    expect([...sources.values()]).toEqual(['127.0.0.1', '::1'])
  })

  test('who answers, where there is neither ndisc6 nor ping: the neighbour table three times', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lbprov-'))
    const table = '2001:db8:12:34:56:78:90:ab lladdr 02:00:C0:A8:01:DC REACHABLE'
    const stand = sh`
      ip() { case "$*" in 'route get '*) echo "$3 dev em1 src 2001:db8::1 metric 256" ;; *show*) echo ${table} ;; esac; }
      ping6() { return 127; }; ping() { return 127; }; ndisc6() { return 127; }
    `
    const address = '2001:db8:12:34:56:78:90:ab'
    const errand = { addresses: [address], services: [], count: 1 }
    const asked = async (more: Script) =>
      readClient(await ask((token) => joined([stand, more, clientScript(token, errand)])), errand)
    const { repliers, sources } = await asked(sh`timeout() { echo "$*" >>${join(folder, 'tried')}; }`)
    expect(repliers.get(address)).toEqual({
      macs: ['02:00:c0:a8:01:dc'],
      how: 'neighbour table, which shows one answer at a time; ndisc6 shows all',
    })
    expect(sources.get(address)).toBe('2001:db8::1')
    const tries = readFileSync(join(folder, 'tried'), 'utf8')
    rmSync(folder, { recursive: true })
    expect(tries).toBe(`2 bash -c exec 3<>"/dev/tcp/$1/$2" bash ${address} 9\n`.repeat(3))
    const none = await asked(sh`command() { return 1; }`)
    expect(none.repliers.get(address)).toEqual({ why: 'the client has neither ndisc6 nor bash to ask with' })
  })

  test('a client that connects from another address asks curl, and tells what pages are answered with', async () => {
    const page = { path: '/up', host: 'shop.example', right: ['200-299'] }
    const errand = {
      addresses: ['192.0.2.225'],
      services: [
        { address: '192.0.2.225', port: 80, page },
        { address: '192.0.2.225', port: 22 },
      ],
      count: 2,
      source: '203.0.113.9',
    }
    const folder = mkdtempSync(join(tmpdir(), 'lbprov-'))
    const stand = sh`
      ip() { case "$*" in 'route get '*from*) echo "$3 from $5 via 192.0.2.1 dev em1" ;; 'route get '*) echo "$3 dev em1 src 192.0.2.1" ;; *show*) echo '192.0.2.225 dev em1 lladdr 02:00:C0:A8:01:DD STALE' ;; esac; }
      curl() { echo "$*" >>${join(folder, 'asked')}; case $* in *http*) printf 500 ;; esac; }
    `
    const seen = readClient(await ask((token) => joined([stand, clientScript(token, errand)])), errand)
    const asked = readFileSync(join(folder, 'asked'), 'utf8').split('\n')
    rmSync(folder, { recursive: true })
    expect(seen.connections.get('192.0.2.225:80')).toEqual({ made: 2, failed: 0, statuses: new Map([[500, 2]]) })
    expect(seen.connections.get('192.0.2.225:22')).toEqual({ made: 2, failed: 0 })
    expect(seen.cached).toEqual(new Map([['192.0.2.225', '02:00:c0:a8:01:dd']]))
    expect(seen.sources.get('192.0.2.225')).toBe('203.0.113.9')
    expect(asked[0]).toContain('--interface 203.0.113.9')
    expect(asked[0]).toContain('-H Host: shop.example http://192.0.2.225:80/up')
    expect(asked[2]).toContain('telnet://192.0.2.225:22')
  })

  test('a page is asked for by bash, and a connection without an answer is none', async () => {
    const web = createServer(
      (socket) =>
        void socket
          .on('error', () => {})
          .on('data', (data) => {
            if (String(data).startsWith('GET /up')) socket.end('HTTP/1.1 503 Busy\r\n\r\n')
          }),
    )
    await new Promise<void>((listening) => web.listen(0, '127.0.0.1', listening))
    const { port } = web.address() as AddressInfo
    const errand = (path: string) => ({
      addresses: [],
      services: [{ address: '127.0.0.1', port, page: { path, host: 'x', right: ['200'] } }],
      count: 2,
    })
    const stand = sh`ip() { :; }`
    const asked = async (path: string) =>
      readClient(
        await ask((token) => joined([stand, clientScript(token, errand(path))])),
        errand(path),
      ).connections.get(`127.0.0.1:${port}`)
    expect(await asked('/up')).toEqual({ made: 2, failed: 0, statuses: new Map([[503, 2]]) })
    expect(await asked('/mute')).toEqual({ made: 0, failed: 2, statuses: new Map() })
    web.close()
  })

  test('traffic is read once the kernel has summed all connections', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lbprov-'))
    const stand = sh`
      ipvsadm() {
        echo >>${join(folder, 'asked')}
        lb_asked=$(wc -l <${join(folder, 'asked')})
        echo "TCP  192.168.1.225:80 $((lb_asked * 40)) 0 0 0 0"
        echo "  -> 192.168.1.222:80 $((lb_asked * 20)) 0 0 0 0"
        echo "  -> 192.168.1.223:80 $((lb_asked * 20)) 0 0 0 0"
      }
    `
    const { sections } = await ask((token) => joined([stand, trafficScript(token, 100)]))
    rmSync(folder, { recursive: true })
    const traffic = trafficIn(sections.get('table')!.values)
    expect(isUnseen(traffic) ? traffic : traffic.get('-t 192.168.1.225:80')!.connections).toBeGreaterThanOrEqual(100)
  })

  test('a gap is measured in milliseconds', async () => {
    const at = { address: '127.0.0.1', port: await port }
    const { gap, made } = (await ask((token) => gapScript(token, at, 1))).sections.get('gap')!.values
    expect(Number(made)).toBeGreaterThan(1)
    expect(Number(gap)).toBeGreaterThan(0)
    expect(Number(gap)).toBeLessThan(1000)
  })
})
