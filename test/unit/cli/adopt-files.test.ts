import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { type AdoptFlags, adopt } from '../../../src/cli/adopt.ts'
import type { Out } from '../../../src/cli/out.ts'
import { loadSite } from '../../../src/load/site.ts'
import { linterOf } from '../../../src/lvs/lint/linter.ts'
import { some } from '../../support/thorough.ts'

const fixtures = join(import.meta.dirname, '../../fixtures/lvs')
const rolesBuiltIn = fileURLToPath(new URL('../../../roles', import.meta.url))
const filesIn = (place: string) => globSync('{*,*/main}.conf', { cwd: join(fixtures, place) }).toSorted()
let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lbprov-adopt-files-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

function recorded() {
  const said = { stdout: '', stderr: '' }
  const sink = (stream: 'stdout' | 'stderr') => ({
    write: (text: string) => {
      said[stream] += text
    },
  })
  const secrets: string[] = []
  const out = {
    words: [],
    stdout: sink('stdout'),
    stderr: sink('stderr'),
    color: { stdout: false, stderr: false },
    secrets,
    hide: (more: readonly string[]) => void secrets.push(...more),
    clean: (text: string) => text,
  } as unknown as Out
  return { out, said }
}

let count = 0

/** What adopt says of files of directors, and where it wrote. */
async function adopted(files: readonly string[], keepalivedVersion = '2.2.8') {
  const { out, said } = recorded()
  const output = join(folder, String(count++))
  const director = new Map(files.map((file, i) => [`lb${i + 1}`, join(fixtures, file)]))
  const groups = { directorGroup: 'directors', realServerGroup: 'realservers' }
  const code = await adopt({ ...groups, director, keepalivedVersion, output, forks: 1 } as AdoptFlags, out)
  return { code, output, ...said }
}

/** What was written, loaded and judged. Throws a ConfigError for what can not be loaded. */
async function linted(output: string) {
  const options = { inventory: [join(output, 'hosts')], cwd: output, home: output, env: {}, rolesBuiltIn }
  return linterOf(await loadSite({ ...options, playbook: join(output, 'site.yaml') })).cluster()
}

const versionOf = (file: string) => /(\d+\.\d+\.\d+)\.conf$/.exec(file)?.[1]

/** Files in which there is nothing to take over. */
const empty = [
  'adopt/how-to/missing-brace.conf',
  ...['05-bom', 'bom', 'cr-only', 'crash-sync-group', 'equals', 'garp0', 'ideographic', 'incdir', 'nbsp'].map(
    (name) => `adopt/cases/${name}.conf`,
  ),
  ...['empty', 'no-vrid', 'one-line-block', 'inc-two/main'].map((name) => `oracle/files/${name}.conf`),
]

describe.each(['keepalived', 'adopt/how-to', 'adopt/cases', 'oracle/files'])('every file of %s', (place) => {
  const all = filesIn(place).map((file) => join(place, file))

  test('there are some', () => expect(all.length).toBeGreaterThan(15))

  test.each([
    ['one director', 1],
    ['two directors', 2],
  ])(
    'becomes files that load, as that of %s',
    async (_, number) => {
      for (const file of some(all, 12 * number)) {
        const { code, output, stdout, stderr } = await adopted(
          Array.from({ length: number }, () => file),
          versionOf(file),
        )
        const what = `${file}: ${stderr}`
        if (empty.includes(file)) {
          expect([code, stderr.includes('can be taken over'), existsSync(output)], what).toEqual([3, true, false])
          continue
        }
        expect([code, stderr], what).toEqual([0, ''])
        expect(stdout.replace(/^written:\n( {2}.*\n)*/m, ''), 'blames what it wrote itself').not.toContain(output)
        await linted(output)
      }
    },
    120_000,
  )
})

/** What a file of the how-tos becomes: the losses by line, and the variables. */
async function howTo(...names: readonly string[]) {
  const found = await adopted(names.map((name) => `adopt/how-to/${name}.conf`))
  const section = (title: string) => new RegExp(`^${title}:\\n((?:  .*\\n)*)`, 'm').exec(found.stdout)?.[1] ?? ''
  const lines = (title: string) =>
    [...section(title).matchAll(/^ {2}\S*?[\w-]+\.(?:conf|inc|srv):(\d+):\d+: (.*)$/gm)].map(
      ([, line, text]) => `${line} ${text}`,
    )
  const read = (name: string) => readFileSync(join(found.output, name), 'utf8')
  return {
    left: lines('not carried over'),
    changed: lines('carried over as something else'),
    vars: parse(read('group_vars/all.yml')),
    hosts: read('hosts'),
    playbook: read('site.yaml'),
    stdout: found.stdout,
  }
}

