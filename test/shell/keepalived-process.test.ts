import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { Link } from '../../src/engine/link.ts'
import { keepalivedProcess } from '../../src/index.ts'
import { plan, type Step } from '../../src/model/plan.ts'
import { conforms, declared, look } from '../support/conformance.ts'
import { type LittleHost, startLittleHost, whyNoLittleHost } from '../support/little-host.ts'
import { releaseShells } from '../support/shells.ts'
import { hostNamed } from '../support/site.ts'
import { factsOf } from '../unit/lvs/support/site.ts'

const facts = factsOf('el6')
const conf = '/etc/keepalived/keepalived.conf'
const ours = keepalivedProcess({ configuration: conf })
const main = '$(cat /run/keepalived.pid)'

describe.skipIf(whyNoLittleHost() !== null)('the keepalived that runs, with a stand-in for it', () => {
  let host: LittleHost

  beforeAll(async () => {
    host = await startLittleHost('director')
    host.exec(
      'echo MASTER >/run/lbprov-test/state; echo 1 >/run/lbprov-test/alive; mkdir -p /etc/default /etc/sysconfig',
    )
    host.exec(
      `printf '%s\\n' '#!/bin/sh' 'echo "$*" >>/run/lbprov-test/asked' >/usr/local/sbin/service; chmod 0755 /usr/local/sbin/service`,
    )
  })
  const end =
    'for pid in $(cat /run/lbprov-test/pids 2>/dev/null); do kill -KILL $pid 2>/dev/null || :; while [ -e /proc/$pid ]; do sleep 0.05; done; done; rm -f /run/lbprov-test/pids'
  afterAll(() => {
    host.exec(end)
    host.close()
  })
  beforeEach(() => {
    host.exec(
      `${end}; rm -f /run/keepalived.pid /run/lbprov-test/asked /etc/default/keepalived /etc/sysconfig/keepalived`,
    )
  })

  const start = (words = '') =>
    host.exec(
      `keepalived ${words} >/dev/null 2>&1 & echo $! >>/run/lbprov-test/pids; until [ -s /run/keepalived.pid ]; do sleep 0.1; done`,
    )
  const apply = () =>
    host.exec(`( set -e\n${declared(ours, facts).provider.apply(ours, { refresh: false }).text}\n) 2>&1 || :`)
  const asked = () => host.exec('cat /run/lbprov-test/asked 2>/dev/null || :')

  describe.each(releaseShells.map((shell) => [shell.join(' '), shell] as const))('%s', (_, shell) => {
    const seen = async (): Promise<Pick<Step, 'changes' | 'byHand'>> => {
      const link = new Link(host.connect(shell), hostNamed('here').connection)
      const sighting = await look(link, ours, facts)
      await link.close()
      return plan([ours], new Map([[ours, sighting]]))[0]!
    }
    const differs = async () => (await seen()).changes.map(({ attribute, from }) => `${attribute}: ${from}`)

    conforms(
      {
        title: 'keepalived-process, none running',
        states: [ours, keepalivedProcess({ configuration: '/etc/lvs.conf' })],
      },
      {
        connect: () => host.connect(shell),
        fingerprint: async () => `${asked()}${host.exec('ls /tmp | grep keepalived || :')}`,
        facts,
      },
    )

    test('where none runs there is nothing to say, and none is started', async () => {
      expect(await differs()).toEqual([])
      expect([apply(), asked()]).toEqual(['', ''])
    })

    test.each([[''], [`-f ${conf}`], [`--use-file=${conf} -D`], ['-D']])(
      'with "%s" it is as it should be',
      async (words) => {
        start(words)
        expect(await differs()).toEqual([])
      },
    )

    test.each([
      ['-f /etc/lvs.conf'],
      ['-D -f/etc/lvs.conf'],
      ['--use-file=/etc/lvs.conf'],
      ['--use-file /etc/lvs.conf'],
    ])('started with %s it reads another file, and is restarted', async (words) => {
      start(words)
      expect(await seen()).toMatchObject({ changes: [{ attribute: 'reads', from: '/etc/lvs.conf', to: conf }] })
      expect([apply(), asked()]).toEqual(['', 'keepalived restart\n'])
    })

    test('one that is stopped hangs, and is restarted', async () => {
      start()
      host.exec(`kill -STOP ${main}; until grep -q '^State:.T' /proc/${main}/status; do sleep 0.1; done`)
      expect(await differs()).toEqual([
        expect.stringMatching(/^answers: no, process \d+ hangs: a restart moves its addresses/),
      ])
      expect([apply(), asked()]).toEqual(['', 'keepalived restart\n'])
      expect(await differs()).toEqual([])
      expect(host.exec(`kill -0 ${main} && echo lives`)).toBe('lives\n')
    })

    test('a second one is named, with the command that ends it', async () => {
      start()
      const first = host.exec('cat /run/keepalived.pid').trim()
      host.exec('rm /run/keepalived.pid')
      start()
      const second = host.exec('cat /run/keepalived.pid').trim()
      host.exec(`echo ${first} >/run/keepalived.pid`)
      expect(await seen()).toMatchObject({
        changes: [{ attribute: 'alone', from: `no, process ${second} is another one` }],
        byHand: `kill ${second}`,
      })
      expect([apply(), asked()]).toEqual([expect.stringContaining(`kill ${second}`), ''])
    })

    test.each([
      ['/etc/sysconfig/keepalived', 'KEEPALIVED_OPTIONS="-D"', []],
      ['/etc/sysconfig/keepalived', `KEEPALIVED_OPTIONS="-D -f ${conf}"`, []],
      ['/etc/sysconfig/keepalived', '#KEEPALIVED_OPTIONS="-f /etc/lvs.conf"', []],
      ['/etc/sysconfig/keepalived', 'KEEPALIVED_OPTIONS="-D -f /etc/lvs.conf"', ['reads']],
      ['/etc/default/keepalived', "DAEMON_ARGS='--use-file=/etc/lvs.conf'", ['reads']],
    ])(
      '%s with %s: it will read the file that is written, or the run says that it will not',
      async (path, line, named) => {
        host.exec(`echo '${line.replaceAll("'", `'"'"'`)}' >${path}`)
        const { changes, byHand } = await seen()
        expect(changes.map(({ attribute }) => attribute)).toEqual(named)
        expect(apply()).toContain(named.length === 0 ? '' : 'take -f out of it')
        if (byHand !== undefined) host.exec(byHand)
        expect(await differs()).toEqual([])
      },
    )
  })
})
