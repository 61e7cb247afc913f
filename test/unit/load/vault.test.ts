import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openVault } from '../../../src/load/text/vault.ts'
import { inventoryOf, problemsOf, roleWith, siteOf, warningsOf } from './helpers.ts'

// Made by ansible-vault of ansible-core 2.14.
const fixture = (name: string) => readFileSync(join(import.meta.dirname, '../../fixtures/vaults', name), 'utf8')
const right = { id: 'default', password: 'right horse' }
const wrong = { id: 'lab', password: 'wrong' }
const inline = fixture('inline.txt')

describe('what ansible-vault has encrypted', () => {
  test.each(['all.yml', 'labelled.yml'])('%s', (name) =>
    expect(openVault(fixture(name), [wrong, right])).toBe('auth_pass: s3cret77\nnumber: 4711\n'),
  )

  test.each([
    ['by nobody', fixture('all.yml'), [], 'no vault password is given'],
    ['by a wrong password', fixture('all.yml'), [wrong], 'none of the passwords that are given opens it'],
    [
      'with a label',
      fixture('labelled.yml'),
      [wrong],
      'none of the passwords that are given opens it; its label is lab',
    ],
    ['cut off', fixture('all.yml').slice(0, 300), [right], 'it is not whole'],
    [
      'of another format',
      '$ANSIBLE_VAULT;1.0;AES\n00\n',
      [right],
      'its format is $ANSIBLE_VAULT;1.0;AES, and lbprov knows 1.1 and 1.2 with AES256',
    ],
  ])('%s it stays closed', (_, text, passwords, message) => {
    expect(() => openVault(text, passwords)).toThrow(message)
  })
})

const role = {
  'roles/a/role.js': roleWith({ auth_pass: { type: 'string' } }),
  'site.yaml': '- hosts: web\n  roles: [a]\n',
}
const hosts = '[web]\nw1\n[db]\nd1\n'

/** The role's param on w1, and what was to be hidden. */
async function paramOf(files: Record<string, string>) {
  const hidden: string[] = []
  const site = await siteOf(
    { hosts, ...role, ...files },
    { vaultPasswords: [right], hide: (secrets) => void hidden.push(...secrets) },
  )
  const [assignments] = [...site.plays[0]!.assignments.values()]
  return { param: (assignments![0]!.params as { auth_pass: string }).auth_pass, hidden }
}

test('a file and a value in a vault are read, and hidden from every output', async () => {
  expect(await paramOf({ 'group_vars/web.yml': fixture('all.yml') })).toEqual({
    param: 's3cret77',
    hidden: ['s3cret77', '4711'],
  })
  expect(await paramOf({ 'group_vars/web.yml': `auth_pass: ${inline}` })).toEqual({
    param: 's3cr€t',
    hidden: ['s3cr€t'],
  })
  expect(await paramOf({ 'group_vars/web.yml': `auth_pass: "{{ v }}!"\nv: ${inline}` })).toMatchObject({
    param: 's3cr€t!',
  })
})

test('a vault that stays closed concerns those whose it is', async () => {
  const closed = { hosts, ...role, 'group_vars/web.yml': 'auth_pass: x', 'group_vars/db.yml': fixture('all.yml') }
  expect(await problemsOf(siteOf(closed))).toEqual([])
  expect(await warningsOf({ hosts: '[web]\nw1\n[db]\n', 'group_vars/db.yml': fixture('all.yml') })).toEqual([
    'group_vars/db.yml:1:1: the vault stays closed: no vault password is given\n    Give its password: --vault-password-file FILE, --vault-id LABEL@FILE, or --ask-vault-pass.',
  ])
  expect(
    await problemsOf(siteOf({ ...closed, 'site.yaml': '- hosts: db\n  vars: {auth_pass: x}\n  roles: [a]\n' })),
  ).toEqual([
    'group_vars/db.yml:1:1: the vault stays closed: no vault password is given\n    Give its password: --vault-password-file FILE, --vault-id LABEL@FILE, or --ask-vault-pass.',
  ])
})

test('an inventory may be in a vault', async () => {
  const { hosts } = await inventoryOf({ hosts: fixture('hosts.txt') }, { vaultPasswords: [right] })
  expect(hosts.map(({ name }) => name)).toEqual(['w1', 'd1'])
})
