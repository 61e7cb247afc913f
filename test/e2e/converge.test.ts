import { beforeAll, describe, expect, test } from 'vitest'
import type { Report, StepReport } from '../../src/model/report.ts'
import { all, bareLab, changesIn, directors, hostOf, on, realServers, site } from './support.ts'

/** Everything of a host that a check must leave alone; settings that change by themselves left out. */
const fingerprint = (name: string) =>
  on(
    name,
    `cd /; find etc -type f -exec sha256sum {} + | sort; find etc -type l -printf '%p %l\\n' | sort; dpkg-query -W
     systemctl list-unit-files --no-legend; systemctl list-units --type service --plain --no-legend --all | awk '{print $1,$3}'
     lsmod | awk '{print $1}' | sort; ip -o addr | sed 's/ *valid_lft.*//'; ls -la /run/lbprov /root 2>&1
     sysctl -a 2>/dev/null | grep -E '^(net\\.ipv4|net\\.ipv6|kernel\\.(host|domain))'`,
  ).then(({ stdout }) => stdout)

const etcFiles = async (name: string) => {
  const { stdout } = await on(
    name,
    `find /etc ! -type d -exec sh -c 'for f; do echo "$f $(sha256sum <"$f" 2>/dev/null)"; done' sh {} +`,
  )
  return new Map(
    stdout
      .trim()
      .split('\n')
      .map((line) => [line.slice(0, line.indexOf(' ')), line]),
  )
}

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
      const { stdout } = await on(
        name,
        'dpkg-query -W -f "\\${Package}\\n" keepalived ipvsadm 2>/dev/null; ls /etc/keepalived 2>/dev/null; :',
      )
      expect(stdout).toBe('')
    }
  })

  test('a check changes nothing, and finds everything to do', async () => {
    const run = await site('--check', '--diff', '--detailed-exitcode')
    check = run.report
    expect(run.code).toBe(2)
    for (const name of all) expect(await fingerprint(name), name).toBe(before.get(name))
    expect(hostOf(check, 'rs1').steps.map(({ resource, outcome }) => [resource, outcome])).toEqual([
      ['sysctl[net.ipv4.conf.all.arp_ignore]', 'updated'],
      ['sysctl[net.ipv4.conf.all.arp_announce]', 'updated'],
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
      for (const step of steps) await isSo(host, step)
    }
  })

  test('on the real servers, which get no package, nothing in /etc changed but what was reported', async () => {
    for (const name of realServers) {
      const old = etcBefore.get(name)!
      const now = await etcFiles(name)
      const changed = [...new Set([...old.keys(), ...now.keys()])].filter((path) => old.get(path) !== now.get(path))
      expect(changed.toSorted(), name).toEqual([
        '/etc/sysctl.d/zz-lbprov.conf',
        '/etc/systemd/system/lbprov-address-192.168.1.225.service',
        '/etc/systemd/system/multi-user.target.wants/lbprov-address-192.168.1.225.service',
      ])
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
    for (const name of all) {
      const { stdout } = await on(
        name,
        'ls -d /run/lbprov /var/run/lbprov /tmp/lbprov* /root/.lbprov* /etc/*/.*.[A-Za-z0-9]?????  2>/dev/null; :',
      )
      expect(stdout, name).toBe('')
    }
  })

  test("ipvsadm's own service is off on the directors, and keepalived owns the table", async () => {
    for (const name of directors) {
      const { stdout } = await on(
        name,
        'cat /etc/default/ipvsadm; systemctl is-active keepalived; systemctl is-enabled keepalived',
      )
      expect(stdout).toMatch(/^AUTO="false"$/m)
      expect(stdout).toMatch(/^DAEMON="none"$/m)
      expect(stdout).toMatch(/^active\nenabled$/m)
    }
  })
})

/** Looks at the host with other means than the probe's. */
async function isSo(host: string, { resource, changes }: StepReport): Promise<void> {
  const [, kind, name] = /^([a-z-]+)\[(.*)\]$/s.exec(resource)!
  for (const { attribute, to } of changes) {
    const shell = evidence[`${kind} ${attribute}`]
    expect(shell, `no evidence known for ${kind} ${attribute}`).toBeDefined()
    const { stdout } = await on(host, shell!(name!))
    const seen =
      kind === 'file' && attribute === 'content' ? stdout.replace(/(auth_pass) \S+/, '$1 ‹secret›') : stdout.trim()
    expect(seen, `${host} ${resource} ${attribute}`).toBe(to)
  }
}

const evidence: Readonly<Record<string, (name: string) => string>> = {
  'sysctl live': (key) => `sysctl -n ${key}`,
  'sysctl boot': (key) => `awk -F ' = ' '$1 == "${key}" { print $2 }' /etc/sysctl.d/zz-lbprov.conf`,
  'address interface': (cidr) => `ip -o addr | awk '$4 == "${cidr}" { print $2 }'`,
  'address live': (cidr) => `ip -o addr | grep -q ' ${cidr} ' && echo true`,
  'address boot': (cidr) => `systemctl is-enabled -q lbprov-address-${cidr.split('/')[0]}.service && echo true`,
  'pkg installed': (name) => `dpkg -s ${name} | grep -q '^Status: install ok installed' && echo true`,
  'kernel-module loaded': (name) => `lsmod | grep -q '^${name} ' && echo true`,
  'kernel-module boot': (name) => `grep -qrx ${name} /etc/modules-load.d && echo true`,
  'line line': (name) => `grep -E '${name.split(' ')[1]}' ${name.split(' ')[0]}`,
  'file content': (path) => `cat ${path}`,
  'file mode': (path) => `stat -c 0%a ${path}`,
  'file owner': (path) => `stat -c %U ${path}`,
  'file group': (path) => `stat -c %G ${path}`,
  'service running': (name) => `systemctl is-active -q ${name} && echo true`,
  'service enabled': (name) => `systemctl is-enabled -q ${name} && echo true`,
}
