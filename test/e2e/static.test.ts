import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { distribution, rebootMachine } from '../../lab/index.ts'
import type { Report } from '../../src/model/report.ts'
import {
  amissIn,
  bareLab,
  changesIn,
  eventually,
  flavour,
  lbprov,
  model,
  on,
  project,
  root,
  tableOf,
  url,
} from './support.ts'

/** One director, without keepalived. */
const cwd = project({
  hosts: `[director]
dir1 ansible_host=192.168.1.220 static=true
[realservers]
rs1 ansible_host=192.168.1.222
rs2 ansible_host=192.168.1.223
[all:vars]
ansible_user=root
`,
  'group_vars/all.yml': readFileSync(join(root, 'inventory/group_vars/all.yml'), 'utf8'),
  'static.yaml': `- hosts: realservers
  roles: [realserver-arp]
- hosts: director
  roles: [install-ipvsadm, director-vip]
`,
})

async function run(): Promise<{ code: number; report: Report }> {
  const { code, stdout, stderr } = await lbprov(['static.yaml', '-i', 'hosts', '--format', 'json'], { cwd })
  if (stdout === '') throw new Error(stderr)
  return { code, report: JSON.parse(stdout) as Report }
}

const serves = async () => expect(await distribution(url, 20)).toEqual({ rs1: 10, rs2: 10 })

describe('a static director', () => {
  beforeAll(async () => {
    await bareLab()
    const { code, report } = await run()
    expect(code, amissIn(report)).toBe(0)
  })

  test('serves, and a second run changes nothing', async () => {
    await serves()
    const { code, report } = await run()
    expect([code, changesIn(report)]).toEqual([0, []])
  })

  // EL6: the service's stop takes the module away
  const emptied = flavour('dir1') === 'el6' ? 'service ipvsadm stop' : 'ipvsadm -C'
  test(`gets its table back after ${emptied}`, async () => {
    await on('dir1', emptied)
    expect(await tableOf('dir1')).toEqual([])
    expect((await run()).code).toBe(0)
    expect(await tableOf('dir1')).toEqual(model)
    await serves()
  })

  test('serves after a reboot, and a run changes nothing', async () => {
    await rebootMachine('dir1')
    await eventually('it serves', serves)
    const { code, report } = await run()
    expect([code, changesIn(report)]).toEqual([0, []])
  })
})
