import { join } from 'node:path'
import type { Problem } from '../../model/errors.ts'
import type { SourcePosition } from '../../model/position.ts'
import { othersCanChange } from '../playbook/others.ts'
import { fullPath, isDirectory, isFile, type Reading, readText, shownPath } from '../text/files.ts'

/** A value of a file, by section and key: `defaults.forks`. */
export interface Entry {
  readonly value: string
  readonly where: SourcePosition
}

/** Where somebody works, and with what environment. */
export interface Surroundings {
  readonly cwd: string
  readonly home: string
  readonly env: Readonly<Record<string, string | undefined>>
}

/** The ansible.cfg that Ansible would take: ANSIBLE_CONFIG, here, at home, in /etc/ansible. One that others may write is passed over, with a warning. */
export function findAnsibleCfg(from: Surroundings, warn: (warning: Problem) => void): string | undefined {
  const given = from.env.ANSIBLE_CONFIG && fullPath(from.env.ANSIBLE_CONFIG, from)
  const named = given && isDirectory(given) ? join(given, 'ansible.cfg') : given
  const places = [join(from.cwd, 'ansible.cfg'), join(from.home, '.ansible.cfg'), '/etc/ansible/ansible.cfg']
  return [...(named ? [named] : []), ...places].find((path) => {
    const others = isFile(path) ? othersCanChange(path) : undefined
    if (others) warn({ message: `${shownPath(path, from.cwd)} is not read: ${others.reason}`, hint: others.remedy })
    return isFile(path) && !others
  })
}

/** What an ansible.cfg says. Later lines win, an indented line goes on with the one above, `;` behind a blank begins a comment. */
export function readAnsibleCfg(path: string, reading: Reading): ReadonlyMap<string, Entry> {
  const entries = new Map<string, Entry>()
  const file = shownPath(path, reading.cwd)
  let [section, last] = ['', '']
  for (const [index, line] of (readText(path, reading) ?? '').split(/\r?\n/).entries()) {
    const text = line.replace(/(^|\s);.*$/, '').trimEnd()
    if (/^\s*(#|$)/.test(text)) continue
    const header = /^\[([^\]]+)\]/.exec(text)?.[1]
    const [, key, value] = /^([^\s=:][^=:]*?)\s*[=:]\s*(.*)$/.exec(text) ?? []
    if (header !== undefined) [section, last] = [header, '']
    else if (key !== undefined) {
      last = `${section}.${key.toLowerCase()}`
      entries.set(last, { value: value ?? '', where: { file, line: index + 1, column: 1 } })
    } else if (/^\s/.test(text) && entries.has(last)) {
      const before = entries.get(last)!
      entries.set(last, { ...before, value: `${before.value}\n${text.trim()}` })
    }
  }
  return entries
}
