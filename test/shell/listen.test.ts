import { spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { Link } from '../../src/engine/link.ts'
import { joined, type Script, sh } from '../../src/shell/script.ts'
import { advertsIn } from '../../src/verify/hear.ts'
import { listenScript } from '../../src/verify/listen.ts'
import { perlTap, pythonTap } from '../../src/verify/tap.ts'
import { connectTo, shells } from '../support/shells.ts'
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

describe.each(shells.map((shell) => [shell.join(' '), shell] as const))('%s', (_, shell) => {
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

test.skipIf(!has('perl'))('the Perl listener can be read by Perl', () => {
  const { status, stderr } = spawnSync('perl', ['-c', '-e', perlTap])
  expect([status, stderr.toString()]).toEqual([0, '-e syntax OK\n'])
})

test.skipIf(!has('python3'))('the Python listener can be read by Python', () => {
  const compile = 'import sys; compile(sys.argv[1], "tap", "exec")'
  expect(spawnSync('python3', ['-c', compile, pythonTap]).stderr.toString()).toBe('')
})

test.skipIf(!has('shellcheck'))('shellcheck has nothing to say of the script', () => {
  // as in syntax.test.ts; SC2016: the interpreter, not sh, reads what is quoted
  const words = ['-s', 'sh', '-e', 'SC2317,SC2034,SC2043,SC2234,SC2086,SC2016,SC3013', '-f', 'gcc', '-']
  expect(spawnSync('shellcheck', words, { input: listenScript('token', errand).text }).stdout.toString()).toBe('')
})
