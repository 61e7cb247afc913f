import { expect } from 'vitest'
import { machineExec, machineNamed } from '../../lab/index.ts'
import type { StepReport } from '../../src/model/report.ts'
import { flavour, on } from './support.ts'

/** Everything of a host that a check must leave alone; what comes and goes by itself left out. */
export const fingerprint = (name: string): Promise<string> =>
  on(
    name,
    `cd /; find etc -type f -exec sha256sum {} + | sort; find etc -type l -printf '%p %l\\n' | sort
     dpkg-query -W 2>/dev/null; rpm -qa 2>/dev/null | sort
     systemctl list-units --type service --plain --no-legend --all 2>/dev/null | awk '!/hostnamed|dispatcher|user@|session/ {print $1,$3}'
     lsmod | awk '{print $1}' | sort; ip -o addr | sed 's/ *valid_lft.*//'; ls -la /var/run/lbprov /root 2>&1
     sysctl -a 2>/dev/null | grep -E '^(net\\.ipv4|net\\.ipv6|kernel\\.(host|domain))'`,
  ).then(({ stdout }) => stdout)

/** Each file and link under /etc, with its checksum or target. */
export async function etcFiles(name: string): Promise<Map<string, string>> {
  const list = "find /etc -type f -exec sha256sum {} + | awk '{ print $2, $1 }'; find /etc -type l -printf '%p %l\\n'"
  const { stdout } = await on(name, list)
  const lines = stdout.trim().split('\n')
  return new Map(lines.map((line) => [line.slice(0, line.indexOf(' ')), line]))
}

/** What puts the virtual address on lo at boot. */
export async function bootFilesOf(name: string): Promise<string[]> {
  if (flavour(name) === 'el6') {
    const { stdout } = await on(name, "grep -lx 'IPADDR=192.168.1.225' /etc/sysconfig/network-scripts/ifcfg-lo:*")
    return stdout.trim().split('\n')
  }
  const unit = 'lbprov-address-192.168.1.225.service'
  return [`/etc/systemd/system/${unit}`, `/etc/systemd/system/multi-user.target.wants/${unit}`]
}

/** True of an EL6 machine that lets nothing but ssh in. */
export const hasFirewall = (name: string): boolean => machineNamed(name).roles.includes('firewall')

/** ipvsadm's own boot service, which would fight keepalived over the table. */
export async function ipvsadmServiceIsOff(name: string): Promise<boolean> {
  if (flavour(name) !== 'debian') return !(await startsAtBoot(name, 'ipvsadm'))
  const { stdout } = await on(name, 'cat /etc/default/ipvsadm')
  return /^AUTO="false"$/m.test(stdout) && /^DAEMON="none"$/m.test(stdout)
}

export async function startsAtBoot(name: string, service: string): Promise<boolean> {
  const look = flavour(name) === 'el6' ? `ls /etc/rc.d/rc3.d/S??${service}` : `systemctl is-enabled ${service}`
  return (await machineExec(name, look)).code === 0
}

/** Looks whether the changes of a step are so on the host, with other means than the probe's. */
export async function expectSo(host: string, { resource, changes }: StepReport): Promise<void> {
  const [, kind, name] = /^([a-z-]+)\[(.*)\]$/s.exec(resource)!
  for (const { attribute, to } of changes) {
    const look = looks[`${kind} ${attribute} ${flavour(host)}`] ?? looks[`${kind} ${attribute}`]
    expect(look, `no evidence known for ${kind} ${attribute}`).toBeDefined()
    const { stdout } = await on(host, look!(name!))
    const isText = kind === 'file' && attribute === 'content'
    const seen = isText ? stdout.replace(/(auth_pass) \S+/, '$1 ‹secret›') : stdout.trim()
    expect(seen, `${host} ${resource} ${attribute}`).toBe(to)
  }
}

/** `80/tcp`, or `vrrp`. */
function ruleFor(opening: string): string {
  const [port, protocol] = opening.split('/')
  return protocol ? `-p ${protocol} .*--dport ${port} .*-j ACCEPT` : `-p (112|${port}) .*-j ACCEPT`
}

const looks: Readonly<Record<string, (name: string) => string>> = {
  'sysctl live': (key) => `sysctl -n ${key}`,
  'sysctl boot': (key) => `awk -F ' = ' '$1 == "${key}" { print $2 }' /etc/sysctl.d/zz-lbprov.conf`,
  'address interface': (cidr) => `ip -o addr | awk '$4 == "${cidr}" { print $2 }'`,
  'address live': (cidr) => `ip -o addr | grep -q ' ${cidr} ' && echo true`,
  'address boot': (cidr) => `systemctl is-enabled -q lbprov-address-${cidr.split('/')[0]}.service && echo true`,
  'address boot el6': (cidr) =>
    `grep -q ^IPADDR=${cidr.split('/')[0]} /etc/sysconfig/network-scripts/ifcfg-lo:* && echo true`,
  'pkg installed': (name) => `rpm -q ${name} >/dev/null && echo true`,
  'pkg installed debian': (name) => `dpkg -s ${name} | grep -q '^Status: install ok installed' && echo true`,
  'kernel-module loaded': (name) => `lsmod | grep -q '^${name} ' && echo true`,
  'kernel-module boot': (name) => `grep -qrx ${name} /etc/modules-load.d && echo true`,
  'kernel-module boot el6': (name) => `grep -q ${name} /etc/sysconfig/modules/*.modules && echo true`,
  'line line': (name) => `grep -E '${name.split(' ')[1]}' ${name.split(' ')[0]}`,
  'file content': (path) => `cat ${path}`,
  'file mode': (path) => `stat -c 0%a ${path}`,
  'file owner': (path) => `stat -c %U ${path}`,
  'file group': (path) => `stat -c %G ${path}`,
  'directory type': (path) => `stat -c %F ${path}`,
  'directory mode': (path) => `stat -c 0%a ${path}`,
  'directory owner': (path) => `stat -c %U ${path}`,
  'directory group': (path) => `stat -c %G ${path}`,
  'firewall live el6': (opening) => `iptables -S INPUT | grep -qE -- '${ruleFor(opening)}' && echo true`,
  'firewall boot el6': (opening) => `grep -qE -- '${ruleFor(opening)}' /etc/sysconfig/iptables && echo true`,
  'service running': (name) => `systemctl is-active -q ${name} && echo true`,
  'service running el6': (name) => `pidof ${name} >/dev/null && echo true`,
  'service current': (name) =>
    `[ "$(stat -c %Y /etc/keepalived/keepalived.conf)" -le "$(stat -c %Y /proc/$(pidof -s ${name}))" ] && echo true`,
  'ipvs-service options': (name) => `ipvsadm -Sn | sed -n 's/^-A ${name} //p'`,
  'ipvs-service 192.168.1.222:80': (name) => `ipvsadm -Sn | sed -n 's/^-a ${name} -r 192.168.1.222:80 //p'`,
  'ipvs-service 192.168.1.223:80': (name) => `ipvsadm -Sn | sed -n 's/^-a ${name} -r 192.168.1.223:80 //p'`,
  'ipvs-service others': (name) =>
    `ipvsadm -Sn | grep -- '^-a ${name} ' | grep -v -e 192.168.1.222:80 -e 192.168.1.223:80 || echo none`,
  'service enabled': (name) => `systemctl is-enabled -q ${name} && echo true`,
  'service enabled el6': (name) => `ls /etc/rc.d/rc3.d/S??${name} >/dev/null && echo true`,
}
