import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { called } from '../../support/called.ts'

let folder = ''
const lbprov = (...args: readonly string[]) => called(folder, args)

const adopt = (...args: readonly string[]) => lbprov('adopt', ...args)

const conf = (state: string, priority: number) => `global_defs {
router_id lb
}
vrrp_instance VI_7 {
state ${state}
interface em1
virtual_router_id 7
priority ${priority}
advert_int 1
include auth.conf
virtual_ipaddress {
192.168.1.225
}
}
virtual_server 192.168.1.225 80 {
delay_loop 2
lb_algo wrr
lb_kind DR
protocol TCP
${['222', '223'].map((end) => `real_server 192.168.1.${end} 80 {\nweight 1\nTCP_CHECK {\nconnect_timeout 1\n}\n}\n`).join('')}}
`

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lbprov-adopt-'))
  writeFileSync(join(folder, 'a.conf'), conf('BACKUP', 100))
  writeFileSync(join(folder, 'b.conf'), conf('BACKUP', 90))
  writeFileSync(join(folder, 'auth.conf'), 'authentication {\nauth_type PASS\nauth_pass s3cretXY\n}\n')
  writeFileSync(join(folder, 'table'), '-A -t 192.168.1.225:80 -s rr\n')
})
afterAll(() => rmSync(folder, { recursive: true }))

test('a pair is taken over: what it would write means the same, and nothing is overwritten', async () => {
  const args = ['--director', 'a=a.conf', '--director', 'b=b.conf', '--ipvsadm', 'a=table', '-o', 'new']
  const { stdout, stderr, status } = await adopt(...args)
  expect([status, stderr]).toEqual([0, ''])
  expect(stdout).not.toContain('would change')
  expect(stdout).not.toContain('not carried over')
  expect(stdout).toContain('-t 192.168.1.225:80: -s rr, expected -s wrr (wrong)')
  expect(stdout).not.toContain('s3cretXY')
  expect(readFileSync(join(folder, 'new/group_vars/all.yml'), 'utf8')).toContain('auth_pass: s3cretXY')
  expect(statSync(join(folder, 'new/group_vars/all.yml')).mode & 0o777).toBe(0o600)
  const again = await adopt(...args)
  expect(again.status).toBe(3)
  expect(again.stderr).toMatch(/^new\/hosts, .* are there already$/m)
})

test.each([
  ['a slip for auth_pass', 'auth_pss hunt3r2'],
  ['one alone', 'hunt3r2'],
  ['one behind a condition', '@other auth_pass hunt3r2'],
  ['one in another block', 'priority {\nauth_pass hunt3r2\n}'],
])('%s is not shown', async (title, line) => {
  const auth = `authentication {\nauth_type PASS\n${line}\n}\n`
  for (const [name, text] of [
    ['whole', conf('BACKUP', 100).replace('include auth.conf\n', auth)],
    ['part', `vrrp_instance V {\n${auth}}\n`],
  ] as const) {
    writeFileSync(join(folder, 'slip.conf'), text)
    const output = `${name} ${title}`.replaceAll(' ', '-')
    const { stdout, stderr } = await adopt('--director', 'a=slip.conf', '-o', output)
    const said = stdout + stderr
    expect(said).toContain('auth_type PASS')
    expect(said).not.toContain('hunt3r2')
  }
})

test('a file that can not be read stops it, with the place', async () => {
  writeFileSync(join(folder, 'c.conf'), 'vrrp_instance V {\n')
  const { status, stderr } = await adopt('--director', 'c=c.conf', '-o', 'other')
  expect(status).toBe(3)
  expect(stderr).toContain('c.conf:1:1')
  expect((await adopt('--director', 'c', '-o', 'other')).status).toBe(3)
  const noName = await adopt('--director', '.c=a.conf', '-o', 'other')
  expect([noName.status, noName.stderr]).toEqual([3, expect.stringContaining('Expected name=value')])
})

test('lint of one file says for which version', async () => {
  const { status, stdout } = await lbprov('lint', 'a.conf')
  expect([status, stdout.includes('judged for keepalived 2.2.8')]).toEqual([0, true])
  expect((await lbprov('lint', 'a.conf', '--keepalived-version', '1.2.13')).stdout).not.toContain('judged for')
})

test('files of hosts tell what a run would change there', async () => {
  writeFileSync(join(folder, 'web.addr'), '1: lo: <UP>\n    inet 192.168.1.225/8 scope global lo\n')
  writeFileSync(join(folder, 'web.sysctl'), 'net.ipv4.conf.all.arp_ignore = 1\nnet.ipv4.conf.all.arp_announce = 0\n')
  writeFileSync(join(folder, 'ifcfg-em1:0'), 'DEVICE=em1:0\nIPADDR=192.168.1.225\nNETMASK=255.255.255.255\n')
  const pair = ['--director', 'a=a.conf', '--director', 'b=b.conf', '--real-server', 'web=192.168.1.222']
  const given = ['--addresses', 'web=web.addr', '--sysctl', 'web=web.sysctl', '--addresses', 'a=ifcfg-em1:0']
  const { stdout, stderr } = await adopt(...pair, ...given, '-o', 'third')
  expect(stderr).toBe('')
  expect(stdout).toContain(`on web a run would change:
  sysctl[net.ipv4.conf.all.arp_announce]
    live: 0 → 2
  address[192.168.1.225/32]
    live: 192.168.1.225/8 on lo → 192.168.1.225/32 on lo
`)
  expect(stdout).toContain('192.168.1.225 is on em1 for good')
  const slip = await adopt(...pair, '--sysctl', 'wep=web.sysctl', '-o', 'fourth')
  expect([slip.status, slip.stderr]).toEqual([3, expect.stringContaining('there is no host wep')])
})

test('hosts are asked, or files are read, but not both', async () => {
  const both = await adopt('-i', 'hosts', '--director', 'a=a.conf', '-o', 'fifth')
  expect([both.status, both.stderr]).toEqual([3, expect.stringContaining('cannot be used with')])
  const neither = await adopt('-o', 'fifth')
  expect([neither.status, neither.stderr]).toEqual([3, expect.stringContaining('an inventory or the file')])
  writeFileSync(join(folder, 'hosts'), '[lbs]\nlb1\n[realservers]\nweb\n')
  const group = await adopt('-i', 'hosts', '-o', 'fifth')
  expect([group.status, group.stderr]).toEqual([3, expect.stringContaining('their group with --director-group')])
})

test('a host that can not be entered, or is no director, stops it before anything is written', async () => {
  writeFileSync(join(folder, 'far'), '[directors]\nlb1 ansible_host=127.0.0.1 ansible_port=1\n[realservers]\nlb1\n')
  const far = await adopt('-i', 'far', '-o', 'sixth')
  expect([far.status, far.stderr]).toEqual([4, expect.stringContaining('nothing was written')])
  writeFileSync(join(folder, 'near'), '[directors]\nlb1 ansible_connection=local\n[realservers]\nlb1\n')
  const near = await adopt('-i', 'near', '-o', 'sixth')
  expect([near.status, near.stderr]).toEqual([3, expect.stringContaining('lb1 has no /etc/keepalived/keepalived.conf')])
})
