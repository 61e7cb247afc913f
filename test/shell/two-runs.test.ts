import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { newClaim } from '../../src/engine/lock.ts'
import { type RunOptions, run } from '../../src/engine/run.ts'
import { command, type Resource, sh } from '../../src/index.ts'
import { LockedError } from '../../src/model/errors.ts'
import type { RunEvent } from '../../src/model/event.ts'
import type { Connection } from '../../src/model/host.ts'
import type { Connect } from '../../src/transport/transport.ts'
import { type LittleHost, startLittleHost, whyNoLittleHost } from '../support/little-host.ts'
import { releaseShells } from '../support/shells.ts'
import { hostNamed, siteOf } from '../support/site.ts'
import { isThorough } from '../support/thorough.ts'

// Pairs of runs at once: LBPROV_PAIRS=200 for the number that is promised.
const pairs = Number(process.env.LBPROV_PAIRS ?? (isThorough ? 8 : 3))

/** What went over a connection: how many scripts, and their bytes. */
interface Traffic {
  scripts: number
  bytes: number
}

const counted =
  (connect: Connect, traffic: Traffic): Connect =>
  async (to) => {
    const session = await connect(to)
    return {
      ...session,
      run: (script, options) => {
        traffic.scripts++
        traffic.bytes += script.length
        return session.run(script, options)
      },
    }
  }

const names = ['a', 'b', 'c']
const log = '/run/lbprov-test/log'

