import { execFileSync } from 'node:child_process'
import { join } from 'node:path'

/** An inventory for Ansible: paths of files, patterns to be asked, variables whose expressions are to be worked out. */
export interface AnsibleCase {
  readonly inventory: readonly string[]
  readonly patterns?: readonly string[]
  readonly templates?: readonly string[]
  readonly playbookDir?: string
  /** As `-e` has them: name=value. */
  readonly extraVars?: readonly string[]
}

export interface AnsibleAnswer {
  readonly error?: string
  readonly hosts: readonly string[]
  readonly groups: Readonly<Record<string, readonly string[]>>
  readonly vars: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  readonly patterns: Readonly<Record<string, readonly string[]>>
}

/** What ansible-core makes of inventories, all in one process. */
export const askAnsible = (cases: readonly AnsibleCase[]): readonly AnsibleAnswer[] => ask('ansible-oracle.py', cases)

/** What `ansible-inventory` prints with these words in this folder, for all of them in one go. */
export const ansibleInventory = (
  cases: readonly { readonly cwd: string; readonly words: readonly string[] }[],
): readonly string[] => ask('ansible-inventory.py', cases)

function ask<T>(script: string, cases: readonly unknown[]): T {
  // Debian's Python, which has Debian's ansible-core: another one may be found first.
  const text = execFileSync('/usr/bin/python3', [join(import.meta.dirname, script)], {
    input: JSON.stringify(cases),
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
    env: {
      ...process.env,
      ANSIBLE_CONFIG: join(import.meta.dirname, '../fixtures/inventories/ansible.cfg'),
      LC_ALL: 'C.UTF-8',
    },
  })
  return JSON.parse(text)
}