describe('what public how-tos have', () => {
  test('VRRP alone, with a password of more than 8 bytes: no play for what is not there', async () => {
    const { left, changed, vars, hosts, playbook } = await howTo('haproxy-pidof')
    expect(left).toEqual([])
    expect(changed).toEqual(['16 authentication: auth_pass', '2 /usr/bin/pidof'])
    expect(vars.vrrp_instances.VI_1.authentication).toEqual({ auth_type: 'PASS', auth_pass: 'secretpa' })
    expect(vars.global_defs.script_user).toBe('root')
    expect(hosts).not.toMatch(/backup|realservers/)
    expect(playbook).toBe(`- name: master director
  hosts: master
  roles: [director-vip, keepalived-master]
`)
  })

  test('a script by name, with a comment behind it', async () => {
    const { left, changed, vars, stdout } = await howTo('haproxy-killall')
    expect(left).toEqual([])
    expect(changed).toEqual(['8 killall'])
    expect(vars.vrrp_scripts).toEqual({ chk_haproxy: { script: 'killall -0 haproxy', interval: 2, weight: 2 } })
    expect(stdout).not.toContain('L50')
  })

  test('IPVS alone', async () => {
    const { left, vars, hosts, playbook } = await howTo('ipvs-alone')
    expect(left).toEqual(['13 TCP_CHECK: nb_get_retry 3', '21 TCP_CHECK: nb_get_retry 3'])
    expect(vars.vrrp_instances).toEqual({})
    expect(hosts).toContain('[realservers]\nrs1 ansible_host=10.0.0.21\n')
    expect(playbook).toContain('roles: [install-ipvsadm, director-vip, keepalived-master]')
  })

  test('peers say where the directors are', async () => {
    const { hosts, left, vars } = await howTo('unicast-three-a', 'unicast-three-b', 'unicast-three-c')
    expect(left).toEqual([])
    expect(hosts).toContain('[master]\nlb1 ansible_host=10.0.0.11\n')
    expect(hosts).toContain('lb2 ansible_host=10.0.0.12\nlb3 ansible_host=10.0.0.13\n')
    expect(vars.vrrp_instances.VI_1).toMatchObject({ unicast: true, priority: { lb1: 200, lb2: 150, lb3: 100 } })
    expect((await howTo('unicast-a')).left).toEqual(['13 vrrp_instance VI_1 unicast_peer: 10.0.0.12'])
  })

  test('interfaces of other names: each director has its own', async () => {
    const { output, stdout } = await adopted(['adopt/cases/13-vs.conf', 'adopt/cases/13-vsi.conf'])
    expect(stdout).not.toMatch(/differ|agree/)
    const vars = parse(readFileSync(join(output, 'group_vars/all.yml'), 'utf8'))
    expect(vars.vrrp_instances.VI_1.interface).toEqual({ lb1: 'eth0', lb2: 'ens192' })
    expect((await linted(output)).errors.map(({ rule }) => rule)).not.toContain('L03')
  })

  test('each the master of one instance', async () => {
    const { left, vars, stdout } = await howTo('active-active-a', 'active-active-b')
    expect(left).toEqual([])
    expect(vars.vrrp_instances.VI_2.priority).toEqual({ lb1: 100, lb2: 150 })
    expect(stdout).not.toContain('what lint finds in it')
  })

  test('definitions, includes, lists that are there twice, one-line blocks, CRLF and tabs', async () => {
    const names = ['definitions', 'definition-of-lines', 'includes', 'lists-twice', 'one-line-blocks', 'crlf', 'tabs']
    for (const name of names) {
      const { left, vars } = await howTo(name)
      expect(
        left.filter((text) => !text.includes('nb_get_retry')),
        name,
      ).toEqual([])
      expect(vars.vrrp_instances.VI_1, name).toMatchObject({ interface: 'eth0', virtual_router_id: 51 })
    }
    const { vars } = await howTo('includes')
    expect(vars.virtual_servers.map(({ port }: { port: number }) => port)).toEqual([25, 80])
    expect((await howTo('lists-twice')).vars.vrrp_instances.VI_1.track_script).toEqual(['one', 'two'])
  })

  test('static addresses and routes', async () => {
    const { vars, left } = await howTo('static-and-routes')
    expect(left).toEqual([])
    expect(vars.static_ipaddress).toEqual({ lb1: [{ address: '10.0.0.9/24', dev: 'eth0' }] })
    expect(vars.static_routes).toEqual(['10.9.0.0/16 via 10.0.0.1 dev eth0'])
  })

  test('what lbprov has no word for is named, each word with its line', async () => {
    expect((await howTo('garp-group')).left).toEqual([
      '1 garp_group',
      '2 garp_group: garp_interval 0.05',
      '3 garp_group: interfaces',
      '4 garp_group interfaces: eth0',
    ])
    expect((await howTo('shell-in-script')).left).toContain('16 vrrp_instances VI_1 track_script 0')
    expect((await howTo('many-slips')).left).toEqual([
      '6 vrrp_instance VI_1: advert_interval 1',
      '14 vrrp_instance VI_1: mcast_scr_ip 10.0.0.1',
    ])
  })

  test('a server on the director itself is no host of its own', async () => {
    const { vars, hosts } = await howTo('lvs-nat-http')
    expect(vars.virtual_servers[0].sorry_server).toEqual({ address: '127.0.0.1' })
    expect(hosts).not.toContain('127.0.0.1')
  })
})

test('what is not carried over is shown also when nothing can be written', async () => {
  const file = 'adopt/how-to/garp-group.conf'
  const { output } = await adopted([file])
  const { out, said } = recorded()
  const director = new Map([['lb1', join(fixtures, file)]])
  const groups = { directorGroup: 'directors', realServerGroup: 'realservers' }
  const code = await adopt({ ...groups, director, keepalivedVersion: '2.2.8', output, forks: 1 } as AdoptFlags, out)
  expect([code, said.stderr]).toEqual([3, expect.stringContaining('are there already')])
  expect(said.stdout).toContain('garp_group: garp_interval 0.05')
})
