import { spawnSync } from 'node:child_process'
import { isProgram, mayBeRun } from '../disk/program.ts'
import { readBounded } from '../disk/read.ts'
import type { Problem } from '../model/errors.ts'
import { quote } from '../shell/quote.ts'
import { othersCanChange } from './playbook/others.ts'
import { fullPath, reasonOf } from './text/files.ts'

/** The password in a file, or what a program prints, as Ansible has it; why there is none. `id`: the label it is for. */
export function vaultPasswordIn(
  name: string,
  id: string,
  from: { readonly cwd: string; readonly home: string },
): string | Problem {
  const found = saidBy(fullPath(name, from), id)
  if (typeof found !== 'string') return { hint: expected, ...found }
  return found.trim() || { message: 'there is no password in it', hint: expected }
}

const expected = 'Give a file with the password, or a program that prints it.'

function saidBy(path: string, id: string): string | Problem {
  try {
    if (!mayBeRun(path)) return readBounded(path, 64 * 1024).toString('utf8')
    if (isProgram(path)) return printedBy(path, id)
  } catch (error) {
    return { message: reasonOf(error as NodeJS.ErrnoException) }
  }
  return { message: 'it may be executed and is no program', hint: `Where it has the password: chmod -x ${quote(path)}` }
}

/** A program whose name ends in -client is told the label, as Ansible does. */
function printedBy(path: string, id: string): string | Problem {
  const others = othersCanChange(path)
  if (others) return { message: `this program is not run: ${others.reason}`, hint: others.remedy }
  const words = /-client(\.\w+)?$/.test(path) ? ['--vault-id', id] : []
  const { status, signal, stdout, error } = spawnSync(path, words, {
    encoding: 'utf8',
    stdio: ['inherit', 'pipe', 'inherit'],
    maxBuffer: 64 * 1024,
  })
  if (!error && status === 0) return stdout
  const code = (error as NodeJS.ErrnoException | undefined)?.code
  if (code === 'ENOENT') return { message: 'the program that its #! names is not there' }
  return { message: error?.message ?? `it ended with ${signal ?? `exit code ${status}`}` }
}
