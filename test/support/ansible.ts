import { spawn } from 'node:child_process'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Passed } from './passed.ts'

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

/** What ansible-core makes of inventories. */
export const askAnsible = (cases: readonly AnsibleCase[]): Promise<readonly AnsibleAnswer[]> => ask({ answers: cases })

/** What `ansible-inventory` prints with these words in this folder. */
export const ansibleInventory = (
  cases: readonly { readonly cwd: string; readonly words: readonly string[] }[],
): Promise<readonly string[]> => ask({ printed: cases })

// Debian's Python, which has Debian's ansible-core: another one may be found first.
const python = '/usr/bin/python3'
const oracle = join(import.meta.dirname, 'ansible-oracle.py')

/**
 * For comparisons with Ansible: where it is to be quick, those that came out well in the last run are not made again. `about` is what is asked
 * and what lbprov says.
 */
export function agreement(name: string): (about: unknown, compare: () => Promise<void>) => Promise<void> {
  const stamps = [python, '/usr/bin/ansible-inventory', oracle].map(
    (file) => `${file}:${statSync(file, { throwIfNoEntry: false })?.mtimeMs}`,
  )
  const passed = new Passed(`ansible-${name}`, stamps)
  const texts: string[] = []
  return async (about, compare) => {
    const text = JSON.stringify(about).replaceAll(/[^"\s]*lbprov-load-\w+/g, 'FOLDER')
    if (!passed.has(text)) await compare()
    texts.push(text)
    passed.keep(texts)
  }
}

let started: ReturnType<typeof start> | undefined

/** All suites of a worker ask one process, which ends with it: to start it takes longer than most answers. */
async function ask<T>(question: object): Promise<T> {
  started ??= start()
  started.stdin.write(`${JSON.stringify(question)}\n`)
  const { value, done } = await started.lines.next()
  if (done) throw new Error('Ansible has ended without an answer: see above')
  return JSON.parse(value)
}

function start() {
  const child = spawn(python, [oracle], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: {
      ...process.env,
      ANSIBLE_CONFIG: join(import.meta.dirname, '../fixtures/inventories/ansible.cfg'),
      LC_ALL: 'C.UTF-8',
    },
  })
  child.unref()
  return { stdin: child.stdin, lines: createInterface(child.stdout)[Symbol.asyncIterator]() }
}
