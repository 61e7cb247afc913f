import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { noted, type Running, startRun, until } from '../support/broken-off.ts'
import { type LittleHost, startLittleHost, whyNoLittleHost } from '../support/little-host.ts'
import { isThorough, some } from '../support/thorough.ts'
import { isBelowHome } from '../support/tools.ts'
import { tempFolder } from '../unit/transport/support/temp.ts'

const folder = tempFolder()
const role = `import { command, defineRole, pkg, sh } from 'lbprov'
export default defineRole({ params: {}, resources: () => [pkg('a'), pkg('b'), command('last', { run: sh\`: >/run/lbprov-test/last\`, unless: sh\`[ -e /run/lbprov-test/last ]\` })] })
`

describe.skipIf(whyNoLittleHost() !== null || isBelowHome)(
  'package work that takes its time, with stand-ins for apt and dpkg',
  { timeout: 60_000 },
  () => {
    let host: LittleHost

    beforeAll(async () => {
      host = await startLittleHost('apt')
      host.exec('mount -t tmpfs tmpfs /var/lib/dpkg')
      mkdirSync(join(folder, 'roles/own'), { recursive: true })
      writeFileSync(join(folder, 'hosts'), 'here ansible_connection=local\n')
      writeFileSync(join(folder, 'site.yaml'), '- hosts: all\n  roles: [own]\n')
      writeFileSync(join(folder, 'roles/own/role.ts'), role)
    })
    afterAll(() => host?.close())
    beforeEach(
      () =>
        void host.exec(
          'rm -rf /var/lib/dpkg/* /run/lbprov*; mkdir -p /var/lib/dpkg/updates /var/lib/dpkg/state /run/lbprov-test; : >/run/lbprov-test/hold',
        ),
    )

    const goOn = () => host.exec('rm /run/lbprov-test/hold')
    const state = () => host.exec('cat /var/lib/dpkg/state/*; ls /var/lib/dpkg/updates; ls -A /run | grep lbprov')
    const whole = 'install ok installed 1.0\ninstall ok installed 1.0\nlbprov-test\n'

    /** A run that is at its package work. */
    async function atWork(...words: readonly string[]): Promise<Running> {
      const run = startRun(host, folder, ...words)
      await until(() => noted(host).includes('unpack a'), run)
      return run
    }

    test('goes on when lbprov is killed; the next run says that it waits for it, and finds it done', async () => {
      const run = await atWork()
      run.child.kill('SIGKILL')
      await run.ended
      const next = startRun(host, folder, '--wait', '60')
      let said = ''
      next.child.stdout!.on('data', (chunk) => (said += chunk))
      await until(() => said.includes('for package work'), next)
      goOn()
      const { code, out } = await next.ended
      expect(out).toMatch(/^here: waiting for package work that a run which was broken off has begun, process \d+$/m)
      expect(out).toMatch(/^here +changed +created 1, unchanged 2 /m)
      expect(code).toBe(0)
      expect(noted(host)).toEqual(['unpack a', 'unpack b', 'configure a', 'configure b'])
      expect(state()).toBe(whole)
    })

    test('that is killed itself is shown in the plan, and mended before anything else', async () => {
      const run = await atWork()
      run.child.kill('SIGKILL')
      host.exec('read -r worker rest </run/lbprov-packages/process; kill -9 "-$worker"')
      await run.ended
      goOn()
      const check = await startRun(host, folder, '--check', '--diff').ended
      expect(check.out).toContain('~ pkg[a]  would be updated\n        installed: dpkg was interrupted → true\n')
      expect(await startRun(host, folder).ended).toMatchObject({ code: 0 })
      expect(noted(host).slice(1)).toEqual([
        'dpkg --force-confdef --force-confold --configure -a',
        'unpack a',
        'unpack b',
        'configure a',
        'configure b',
      ])
      expect(state()).toBe(whole)
    })

    test('that somebody else left half done is mended, too', async () => {
      goOn()
      host.exec(
        ": >/var/lib/dpkg/updates/0001; for name in a b; do echo 'install ok unpacked 1.0' >/var/lib/dpkg/state/$name; done",
      )
      expect(await startRun(host, folder).ended).toMatchObject({ code: 0 })
      expect(noted(host)).toEqual(['dpkg --force-confdef --force-confold --configure -a'])
      expect(state()).toBe(whole)
    })

    const signals = [
      ['SIGTERM', 143],
      ['SIGINT', 130],
      ['SIGHUP', 129],
    ] as const

    test.each(some(signals, signals.length))(
      'comes to its end at %s, and nothing after it is begun',
      async (signal, code) => {
        const run = await atWork()
        let said = ''
        run.child.stderr!.on('data', (chunk) => (said += chunk))
        run.child.kill(signal)
        await until(() => said.includes('nothing new is begun'), run)
        goOn()
        const { code: ended, out, err } = await run.ended
        expect(err).toBe(
          `\n${signal}: nothing new is begun; waiting for the end of what is under way: here pkg[a]; once more stops at once\n`,
        )
        expect(out).toContain(`SKIPPED here\n  broken off by ${signal}: 1 of 3 steps are left\n`)
        expect(out).toMatch(/^here +skipped +created 2, skipped 1; /m)
        expect(out).toContain('The rest:\n  lbprov run site.yaml -i hosts -l here\n')
        expect(ended).toBe(code)
        expect(state()).toBe(whole)
      },
    )

    test('is not waited for at the second Ctrl-C, which says that nobody knows how it ends', async () => {
      const run = await atWork('--format', 'json')
      let said = ''
      run.child.stderr!.on('data', (chunk) => (said += chunk))
      run.child.kill('SIGINT')
      await until(() => said.includes('nothing new is begun'), run)
      run.child.kill('SIGINT')
      const { code, out } = await run.ended
      expect(JSON.parse(out)).toMatchObject({
        exitCode: 130,
        stoppedBy: 'SIGINT',
        rest: 'lbprov run site.yaml -i hosts --format json -l here',
        hosts: [
          {
            outcome: 'failed',
            message: 'given up in the middle of pkg[a], which goes on there: how it ends is not known',
          },
        ],
      })
      expect(code).toBe(130)
      goOn()
      expect(await startRun(host, folder, '--wait', '60').ended).toMatchObject({ code: 0 })
      expect(state()).toBe(whole)
    })

    // Where it is to be quick, the one that no other test has.
    const [ending, endingCode] = signals[isThorough ? 1 : 2]

    test('of a run that waits for another one, or looks, a signal is the end', async () => {
      goOn()
      host.exec(
        'read -r lb_line </proc/1/stat; set -- ${lb_line##*) }; printf \'1 2 eve@ops1\\n1 %s way\\n\' "${20}" >/run/lbprov.lock',
      )
      const run = startRun(host, folder, '--wait', '60')
      let said = ''
      run.child.stdout!.on('data', (chunk) => (said += chunk))
      await until(() => said.includes('waiting for another run: eve@ops1'), run)
      run.child.kill(ending)
      const { code, out } = await run.ended
      expect(out).toContain('eve@ops1 has it since')
      expect(out).toMatch(new RegExp(`^here +skipped +not looked at: broken off by ${ending} `, 'm'))
      expect(code).toBe(endingCode)
      expect(noted(host)).toEqual([])
    })
  },
)
