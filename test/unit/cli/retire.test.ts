import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { called } from '../../support/called.ts'
import { isRoot } from '../../support/tools.ts'
import { tempFolder } from '../transport/support/temp.ts'

let folder = ''
const put = (path: string, text: string) => writeFileSync(join(folder, path), text)
const there = (name: string) => existsSync(join(folder, name))

/** Two hosts that are both this machine, whose role writes a file each, and a cluster that sends to the second where `servers` says so. */
beforeEach(() => {
  folder = tempFolder()
  mkdirSync(join(folder, 'roles/mine'), { recursive: true })
  put(
    'hosts',
    '[mine]\nh1 ansible_connection=local address=192.168.1.222\nh2 ansible_connection=local address=192.168.1.223\n',
  )
  put(
    'roles/mine/role.ts',
    `import { defineRole, file } from 'lbprov'
import { clusterVariables } from 'lbprov/lvs'
export default defineRole({
  params: { ...clusterVariables },
  part: (params) => ({ cluster: params, realServer: { prepared: ['DR'] } }),
  resources: ({ host }) => [file(\`${folder}/\${host.name}\`, { content: 'x' })],
})
`,
  )
  play(['h1', 'h2'])
})

const play = (servers: readonly string[]) =>
  put(
    'site.yaml',
    `- hosts: mine
  vars: { virtual_servers: [{ address: 192.168.1.225, port: 80, lb_kind: DR, real_servers: [${servers}] }] }
  roles: [mine]
`,
  )

/** One host at a time, both being one machine. */
async function lbprov(...words: readonly string[]) {
  const { status, stdout, stderr } = await called(folder, [...words, '-i', 'hosts', '-f', '1'])
  return { status, text: `${stdout}${stderr}` }
}

test.skipIf(!isRoot)(
  'a host is taken out when nobody sends to it any more; what it had goes, and nothing of the others',
  async () => {
    expect((await lbprov('run', 'site.yaml')).status).toBe(0)
    expect([there('h1'), there('h2')]).toEqual([true, true])
    expect(await lbprov('retire', 'h2', 'site.yaml')).toMatchObject({
      status: 3,
      text: expect.stringContaining('directors send to h2 still'),
    })
    play(['h1'])
    const check = await lbprov('retire', 'h2', 'site.yaml', '--check')
    expect(check).toMatchObject({ status: 0, text: expect.stringContaining(`- file[${folder}/h2]  would be deleted`) })
    expect(await lbprov('retire', 'h2', 'site.yaml')).toMatchObject({
      status: 0,
      text: expect.stringContaining('h2  changed'),
    })
    expect([there('h1'), there('h2')]).toEqual([true, false])
  },
)

test.skipIf(!isRoot)('a host in no play to which directors send still keeps what it has', async () => {
  expect((await lbprov('run', 'site.yaml')).status).toBe(0)
  put(
    'hosts',
    'h2 ansible_connection=local address=192.168.1.223\n[mine]\nh1 ansible_connection=local address=192.168.1.222\n',
  )
  expect(await lbprov('run', 'site.yaml')).toMatchObject({ status: 3, text: expect.stringContaining('(L10)') })
  mkdirSync(join(folder, 'group_vars'))
  put('group_vars/all.yml', 'lint_ignore: { L10: made ready by hand }\n')
  expect((await lbprov('run', 'site.yaml')).text).toContain('nothing to change')
  expect(there('h2')).toBe(true)
  play(['h1'])
  expect((await lbprov('run', 'site.yaml')).text).toContain(`- file[${folder}/h2]  deleted`)
  expect(there('h2')).toBe(false)
})

test('a director that the others would take for a peer still is not taken out', async () => {
  put(
    'hosts',
    '[mine]\nh1 ansible_connection=local address=192.168.1.222\n[directors]\nh2 ansible_connection=local address=192.168.1.223\n',
  )
  play(['h1'])
  expect(await lbprov('retire', 'h2', 'site.yaml')).toMatchObject({
    status: 3,
    text: expect.stringContaining('h2 is in the group directors still'),
  })
})

test.each([
  [['retire', 'site.yaml'], 'retire needs a host and a playbook'],
  [['retire', 'h3', 'site.yaml'], 'h3 is no host of the inventory'],
])('%j ends before any host is contacted', async (words, said) => {
  expect(await lbprov(...words)).toMatchObject({ status: 3, text: expect.stringContaining(said) })
})
