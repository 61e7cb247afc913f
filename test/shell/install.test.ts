import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { installAnswer } from '../../lab/install.ts'
import { type LittleHost, startLittleHost, whyNoLittleHost } from '../support/little-host.ts'
import { has } from '../support/tools.ts'

const lab = join(import.meta.dirname, '../../lab')

describe.skipIf(whyNoLittleHost() !== null)('packages for tests and lab', () => {
  let host: LittleHost
  let before: string
  const policy = '/usr/sbin/policy-rc.d'
  const wants = '/etc/systemd/system/multi-user.target.wants'

  beforeAll(async () => {
    host = await startLittleHost()
    host.exec(`mount -t tmpfs tmpfs /usr/sbin; mkdir -p ${wants}; ln -s /dev/null ${wants}/others.service`)
    before = left()
  })
  afterAll(() => host.close())

  /** apt-get that does this, called so, and leaves a service enabled. */
  function installs(answer: string): { readonly code: number; readonly calls: readonly string[] } {
    const stand = `#!/bin/sh
      ${policy} ssh start; echo "$? $*" >>/run/calls
      ln -sf /dev/null '${wants}/ours.service'
      ${answer}`
    host.exec(`: >/run/calls; cat >/usr/local/sbin/apt-get <<'end'\n${stand}\nend\nchmod 0755 /usr/local/sbin/apt-get`)
    host.exec(`cat >/run/install.sh <<'end'\n${readFileSync(join(lab, 'install.sh'), 'utf8')}\nend`)
    const code = Number(host.exec('sh /run/install.sh some thing >&2 && echo 0 || echo $?'))
    return { code, calls: host.exec('cat /run/calls').trim().split('\n') }
  }
  const left = () => host.exec(`ls ${wants} /usr/sbin`)

  test('are installed with no service started, and none is at boot', () => {
    const { code, calls } = installs('exit 0')
    expect(code).toBe(0)
    expect(calls).toEqual([expect.stringMatching(/^101 .*--no-install-recommends install some thing$/)])
    expect(left()).toBe(before)
  })

  test('are asked for again with new lists; a failure is one, and leaves nothing behind', () => {
    const { code, calls } = installs('case $* in *update) ;; *) exit 100 ;; esac')
    expect([code, calls.map((call) => call.split(' ').at(-1))]).toEqual([100, ['thing', 'update', 'thing']])
    expect(left()).toBe(before)
  })
})

test.each([
  [{ LBPROV_TEST_INSTALL: 'no', CI: 'true' }, 'no'],
  [{ LBPROV_TEST_INSTALL: 'yes' }, 'yes'],
  [{ CI: 'true' }, 'yes'],
  [{}, undefined],
])('whether it may be done: %j says %s', (env, answer) => expect(installAnswer(env)).toBe(answer))

test('another word is refused', () => {
  expect(() => installAnswer({ LBPROV_TEST_INSTALL: 'maybe' })).toThrow('it must be yes or no')
})

test.skipIf(!has('visudo')).each(['n', ''])('at a terminal it is asked, and "%s" is no', (answer) => {
  const program = `import('${lab}/install.ts').then(({ install }) => install(['lbprov-none'], 'the tests')).then(console.log)`
  const { CI: _, LBPROV_TEST_INSTALL: __, ...env } = process.env
  const said = execFileSync('script', ['-qec', `'${process.execPath}' -e "$PROGRAM"`, '/dev/null'], {
    input: `${answer}\n`,
    encoding: 'utf8',
    env: { ...env, PROGRAM: program, NO_COLOR: '1' },
  })
  expect(said).toMatch(/packages lbprov-none for the tests\?.*\[y\/N\]\s+false/s)
  expect(said).not.toContain('installing')
})
