import { spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { Link } from '../../src/engine/link.ts'
import { joined, type Script, sh } from '../../src/shell/script.ts'
import { advertsIn } from '../../src/verify/hear.ts'
import { listenScript } from '../../src/verify/listen.ts'
import { perlTap, pythonTap } from '../../src/verify/tap.ts'
import { connectTo, fewShells } from '../support/shells.ts'
import { hostNamed } from '../support/site.ts'
import { has } from '../support/tools.ts'

const errand = { seconds: 1, interfaces: ['em1', 'em2'] }

/** A host on which these tools are, and no others. */
const tools = (names: readonly string[]) => sh`
  command() { case ${` ${names.join(' ')} `} in *" $2 "*) ;; *) return 1 ;; esac; }
  timeout() { shift; "$@"; lb_ended=$?; [ $lb_ended = 0 ] && return 124; return $lb_ended; }
`
const advert = (device: string, id: number) => ({ device, from: '192.168.1.9', to: '224.0.0.18', id })
const tap = (id: number) => sh`echo "$4 IP 192.168.1.9 > 224.0.0.18: vrid "${id}`
const dump = sh`
  tcpdump() {
    echo "tcpdump: listening on $4" >&2
    echo '12:00:00.000001 IP 192.168.1.9 > 224.0.0.18: VRRPv2, Advertisement, vrid 53, prio 9, authtype none, intvl 1s, length 20'
  }
`

describe.each(fewShells.map((shell) => [shell.join(' '), shell] as const))('%s', (_, shell) => {
  const heard = async (stand: Script) => {
    const link = new Link(connectTo(shell), hostNamed('here').connection)
    const script = (token: string) => joined([stand, listenScript(token, errand)])
    const { transcript } = await link.ask(script, { deadlineMs: 60_000 })
    await link.close()
    return advertsIn(transcript)
  }

  test('Python listens where it is', async () => {
    const stand = sh`python3() { ${tap(51)}; }; perl() { ${tap(52)}; }; ${tools(['python3', 'perl'])}`
    expect(await heard(stand)).toEqual([advert('em1', 51)])
  })

  test('Perl where Python can not, and says something else', async () => {
    const stand = sh`python() { echo oops >&2; return 1; }; perl() { ${tap(52)}; }; ${tools(['python', 'perl'])}`
    expect(await heard(stand)).toEqual([advert('em1', 52)])
  })

  test('tcpdump where neither is, on one interface after the other', async () => {
    expect(await heard(joined([dump, tools(['tcpdump'])]))).toEqual([advert('em1', 53), advert('em2', 53)])
  })

  test('a tcpdump that ends by itself has not heard anything', async () => {
    const stand = sh`tcpdump() { echo 'em1: You do not have permission' >&2; return 1; }; ${tools(['tcpdump'])}`
    expect(await heard(stand)).toEqual({ why: 'em1: You do not have permission' })
  })

  test('silence is no adverts', async () => {
    expect(await heard(sh`perl() { :; }; ${tools(['perl'])}`)).toEqual([])
  })

  test('without a tool it says so', async () => {
    expect(await heard(tools([]))).toEqual({ why: 'there is neither Python nor Perl nor tcpdump' })
  })

  test('an interface that is not there is said', async () => {
    const why = { why: expect.stringMatching(/lbprov-none|neither Python nor Perl/) }
    const none = { ...errand, interfaces: ['lbprov-none'] }
    const link = new Link(connectTo(shell), hostNamed('here').connection)
    const { transcript } = await link.ask((token) => listenScript(token, none), { deadlineMs: 60_000 })
    expect(advertsIn(transcript)).toEqual(why)
  })
})

/** Frames of an advert of 61 on em1, as keepalived 2.2.7 sends it with auth_type AH and without, before the listener on em2 begins and until it has ended. */
const wire = `
mount -t sysfs sys /sys; mount -t tmpfs none /mnt
ip link add em1 type veth peer name em2; ip link set em1 up; ip link set em2 up
cat >/mnt/sender <<'end'
import socket, struct, time
vrrp = struct.pack('!BBBBBBH', 0x21, 61, 100, 1, 2, 1, 0) + socket.inet_aton('192.168.1.80') + bytes(8)
ah = struct.pack('!BBHII', 112, 4, 0, 0xc0a801dc, 11) + bytes(12) + vrrp
def packet(kind, last, body):
    ends = socket.inet_aton('192.168.1.%d' % last) + socket.inet_aton('224.0.0.18')
    return struct.pack('!BBHHHBBH', 0x45, 0xc0, 20 + len(body), 0, 0, 255, kind, 0) + ends + body
tap = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
tap.bind(('em1', 0))
group = bytes.fromhex('01005e0000120200000000010800')
while True:
    for kind, last, body in ((51, 220, ah), (112, 221, vrrp), (51, 222, b'' + ah[1:]), (51, 223, ah[:1])):
        tap.send(group + packet(kind, last, body))
    open('/mnt/sends', 'w').close()
    time.sleep(0.02)
end
python3 /mnt/sender &
until [ -e /mnt/sends ]; do kill -0 $! || exit; sleep 0.01; done
"$@"
kill $!
`

test.skipIf(!has('perl') || !has('python3') || !has('unshare') || !has('ip')).each([
  ['Perl', ['perl', '-e', perlTap]],
  ['Python', ['python3', '-c', pythonTap]],
])('%s hears adverts, those inside of AH too, and no other AH', (_, words) => {
  const given = ['-Urnm', 'sh', '-c', wire, 'sh', ...words, '1', 'em2']
  const { stdout, stderr } = spawnSync('unshare', given, { encoding: 'utf8' })
  expect([stdout, stderr]).toEqual([
    'em2 IP 192.168.1.220 > 224.0.0.18: vrid 61\nem2 IP 192.168.1.221 > 224.0.0.18: vrid 61\n',
    '',
  ])
})

test.skipIf(!has('perl'))('the Perl listener can be read by Perl', () => {
  const { status, stderr } = spawnSync('perl', ['-c', '-e', perlTap])
  expect([status, stderr.toString()]).toEqual([0, '-e syntax OK\n'])
})

test.skipIf(!has('python3'))('the Python listener can be read by Python', () => {
  const compile = 'import sys; compile(sys.argv[1], "tap", "exec")'
  expect(spawnSync('python3', ['-c', compile, pythonTap]).stderr.toString()).toBe('')
})
