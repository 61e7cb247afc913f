import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { firewallMarks } from '../../src/index.ts'
import { conforms, declared } from '../support/conformance.ts'
import { type LittleHost, startLittleHost, whyNoLittleHost } from '../support/little-host.ts'
import { releaseShells } from '../support/shells.ts'
import { factsOf } from '../unit/lvs/support/site.ts'

const el9 = factsOf('el9')
const folder = '/etc/systemd/system'
const unit = `${folder}/lbprov-firewall-marks.service`

const web = { address: '192.168.1.225', port: 80, protocol: 'TCP', mark: 80 } as const
const secure = { ...web, port: 443 }
const six = { ...web, address: 'fd00::225', protocol: 'UDP', mark: 6 } as const

describe.skipIf(whyNoLittleHost() !== null)('firewall marks on a little host', () => {
  let host: LittleHost

  beforeAll(async () => {
    host = await startLittleHost('firewall-marks')
    host.exec(`
      iptables -t mangle -A PREROUTING -d 192.168.1.9 -j MARK --set-mark 1
    `)
  })
  afterAll(() => host.close())

  const rules = () => host.exec('iptables -t mangle -S; ip6tables -t mangle -S')
  const fingerprint = async () => rules() + host.exec(`find ${folder} -ls -type f -exec cksum {} +`)
  const apply = (resource: ReturnType<typeof firewallMarks>) =>
    host.exec(`set -e\n${declared(resource, el9).provider.apply(resource, { refresh: false }).text}`)

  describe.each(releaseShells.map((shell) => [shell.join(' '), shell] as const))('%s', (_, shell) => {
    const states = [[web, secure, six], [secure], []].map((packets) => firewallMarks(packets, { firewall: 'none' }))
    conforms({ title: 'firewall-marks', states }, { connect: () => host.connect(shell), fingerprint, facts: el9 })
  })

  test('each packet gets its mark, once, and the rules of others stay', () => {
    apply(firewallMarks([web, six], { firewall: 'none' }))
    apply(firewallMarks([web, six], { firewall: 'none' }))
    const lines = rules()
      .split('\n')
      .filter((line) => line.startsWith('-A'))
    expect(lines).toEqual([
      '-A PREROUTING -d 192.168.1.9/32 -j MARK --set-xmark 0x1/0xffffffff',
      '-A PREROUTING -j lbprov-marks',
      '-A lbprov-marks -d 192.168.1.225/32 -p tcp -m tcp --dport 80 -j MARK --set-xmark 0x50/0xffffffff',
      '-A PREROUTING -j lbprov-marks',
      '-A lbprov-marks -d fd00::225/128 -p udp -m udp --dport 80 -j MARK --set-xmark 0x6/0xffffffff',
    ])
  })

  test('without marks nothing of ours is left', () => {
    apply(firewallMarks([], { firewall: 'none' }))
    expect(rules()).not.toContain('lbprov')
    expect(host.exec(`find ${folder} -name '*lbprov*'`)).toBe('')
  })

  test('the unit follows the firewall of the host, which may empty the table', () => {
    apply(firewallMarks([web], { firewall: 'nftables' }))
    const words = host.exec(`cat ${unit}`).split('\n')
    for (const word of ['After', 'PartOf', 'ReloadPropagatedFrom']) expect(words).toContain(`${word}=nftables.service`)
    expect(words).toContain('WantedBy=multi-user.target nftables.service')
  })
})
