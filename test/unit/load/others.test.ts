import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { othersCanChange } from '../../../src/load/playbook/others.ts'
import { problemsOf, roleWith, siteOf } from './helpers.ts'

afterEach(() => vi.restoreAllMocks())

/** site/roles/r/role.ts, safe, and /etc with one user, who has the group of these files to themselves. */
function tree(members = ''): { root: string; role: string; etc: string } {
  const root = mkdtempSync(join(tmpdir(), 'lbprov-others-'))
  const role = join(root, 'site/roles/r/role.ts')
  for (const folder of ['site', 'site/roles', 'site/roles/r', 'etc']) mkdirSync(join(root, folder), { mode: 0o755 })
  writeFileSync(role, '', { mode: 0o644 })
  const { uid, gid } = lstatSync(role)
  writeFileSync(join(root, 'etc/passwd'), `me:x:${uid}:${gid}::/:\nyou:x:4711:4711::/:\n`)
  writeFileSync(join(root, 'etc/group'), `mine:x:${gid}:${members}\n`)
  return { root, role, etc: join(root, 'etc') }
}

test('what only its owner writes is theirs', () => {
  const { role, etc } = tree()
  expect(othersCanChange(role, etc)).toBeUndefined()
})

test.each([
  ['site', 0o777],
  ['site/roles', 0o777],
  ['site/roles/r', 0o757],
  ['site/roles/r/role.ts', 0o646],
])('%s that all may write', (path, mode) => {
  const { root, role, etc } = tree()
  chmodSync(join(root, path), mode)
  expect(othersCanChange(role, etc)).toEqual({
    reason: `others may write ${join(root, path)}`,
    remedy: `See that you want what is there, then: chmod go-w ${join(root, path)}`,
  })
})

test('all that others may write is named at once', () => {
  const { root, role, etc } = tree()
  const paths = ['site/roles', 'site/roles/r/role.ts'].map((path) => join(root, path))
  for (const path of paths) chmodSync(path, 0o777)
  expect(othersCanChange(role, etc)!.remedy).toContain(`chmod go-w ${paths.join(' ')}`)
})

test('a sticky folder takes nothing away from its owner', () => {
  const { root, role, etc } = tree()
  chmodSync(join(root, 'site'), 0o1777)
  expect(othersCanChange(role, etc)).toBeUndefined()
})

test.each([
  ['', false],
  ['me', false],
  ['me,you', true],
  ['of-a-directory-service', true],
])('a group with the members %j', (members, refused) => {
  const { root, role, etc } = tree(members)
  chmodSync(join(root, 'site/roles'), 0o775)
  expect(othersCanChange(role, etc) !== undefined).toBe(refused)
})

test('a group that is not known', () => {
  const { root, role } = tree()
  chmodSync(join(root, 'site/roles'), 0o775)
  expect(othersCanChange(role, root)?.reason).toBe(`others may write ${join(root, 'site/roles')}`)
})

test('where a link leads counts, and where it lies', () => {
  const { root, role, etc } = tree()
  mkdirSync(join(root, 'open'))
  renameSync(join(root, 'site/roles/r'), join(root, 'open/r'))
  symlinkSync('../../open/r', join(root, 'site/roles/r'))
  expect(othersCanChange(role, etc)).toBeUndefined()
  chmodSync(join(root, 'open'), 0o777)
  expect(othersCanChange(role, etc)?.reason).toBe(`others may write ${join(root, 'open')}`)
})

/** A file of another user: root gives it away, anybody else is taken for another. */
function giveAway(path: string): number {
  const { uid } = lstatSync(path)
  if (uid === 0) chownSync(path, 4711, -1)
  else vi.spyOn(process, 'getuid').mockReturnValue(4711)
  return uid === 0 ? 4711 : uid
}

test('what belongs to another user', () => {
  const { role, etc } = tree()
  const uid = giveAway(role)
  expect(othersCanChange(role, etc)!.reason).toMatch(new RegExp(`^/.* belongs to another user \\(uid ${uid}\\)$`))
})

test('under sudo, what belongs to the user who called it is theirs', () => {
  const { role, etc } = tree()
  const uid = giveAway(role)
  vi.spyOn(process, 'getuid').mockReturnValue(0)
  vi.stubEnv('SUDO_UID', String(uid))
  expect(othersCanChange(role, etc)).toBeUndefined()
  vi.stubEnv('SUDO_UID', '4712')
  expect(othersCanChange(role, etc)).toBeDefined()
  vi.unstubAllEnvs()
})

test('in a user namespace, folders of users that it does not know are as good as root', () => {
  const { root, role } = tree()
  if (process.getuid!() === 0) chownSync(join(root, 'site'), 4711, -1)
  const module = new URL('../../../src/load/playbook/others.ts', import.meta.url).href
  const script = `console.log((await import(${JSON.stringify(module)})).othersCanChange(process.argv[1]))`
  const words = ['-Ur', process.execPath, '--input-type=module', '-e', script, role]
  expect(execFileSync('unshare', words, { encoding: 'utf8' })).toBe('undefined\n')
})

test('a role that others may write is not run', async () => {
  const marked = globalThis as { written?: boolean }
  const problems = await problemsOf(
    siteOf(
      { hosts: 'h\n', 'site.yaml': '- hosts: all\n  roles: [r]\n', 'roles/r/role.js': 'globalThis.written = true\n' },
      {},
      (cwd) => chmodSync(join(cwd, 'roles'), 0o777),
    ),
  )
  expect(problems).toEqual([
    expect.stringMatching(
      /^roles\/r\/role\.js:1:1: the role is not loaded: others may write \/.*\/roles\n {4}See .*: chmod go-w \/.*\/roles$/,
    ),
  ])
  expect(marked.written).toBeUndefined()
})

test("roles of the working directory are not the playbook's, but for those asked for", async () => {
  const files = {
    hosts: 'h\n',
    'books/site.yaml': '- hosts: all\n  roles: [r]\n',
    'roles/r/role.js': roleWith({}),
  }
  expect(await problemsOf(siteOf(files, { playbook: 'books/site.yaml' }))).toEqual([
    expect.stringMatching(/there is no role r\n.*is taken with --roles-path roles\. Looked for r\/role\.ts in /),
  ])
  const site = await siteOf(files, { playbook: 'books/site.yaml', rolesPath: ['roles'] })
  expect(site.plays).toHaveLength(1)
  expect(await problemsOf(siteOf(files, { playbook: 'books/site.yaml', rolesPath: ['other', 'roles'] }))).toEqual([
    expect.stringMatching(/^--roles-path other: there is no such folder\n/),
  ])
})
