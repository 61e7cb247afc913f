import { spawnSync } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { readBounded } from '../disk/read.ts'
import { ConfigError } from '../model/errors.ts'
import { othersCanChange } from './playbook/others.ts'
import { fullPath, reasonOf } from './text/files.ts'

/** The password in a file, or what a program prints, as Ansible has it. `id`: the label it is for. Throws a ConfigError. */
export function vaultPasswordIn(
  name: string,
  id: string,
  from: { readonly cwd: string; readonly home: string },
): string {
  const path = fullPath(name, from)
  try {
    const password = (isProgram(path) ? printedBy(path, id) : readBounded(path, 64 * 1024).toString('utf8')).trim()
    if (password !== '') return password
  } catch (error) {
    throw error instanceof ConfigError ? error : wrong(name, reasonOf(error as NodeJS.ErrnoException))
  }
  throw wrong(name, 'there is none in it')
}

const wrong = (file: string, why: string) =>
  new ConfigError([
    {
      message: `can't take a vault password from ${file}: ${why}`,
      hint: 'Give a file with the password, or a program that prints it: --vault-password-file FILE, --vault-id LABEL@FILE.',
    },
  ])

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** A program whose name ends in -client is told the label, as Ansible does. */
function printedBy(path: string, id: string): string {
  const others = othersCanChange(path)
  if (others) throw wrong(path, others.reason)
  const words = /-client(\.\w+)?$/.test(path) ? ['--vault-id', id] : []
  const { status, stdout, error } = spawnSync(path, words, {
    encoding: 'utf8',
    stdio: ['inherit', 'pipe', 'inherit'],
    maxBuffer: 64 * 1024,
  })
  if (error || status !== 0) throw wrong(path, error ? error.message : `it ended with exit code ${status}`)
  return stdout
}
