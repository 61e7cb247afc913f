import type { Path } from '../../model/host.ts'
import type { Cluster, Instance } from '../cluster.ts'
import type { Finding } from '../finding.ts'
import type { Service } from '../service.ts'
import { atLeast, compareVersions } from '../version.ts'

/** A word in use and where: `TCP_CHECK.retry`. */
interface Use {
  readonly word: string
  readonly variable: 'vrrp_instances' | 'virtual_servers'
  readonly path: Path
}

/**
 * First version of each word that not every keepalived since 1.2.13 (EL6) has, read off the keyword tables of the
 * releases.
 */
const since: Readonly<Record<string, string>> = {
  'vrrp_instance.version 3': '1.2.17',
  'lb_algo fo': '1.3.6',
  'lb_algo ovf': '1.3.6',
  'lb_algo mh': '2.0.7',
  'lb_algo twos': '2.2.5',
  'real_server.lb_kind': '1.3.6',
  DNS_CHECK: '1.3.0',
  UDP_CHECK: '2.1.0',
  PING_CHECK: '2.1.0',
  'DNS_CHECK.warmup': '1.3.7',
  'DNS_CHECK.delay_before_retry': '1.3.7',
  'SMTP_CHECK.connect_ip': '1.2.18',
  'SMTP_CHECK.connect_port': '1.2.18',
  'SMTP_CHECK.bindto': '1.2.18',
  'MISC_CHECK.retry': '1.3.7',
  'MISC_CHECK.delay_before_retry': '1.3.7',
  'MISC_CHECK.user': '1.3.0',
  'SSL_GET.enable_sni': '1.4.3',
  'UDP_CHECK.payload': '2.2.0',
  'url.virtualhost': '1.3.6',
  'url.status_code list': '2.0.17',
}

/** What the cluster asks for and that version of keepalived can't do (L26, L35, L57). Silence there would be a different cluster. */
export function unsupportedWords(cluster: Cluster, version: string): readonly Finding[] {
  return [
    ...[...cluster.instances.flatMap(instanceUses), ...cluster.services.flatMap(serviceUses)].flatMap((use) =>
      tooNew(use, version),
    ),
    ...cluster.services.flatMap((service) => weightZero(service, version)),
    ...cluster.instances.flatMap((instance) => tooManyAddresses(instance, version)),
  ]
}

function tooNew({ word, variable, path }: Use, version: string): readonly Finding[] {
  const first = since[word]
  if (!first || atLeast(version, first)) return []
  return [
    {
      rule: 'L26',
      variable,
      path,
      message: `keepalived ${version} has no ${word.replace('.', ' ')}`,
      hint: `it came with ${first}; leave it out, or use a release with a newer keepalived`,
    },
  ]
}

function instanceUses({ name, version }: Instance): readonly Use[] {
  const path = [name, 'version']
  return version === 3 ? [{ word: 'vrrp_instance.version 3', variable: 'vrrp_instances', path }] : []
}

function serviceUses(service: Service): readonly Use[] {
  const { index, scheduler, realServers, words } = service
  const use = (word: string, ...path: Path): Use => ({ word, variable: 'virtual_servers', path: [index, ...path] })
  return [
    use(`lb_algo ${scheduler}`, 'lb_algo'),
    ...realServers.flatMap(({ forwarding }, i) =>
      forwarding === service.forwarding ? [] : [use('real_server.lb_kind', 'real_servers', i, 'lb_kind')],
    ),
    ...checkerUses(service, use),
    ...urlUses(words, use),
  ]
}

function checkerUses({ checker }: Service, use: (word: string, ...path: Path) => Use): readonly Use[] {
  if (!checker) return []
  const { name, words } = checker
  return [use(name, name), ...Object.keys(words).map((key) => use(`${name}.${key}`, name, key))]
}

function urlUses({ HTTP_GET, SSL_GET }: Service['words'], use: (word: string, ...path: Path) => Use): readonly Use[] {
  const url = (HTTP_GET ?? SSL_GET)?.url
  const name = HTTP_GET ? 'HTTP_GET' : 'SSL_GET'
  return [
    ...(url?.virtualhost === undefined ? [] : [use('url.virtualhost', name, 'url', 'virtualhost')]),
    ...(/^\d+$/.test(String(url?.status_code ?? 200)) ? [] : [use('url.status_code list', name, 'url', 'status_code')]),
  ]
}

/** 2.0.0 to 2.0.15 reject 0 and take 1; 2.1.x programs 1 (EL8, Debian 11). */
function weightZero({ realServers }: Service, version: string): readonly Finding[] {
  const between = (from: string, to: string) => atLeast(version, from) && compareVersions(version, to) < 0
  if (!between('2.0.0', '2.0.16') && !between('2.1.0', '2.2.0')) return []
  return realServers
    .filter(({ weight }) => weight === 0)
    .map(({ path }) => ({
      rule: 'L35',
      variable: 'virtual_servers',
      path: [...path, 'weight'],
      message: `keepalived ${version} makes weight 1 of weight 0`,
      hint: 'leave the real server out, or drain it with ipvsadm -e … -w 0 on every director',
    }))
}

/** EL6: VRRP_MAX_VIP is 20, what is above is dropped with a line in the log. */
function tooManyAddresses({ name, addresses }: Instance, version: string): readonly Finding[] {
  if (addresses.length <= 20 || atLeast(version, '1.3.0')) return []
  return [
    {
      rule: 'L57',
      variable: 'vrrp_instances',
      path: [name, 'virtual_ipaddress'],
      message: `keepalived ${version} takes 20 addresses an instance; there are ${addresses.length}`,
      hint: 'move the others to virtual_ipaddress_excluded',
    },
  ]
}
