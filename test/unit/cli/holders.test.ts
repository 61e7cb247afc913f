import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { lbprovProgram } from '../../support/bundle.ts'
import { has } from '../../support/tools.ts'
import { tempFolder } from '../transport/support/temp.ts'

const program = await lbprovProgram()
let folder = ''

/** Two directors that are both this machine, whose role writes a file. */
beforeEach(() => {
  folder = tempFolder()
  const put = (path: string, text: string) => writeFileSync(join(folder, path), text)
  mkdirSync(join(folder, 'roles/mine'), { recursive: true })
  const hosts = [220, 221].map(
    (last, i) => `dir${i + 1} ansible_connection=local address=192.168.1.${last} prio=${100 - i}`,
  )
  put('hosts', `[directors]\n${hosts.join('\n')}\n`)
  put(
    'site.yaml',
    `- hosts: directors
  vars:
    vrrp_instances:
      VI_1:
        interface: em1
        virtual_router_id: 61
        version: 3
        advert_int: 0.01
        virtual_ipaddress: [192.168.1.225/32]
  roles: [mine]
`,
  )
  put(
    'roles/mine/role.ts',
    `import { defineRole, file } from 'lbprov'
import { clusterVariables } from 'lbprov/lvs'
export default defineRole({
  params: { ...clusterVariables, prio: { type: 'integer' } },
  part: (params) => ({
    cluster: params,
    director: { priority: params.prio, group: 'directors', master: params.prio === 100 },
    table: { static: false },
    kernel: { addresses: false },
  }),
  resources: ({ host }) => [file(\`${folder}/\${host.name}\`, { content: 'x' })],
})
`,
  )
})

/** In a network of its own, in which em1 has the virtual address. */
function run(...words: readonly string[]) {
  const network =
    'ip link add em1 type veth peer name em2; ip link set em1 up; ip addr add 192.168.1.220/24 dev em1; ip addr add 192.168.1.225/32 dev em1; exec "$@"'
  const command = [process.execPath, program, 'run', 'site.yaml', '-i', 'hosts', '--wait', '300', ...words]
  const given = ['-Urn', 'sh', '-c', network, 'sh', ...command]
  const { status, stdout, stderr } = spawnSync('unshare', given, { cwd: folder, encoding: 'utf8' })
  return { status, text: `${stdout}${stderr}` }
}

describe.skipIf(!has('unshare') || !has('ip'))('a run that changes what a director’s role has', () => {
  test('ends with 1 where both have the address, and asks nothing where it changes nothing', () => {
    const { status, text } = run()
    expect(text).toContain('FAILED dir1, dir2\n  192.168.1.225 is on dir1 and dir2: one director may have it')
    expect(status).toBe(1)
    expect(run()).toMatchObject({ status: 0, text: expect.stringContaining('2 hosts: nothing to change.') })
  })

  test('says which director was not asked', () => {
    const { status, text } = run('--limit', 'dir1')
    expect(text).toMatch(
      /NOTES\n {2}dir1: NOT CHECKED: whether 192\.168\.1\.225 is on one director alone,\s+since dir2/,
    )
    expect(status).toBe(0)
  })
})
