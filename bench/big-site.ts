/** A program: writes a site of many hosts to a folder: clusters of 10 (2 directors, 8 real servers), 20 layers of group variables. Words: FOLDER HOSTS. */
import { cpSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const [folder = '', count = '500'] = process.argv.slice(2)
const root = join(import.meta.dirname, '..')
const layers = Array.from({ length: 20 }, (_, i) => `layer${i}`)
const clusters = Array.from({ length: Math.ceil(Number(count) / 10) }, (_, i) => i)

mkdirSync(join(folder, 'group_vars'), { recursive: true })
cpSync(join(root, 'playbooks/site.yaml'), join(folder, 'site.yaml'))
writeFileSync(join(folder, 'hosts'), inventory())
for (const [i, layer] of layers.entries()) {
  const own = Array.from({ length: 10 }, (_, n) => `${layer}_setting_${n}: value ${n} of layer ${i}`)
  writeFileSync(join(folder, `group_vars/${layer}.yml`), `${own.join('\n')}\nshared_setting: ${layer}\n`)
}
for (const i of clusters) writeFileSync(join(folder, `group_vars/cluster${i}.yml`), clusterVars(i))

function inventory(): string {
  const names = (i: number) =>
    ['master', 'backup', ...Array.from({ length: 8 }, (_, n) => `rs${n}`)].map((name) => `c${i}-${name}`)
  const hosts = clusters.flatMap((i) => [
    `[cluster${i}]`,
    ...names(i).map((name, n) => `${name} ansible_host=10.${i >> 8}.${i & 255}.${10 + n}`),
  ])
  const section = (title: string, lines: readonly string[]) => [`[${title}]`, ...lines]
  const nested = layers.map((layer, i) =>
    section(`${layer}:children`, i === 0 ? clusters.map((n) => `cluster${n}`) : [`layer${i - 1}`]),
  )
  return [
    ...hosts,
    ...section(
      'master',
      clusters.map((i) => `c${i}-master`),
    ),
    ...section(
      'backup',
      clusters.map((i) => `c${i}-backup`),
    ),
    ...clusters.flatMap((i) => section(`directors${i}`, [`c${i}-master`, `c${i}-backup`])),
    ...section(
      'realservers',
      clusters.flatMap((i) => names(i).slice(2)),
    ),
    ...nested.flat(),
    ...section('all:vars', ['ansible_user=root']),
    '',
  ].join('\n')
}

function clusterVars(i: number): string {
  const vip = `10.${i >> 8}.${i & 255}.200`
  const servers = Array.from({ length: 8 }, (_, n) => `c${i}-rs${n}`)
  return `director_group: directors${i}
vrrp_instances:
  VI_1: { interface: eth0, virtual_router_id: ${1 + (i % 250)}, virtual_ipaddress: [${vip}/32] }
virtual_servers:
  - { address: ${vip}, port: 80, lb_algo: wrr, lb_kind: DR, real_servers: [${servers.join(', ')}], TCP_CHECK: { connect_timeout: 1 } }
`
}
