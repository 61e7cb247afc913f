import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { Link } from '../../src/engine/link.ts'
import { service } from '../../src/index.ts'
import { plan } from '../../src/model/plan.ts'
import { declared, look } from '../support/conformance.ts'
import { type LittleHost, startLittleHost, whyNoLittleHost } from '../support/little-host.ts'
import { releaseShells } from '../support/shells.ts'
import { hostNamed } from '../support/site.ts'
import { factsOf } from '../unit/lvs/support/site.ts'

const facts = factsOf('debian12')
const enabled = service('lb-test', { enabled: true })
const folder = '/etc/systemd/system/lb-test.service.d'
const later = `${folder}/zz.conf`

/** Of systemd there is nothing but what it says of the unit. */
const systemctl = `#!/bin/sh
case $1 in show) echo LoadState=loaded; echo UnitFileState=enabled; echo ActiveState=active ;; esac
`
const unit = '[Service]\\nExecStart=/usr/sbin/lb-test --dont-fork $ARGS\\n'

describe.skipIf(whyNoLittleHost() !== null)('a service that is enabled, and its drop-ins', () => {
  let host: LittleHost

  beforeAll(async () => {
    host = await startLittleHost()
    host.exec(`cat >/usr/local/sbin/systemctl <<'END'\n${systemctl}END\nchmod 0755 /usr/local/sbin/systemctl`)
  })
  afterAll(() => host.close())
  beforeEach(
    () =>
      void host.exec(
        `rm -rf ${folder}; mkdir -p ${folder}; mkdir -p /run/systemd/system /home/full; printf '${unit}' >/run/systemd/system/lb-test.service; echo x >/home/file`,
      ),
  )

  describe.each(releaseShells.map((shell) => [shell.join(' '), shell] as const))('%s', (_, shell) => {
    const step = async () => {
      const link = new Link(host.connect(shell), hostNamed('here').connection)
      const seen = await look(link, enabled, facts)
      await link.close()
      return plan([enabled], new Map([[enabled, seen]]))[0]!
    }
    const apply = () =>
      host.exec(`( set -e\n${declared(enabled, facts).provider.apply(enabled, { refresh: false }).text}\n) 2>&1 || :`)
    const place = (text: string, file = later) => host.exec(`printf '%b' '${text.replaceAll('\n', '\\n')}' >${file}`)

    test.each([
      ['[Service]\nExecStart=\n', 'ExecStart='],
      ['[Service]\nExecStart=\nExecStart=/bin/true\n', 'ExecStart=/bin/true'],
      ['[Unit]\nConditionPathExists=/nowhere\n', 'ConditionPathExists=/nowhere'],
      ['[Unit]\nAssertPathExists=!/home/file\n', 'AssertPathExists=!/home/file'],
      ['[Unit]\nConditionFileNotEmpty=/home/full/no\n', 'ConditionFileNotEmpty=/home/full/no'],
    ])('does not come at boot with %j, which is named with the way out', async (text, words) => {
      place(text)
      const { changes, byHand } = await step()
      expect(changes).toEqual([{ attribute: 'enabled', from: `not with ${later}: ${words}`, to: 'true' }])
      expect(byHand).toBe(`rm ${later}; systemctl daemon-reload`)
      expect(apply()).toContain(`${later}: ${words} keeps it from starting at boot`)
      host.exec(byHand!)
      expect([(await step()).changes, apply()]).toEqual([[], ''])
    })

    test.each([
      [''],
      ['[Service]\nRestart=always\nLimitNOFILE=65536\n'],
      ['[Service]\nExecStart=\nExecStart=/opt/lb/lb-test --dont-fork -P\n'],
      ['[Service]\nExecStart=\nExecStart=-/usr/bin/nice -n -5 /usr/sbin/lb-test --dont-fork\n'],
      ['[Unit]\nConditionPathExists=/home/file\nAssertPathIsDirectory=/home/full\nConditionPathExists=!/nowhere\n'],
      ['[Unit]\nConditionPathExists=|/nowhere\nConditionKernelVersion=>2\n'],
      ['[Unit]\nConditionPathExists=/nowhere\nConditionPathExists=\n'],
    ])('comes with %j', async (text) => {
      place(text)
      expect((await step()).changes).toEqual([])
    })

    test('is masked, and a person takes that away', async () => {
      host.exec(`sed -i.old s/=enabled/=masked/ /usr/local/sbin/systemctl`)
      expect(await step()).toMatchObject({
        changes: [{ from: 'masked', to: 'true' }],
        byHand: 'systemctl unmask lb-test',
      })
      host.exec('mv /usr/local/sbin/systemctl.old /usr/local/sbin/systemctl')
    })

    test('of two drop-ins the later one wins', async () => {
      place('[Service]\nExecStart=\nExecStart=/usr/sbin/lb-test\n')
      place('[Service]\nExecStart=\n', `${folder}/aa.conf`)
      expect((await step()).changes).toEqual([])
    })
  })
})
