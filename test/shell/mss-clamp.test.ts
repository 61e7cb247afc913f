import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { mssClamp } from '../../src/index.ts'
import { conforms, declared } from '../support/conformance.ts'
import { type LittleHost, startLittleHost, whyNoLittleHost } from '../support/little-host.ts'
import { releaseShells } from '../support/shells.ts'
import { factsOf } from '../unit/lvs/support/site.ts'

const el9 = factsOf('el9')
const web = { address: '192.168.1.225', mss: 1440 }
const six = { address: 'fd00::225', mss: 1400 }

describe.skipIf(whyNoLittleHost() !== null)('segment sizes on a little host', () => {
  let host: LittleHost

  beforeAll(async () => {
    host = await startLittleHost('firewall-marks')
  })
  afterAll(() => host.close())

  const rules = () => host.exec('iptables -t mangle -S; ip6tables -t mangle -S')
  const fingerprint = async () => rules() + host.exec('find /etc/systemd/system -ls -type f -exec cksum {} +')

  describe.each(releaseShells.map((shell) => [shell.join(' '), shell] as const))('%s', (_, shell) => {
    const states = [[web, six], [web], []].map((addresses) => mssClamp(addresses, { firewall: 'none' }))
    conforms({ title: 'mss-clamp', states }, { connect: () => host.connect(shell), fingerprint, facts: el9 })
  })

  test('answers from each address say it', () => {
    const resource = mssClamp([web, six], { firewall: 'none' })
    host.exec(`set -e\n${declared(resource, el9).provider.apply(resource, { refresh: false }).text}`)
    const clamped = '-p tcp -m tcp --tcp-flags SYN,RST SYN -j TCPMSS --set-mss'
    expect(
      rules()
        .split('\n')
        .filter((line) => line.startsWith('-A')),
    ).toEqual([
      '-A POSTROUTING -j lbprov-mss',
      `-A lbprov-mss -s 192.168.1.225/32 ${clamped} 1440`,
      '-A POSTROUTING -j lbprov-mss',
      `-A lbprov-mss -s fd00::225/128 ${clamped} 1400`,
    ])
  })
})
