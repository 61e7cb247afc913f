import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { ReportDocument } from '../../src/model/report.ts'
import { noted, startRun, until } from '../support/broken-off.ts'
import { type LittleHost, startLittleHost, whyNoLittleHost } from '../support/little-host.ts'
import { isThorough } from '../support/thorough.ts'
import { isBelowHome } from '../support/tools.ts'
import { tempFolder } from '../unit/transport/support/temp.ts'

// A first run with package work that is broken off at every step of it, by Ctrl-C and by a kill: LBPROV_POINTS=30 for all of them.
const most = Number(process.env.LBPROV_POINTS ?? (isThorough ? 4 : 1))

const folder = tempFolder()
const role = `import { command, defineRole, directory, file, pkg, sh } from 'lbprov'
const note = (name, seconds = '0.05') => command(name, { run: sh\`echo \${name} >>/run/lbprov-test/said; sleep \${seconds}; : >/etc/ours/\${name}\`, unless: sh\`[ -e /etc/ours/\${name} ]\` })
export default defineRole({ params: {}, resources: () => {
  const conf = file('/etc/ours/conf', { content: 'x' })
  return [directory('/etc/ours'), note('first'), ...['a', 'b', 'c', 'd', 'e', 'f'].map((name) => pkg(name)), note('second'), conf,
    command('reload', { run: sh\`echo reload >>/run/lbprov-test/said\`, unless: sh\`:\` }, { refreshOn: [conf] }), pkg('g'), pkg('h'), note('last', 1)]
} })
`

describe.skipIf(whyNoLittleHost() !== null || isBelowHome)(
  'a first run that is broken off, with stand-ins for apt and dpkg',
  () => {
    let host: LittleHost
    let undisturbed: string
    let steps: number

    beforeAll(async () => {
      host = await startLittleHost('apt')
      host.exec('mount -t tmpfs tmpfs /var/lib/dpkg; mkdir -p /run/lbprov-test')
      host.exec('rm -f /usr/local/sbin/yum /usr/local/sbin/rpm')
      mkdirSync(join(folder, 'roles/own'), { recursive: true })
      writeFileSync(join(folder, 'hosts'), 'here ansible_connection=local\n')
      writeFileSync(join(folder, 'site.yaml'), '- hosts: all\n  roles: [own]\n')
      writeFileSync(join(folder, 'roles/own/role.ts'), role)
      bare()
      const { code, out, err } = await startRun(host, folder).ended
      expect({ code, err }, out).toEqual({ code: 0, err: '' })
      steps = noted(host).length
      undisturbed = state()
    })
    afterAll(() => host?.close())
    beforeEach(() => bare())

    const bare = () =>
      void host.exec(
        'rm -rf /etc/ours /var/lib/dpkg/* /run/lbprov*; mkdir -p /var/lib/dpkg/updates /var/lib/dpkg/state /run/lbprov-test',
      )
    const state = () =>
      host.exec(
        'rm -f /run/lbprov-test/said; cd /; find etc/ours var/lib/dpkg run -type f -exec cksum {} + | sort -k 3; ls -Ra run var/lib/dpkg',
      )

    test('has as many steps as are counted on', () => expect(steps).toBe(20))

    const points = Array.from(
      { length: 30 },
      (_, i) => ({ signal: i % 3 === 0 ? 'SIGINT' : 'SIGKILL', after: 1 + ((i * 7 + 9) % 20) }) as const,
    )

    test.each(points.slice(0, most))(
      'by $signal after $after steps: the next run ends as one that nobody disturbed',
      { timeout: 120_000 },
      async ({ signal, after }) => {
        const run = startRun(host, folder, '--format', 'json')
        await until(() => noted(host).length >= after, run)
        run.child.kill(signal)
        const { code, out } = await run.ended
        if (signal === 'SIGINT' && after < steps)
          expect({ code, exitCode: (JSON.parse(out) as ReportDocument).exitCode }).toEqual({ code: 130, exitCode: 130 })
        const next = await startRun(host, folder, '--wait', '60').ended
        expect({ code: next.code, err: next.err }, next.out).toEqual({ code: 0, err: '' })
        expect(state()).toBe(undisturbed)
      },
    )
  },
)
