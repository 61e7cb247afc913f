import { beforeAll, describe, expect, test } from 'vitest'
import type { Report } from '../../src/model/report.ts'
import {
  bootFilesOf,
  etcFiles,
  expectSo,
  fingerprint,
  hasFirewall,
  ipvsadmServiceIsOff,
  startsAtBoot,
} from './evidence.ts'
import { all, bareLab, changesIn, directors, hostOf, on, realServers, site } from './support.ts'

describe('from bare machines', () => {
  let check: Report
  let first: Report
  const before = new Map<string, string>()
  const etcBefore = new Map<string, Map<string, string>>()

  beforeAll(async () => {
    await bareLab()
    for (const name of all) before.set(name, await fingerprint(name))
    for (const name of realServers) etcBefore.set(name, await etcFiles(name))
  })

  test('the machines are bare', async () => {
    for (const name of all) {
      const { stdout } = await on(name, 'command -v keepalived ipvsadm; ls /etc/keepalived 2>/dev/null; :')
      expect(stdout, name).toBe('')
    }
  })

  test('a check changes nothing, and finds everything to do', async () => {
    const run = await site('--check', '--diff', '--detailed-exitcode')
    check = run.report
    expect(run.code, JSON.stringify(check, null, 1)).toBe(2)
    for (const name of all) expect(await fingerprint(name), name).toBe(before.get(name))
    const steps = hostOf(check, 'rs1').steps.filter(({ outcome }) => outcome !== 'unchanged')
    expect(steps.map(({ resource, outcome }) => [resource, outcome])).toEqual([
      ['sysctl[net.ipv4.conf.all.arp_ignore]', 'updated'],
      ['sysctl[net.ipv4.conf.all.arp_announce]', 'updated'],
      ...(hasFirewall('rs1') ? [['firewall[80/tcp]', 'created']] : []),
      ['address[192.168.1.225/32]', 'created'],
    ])
  })

  test('run 1 ends well and makes just the changes that the check listed', async () => {
    const run = await site()
    first = run.report
    expect(run.code, JSON.stringify(first, null, 1)).toBe(0)
    expect(changesIn(first)).toEqual(changesIn(check))
  })

  test('every change that was reported is so on the host', async () => {
    for (const { host, steps } of first.hosts) {
      for (const step of steps) await expectSo(host, step)
    }
  })

  test('on the real servers, which get no package, nothing in /etc changed but what was reported', async () => {
    for (const name of realServers) {
      const old = etcBefore.get(name)!
      const now = await etcFiles(name)
      const changed = [...new Set([...old.keys(), ...now.keys()])].filter((path) => old.get(path) !== now.get(path))
      const filter = hasFirewall(name) ? ['/etc/sysconfig/iptables'] : []
      const expected = ['/etc/sysctl.d/zz-lbprov.conf', ...filter, ...(await bootFilesOf(name))]
      expect(changed.toSorted(), name).toEqual(expected.toSorted())
    }
  })

  test('run 2 changes nothing on any host', async () => {
    const prints = await Promise.all(all.map(fingerprint))
    const { code, report } = await site()
    expect([code, changesIn(report)]).toEqual([0, []])
    expect(report.hosts.map(({ outcome }) => outcome)).toEqual(['ok', 'ok', 'ok', 'ok'])
    expect(await Promise.all(all.map(fingerprint))).toEqual(prints)
  })

  test('nothing of a run is left behind on the hosts', async () => {
    const places = '/run/lbprov /var/run/lbprov /tmp/lbprov* /root/.lbprov* /etc/*/.*.[A-Za-z0-9]?????'
    for (const name of all) expect((await on(name, `ls -d ${places} 2>/dev/null; :`)).stdout, name).toBe('')
  })

  test("ipvsadm's own service is off on the directors, and keepalived runs now and at boot", async () => {
    for (const name of directors) {
      expect(await ipvsadmServiceIsOff(name), name).toBe(true)
      expect(await startsAtBoot(name, 'keepalived'), name).toBe(true)
      expect((await on(name, 'pidof keepalived >/dev/null && echo running')).stdout, name).toBe('running\n')
    }
  })
})