describe.skipIf(whyNoLittleHost() !== null).each(releaseShells.map((shell) => [shell.join(' '), shell] as const))(
  '%s',
  { timeout: 120_000 },
  (_, shell) => {
    const machines = new Map<string, LittleHost>()

    beforeAll(async () => {
      for (const name of names) machines.set(name, await startLittleHost())
    })
    afterAll(() => {
      for (const machine of machines.values()) machine.close()
    })
    beforeEach(() => {
      for (const machine of machines.values()) machine.exec('rm -rf /run/lbprov*; mkdir /run/lbprov-test')
    })

    const connectWith =
      (traffic: Traffic = { scripts: 0, bytes: 0 }): Connect =>
      (to: Connection) =>
        counted(machines.get(to.address)!.connect(shell), traffic)(to)

    /** Notes its name, several times, on each host. */
    function noting(who: string, hosts = names): ReturnType<typeof siteOf> {
      const note = (n: number): Resource =>
        command(`${who}${n}`, {
          run: sh`echo ${who} >>${log}; sleep 0.1; : >${`/run/lbprov-test/${who}${n}`}`,
          unless: sh`[ -e ${`/run/lbprov-test/${who}${n}`} ]`,
        })
      return siteOf({ hosts: hosts.map((name) => hostNamed(name)), roles: { r: () => [1, 2, 3].map(note) } })
    }

    const start = (site: ReturnType<typeof siteOf>, options: Partial<RunOptions> = {}) =>
      run({
        site,
        playbook: 'site.yaml',
        connect: connectWith(),
        forks: 10,
        check: false,
        claim: newClaim('test@here'),
        ...options,
      })

    const logs = () => names.map((name) => machines.get(name)!.exec(`cat ${log} 2>/dev/null || :`).replaceAll('\n', ''))
    const left = () => names.map((name) => machines.get(name)!.exec('ls -A /run | grep lbprov').trim())

    test(`${pairs} pairs at once, each of which waits, are one after the other on every host alike`, {
      timeout: 1_200_000,
    }, async () => {
      for (let pair = 0; pair < pairs; pair++) {
        for (const machine of machines.values()) machine.exec(`rm -f /run/lbprov-test/*`)
        const reports = await Promise.all(['x', 'y'].map((who) => start(noting(who), { waitSeconds: 300 })))
        expect(reports.flatMap(({ hosts }) => hosts.map(({ outcome }) => outcome))).toEqual(Array(6).fill('changed'))
        expect(new Set(logs()).size).toBe(1)
        expect(logs()[0]).toMatch(/^(xxxyyy|yyyxxx)$/)
        expect(left()).toEqual(Array(3).fill('lbprov-test'))
      }
    })

    test('of two at once that do not wait one goes on, and the other says who has the hosts', {
      timeout: 120_000,
    }, async () => {
      const ended = await Promise.allSettled(['x', 'y'].map((who) => start(noting(who))))
      const refused = ended.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []))
      expect(ended.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThan(0)
      for (const error of refused) {
        expect(error).toBeInstanceOf(LockedError)
        expect(error.message).toMatch(/^\w: \S+@\S+ has it since \d{4}-\d\d-\d\dT\S+ \(process \d+\)/)
      }
      expect(logs()[0]).toMatch(/^(xxx|yyy|xxxyyy|yyyxxx)$/)
      expect(new Set(logs()).size).toBe(1)
    })

    test('a run that has to wait says so, and a check does not', async () => {
      machines
        .get('b')!
        .exec(
          `echo '1 2 eve@ops1' >/run/lbprov.lock; read -r x </proc/self/stat; set -- $(cat /proc/1/stat); shift 21; echo "1 $1 way" >>/run/lbprov.lock`,
        )
      const check = await start(noting('x'), { check: true })
      expect(check.hosts.map(({ outcome }) => outcome)).toEqual(['changed', 'changed', 'changed'])
      await expect(start(noting('x'))).rejects.toThrow('b: eve@ops1 has it since 1970-01-01T00:00:02.000Z (process 1)')
      const events: RunEvent[] = []
      const waiting = start(noting('x'), {
        waitSeconds: 60,
        listener: (event) => {
          events.push(event)
          if (event.type === 'wait') machines.get('b')!.exec('rm -f /run/lbprov.lock')
        },
      })
      expect((await waiting).hosts.map(({ outcome }) => outcome)).toEqual(['changed', 'changed', 'changed'])
      expect(events.filter(({ type }) => type === 'wait')).toEqual([
        { type: 'wait', host: 'b', what: expect.stringContaining('for another run: eve@ops1 has it since') },
      ])
    })

    test('a run that has just ended, whose shell is not gone yet, keeps nobody out', async () => {
      machines
        .get('a')!
        .exec(
          `sleep 1 </dev/null >/dev/null 2>&1 & set -- $! $(cat /proc/$!/stat); printf '1 2 eve@ops1\n%s %s way\n' "$1" "\${23}" >/run/lbprov.lock`,
        )
      expect((await start(noting('x', ['a']))).hosts.map(({ outcome }) => outcome)).toEqual(['changed'])
      expect(left()[0]).toBe('lbprov-test')
    })

    test('a lock whose process is gone, or is another by now, keeps nobody out', async () => {
      machines.get('a')!.exec("printf '1 2 eve@ops1\\n999999999 5 way\\n' >/run/lbprov.lock")
      machines.get('b')!.exec("printf '1 2 eve@ops1\\n1 5 way\\n' >/run/lbprov.lock")
      machines.get('c')!.exec(': >/run/lbprov.lock')
      expect((await start(noting('x'))).hosts.map(({ outcome }) => outcome)).toEqual(['changed', 'changed', 'changed'])
      expect(left()).toEqual(Array(3).fill('lbprov-test'))
    })

    test('a host that another run has had since it was planned for is left as it is', async () => {
      const between = async () => {
        machines.get('b')!.exec('rm /run/lbprov.lock')
        machines.get('c')!.exec("echo '1 2 eve@ops1' >/run/lbprov.lock")
        return undefined
      }
      const { hosts } = await start(noting('x'), { onPlanned: between })
      expect(hosts.map(({ outcome, message }) => [outcome, message])).toEqual([
        ['changed', undefined],
        [
          'failed',
          expect.stringContaining(
            'nothing more was changed: the host may not be as it was planned for, the lock was taken away',
          ),
        ],
        ['failed', expect.stringContaining('eve@ops1 has it since 1970')],
      ])
      expect(logs()).toEqual(['xxx', '', ''])
      machines.get('c')!.exec('rm /run/lbprov.lock')
    })

    // As sshd leaves it for as long as it does not notice: the first answer to what changes something is lost, the shell lives on.
    const losing =
      (isSent: boolean): Connect =>
      async (to, onPhase) => {
        const session = await connectWith()(to, onPhase)
        const lost = { stdout: Buffer.alloc(0), stderr: Buffer.alloc(0), exitCode: null, lost: 'Keepalive timeout' }
        let scripts = 0
        return {
          run: async (script, options) => {
            if (++scripts < 3) return session.run(script, options)
            if (isSent && scripts === 3) session.run(script, options)
            return lost
          },
          close: () => (scripts >= 3 ? Promise.resolve() : session.close()),
        }
      }

    test.each([
      ['waited for a script is ended', false],
      ['is at a step comes to its end', true],
    ])('the shell of a lost connection that %s, and the run goes on', async (_, isSent) => {
      const connects = new Map<string, Connect>()
      const connect: Connect = (to, onPhase) => {
        const way = connects.get(to.address) ?? losing(isSent)
        connects.set(to.address, connectWith())
        return way(to, onPhase)
      }
      const { hosts } = await start(noting('x', ['a']), { connect })
      expect(hosts.map(({ outcome, notes }) => [outcome, notes])).toEqual([
        ['changed', ['Keepalive timeout midway; connected again and probed again']],
      ])
      expect(logs()).toEqual(['xxx', '', ''])
      expect(left()[0]).toBe('lbprov-test')
    })

    test('two names of one machine are one run’s, and locks cost no script and few bytes', async () => {
      const site = (who: string) =>
        siteOf({
          hosts: ['a', 'a'].map((address, i) => {
            const host = hostNamed(`${who}${i}`)
            return { ...host, connection: { ...host.connection, address } }
          }),
          roles: {
            r: ({ name }) => [command(name, { run: sh`echo ${who} >>${log}`, unless: sh`grep -qs ${who} ${log}` })],
          },
        })
      const [bare, locked] = [
        { scripts: 0, bytes: 0 },
        { scripts: 0, bytes: 0 },
      ]
      const options = { playbook: 'site.yaml', forks: 10, check: false }
      await run({ ...options, site: site('x'), connect: connectWith(bare) })
      await run({ ...options, site: site('y'), connect: connectWith(locked), claim: newClaim('test@here') })
      expect(logs()[0]).toMatch(/^xx?yy?$/)
      expect(locked.scripts).toBe(bare.scripts)
      // Two hosts, with three scripts each.
      expect((locked.bytes - bare.bytes) / 2).toBeLessThan(6000)
    })
  },
)
