import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { Link } from '../../src/engine/link.ts'
import { sudoers } from '../../src/index.ts'
import { plan } from '../../src/model/plan.ts'
import { declared, look } from '../support/conformance.ts'
import { type LittleHost, startLittleHost, whyNoLittleHost } from '../support/little-host.ts'
import { releaseShells } from '../support/shells.ts'
import { hostNamed } from '../support/site.ts'
import { has } from '../support/tools.ts'
import { factsOf } from '../unit/lvs/support/site.ts'

const el6 = factsOf('el6')
const rules = sudoers('lbprov', 'nobody ALL=(ALL) NOPASSWD: ALL')
const root = 'root ALL=(ALL) ALL'

describe.skipIf(whyNoLittleHost() !== null || !has('visudo'))('what sudo reads', () => {
  let host: LittleHost
  beforeAll(async () => {
    host = await startLittleHost()
    host.exec(`
      mkdir /etc/sudoers.more /etc/sudoers.away
      for f in /etc/sudoers.lbprov /etc/sudoers.more/a /etc/sudoers.away/a.b; do echo '#includedir /etc/sudoers.d' >$f; done
    `)
  })
  afterAll(() => host.close())
  beforeEach(() => void host.exec('rm -f /etc/sudoers.d/*'))

  const write = (text: string) =>
    host.exec(`chmod 0640 /etc/sudoers; cat >/etc/sudoers <<'END'\n${text}\nEND\nchmod 0440 /etc/sudoers`)
  const main = () => host.exec('cat /etc/sudoers; stat -c %a /etc/sudoers')

  describe.each(releaseShells.map((shell) => [shell.join(' '), shell] as const))('%s', (_, shell) => {
    const apply = () => host.exec(`set -e\n${declared(rules, el6).provider.apply(rules, { refresh: false }).text}`)
    const planned = async () => {
      const link = new Link(host.connect(shell), hostNamed('here').connection)
      const seen = await look(link, rules, el6)
      await link.close()
      return plan([rules], new Map([[rules, seen]]))[0]!
    }

    test.each([
      '#includedir /etc/sudoers.d',
      '@includedir /etc/sudoers.d',
      '  #includedir\t/etc/sudoers.d/',
      '#includedir sudoers.d',
      '#include /etc/sudoers.lbprov',
      '#includedir /etc/sudoers.more',
    ])('sudo reads the folder by %j: /etc/sudoers stays', async (line) => {
      write(`${root}\n${line}`)
      expect(await planned()).toMatchObject({ action: 'create' })
      apply()
      expect(main()).toBe(`${root}\n${line}\n440\n`)
      expect(await planned()).toMatchObject({ action: 'none' })
    })

    test.each([
      root,
      `${root}\n# #includedir /etc/sudoers.d\n# includedir /etc/sudoers.d`,
      `${root}\n#includedir /etc/sudoers.away`,
    ])('sudo does not read the folder by %j: the plan says so, and the line is added', async (text) => {
      write(text)
      const change = { attribute: 'included', from: 'by no line', to: 'by #includedir in /etc/sudoers' }
      expect((await planned()).changes).toContainEqual(expect.objectContaining(change))
      apply()
      expect(main()).toBe(`${text}\n#includedir /etc/sudoers.d\n440\n`)
      expect(await planned()).toMatchObject({ action: 'none' })
    })

    test('files that include each other are read once more, not for ever', async () => {
      write('#include /etc/sudoers\n#include /etc/sudoers')
      expect((await planned()).changes).toContainEqual(expect.objectContaining({ from: 'by no line' }))
    })

    test('a folder that would take sudo away is not read in', () => {
      write(root)
      host.exec('echo nonsense >/etc/sudoers.d/other')
      expect(apply).toThrow('refused')
      expect(main()).toBe(`${root}\n440\n`)
    })
  })
})
