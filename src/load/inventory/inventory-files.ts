import { dirname, extname, join } from 'node:path'
import { isMap } from 'yaml'
import { isProgram, mayBeRun } from '../../disk/program.ts'
import { optionPlace } from '../../model/position.ts'
import { entriesIn, findNamed, isDirectory, type Reading, readText, shownPath } from '../text/files.ts'
import { isVault, openVault, VaultError, vaultHint } from '../text/vault.ts'
import { parseYaml } from '../text/yaml-file.ts'
import type { YamlSource } from '../text/yaml-source.ts'
import { addHosts, type Draft, newDraft } from './draft.ts'
import { hostHint, readHostWord } from './host-word.ts'
import { readIni } from './ini.ts'
import { readByAnsible, readProgram } from './program.ts'
import { isScriptInventory, readScriptInventory } from './script-inventory.ts'
import { looksLikeYamlInventory, readYamlInventory } from './yaml-inventory.ts'

/** The inventories of a command line, read; the directories whose group_vars and host_vars hold for them. */
export interface InventoryFiles {
  readonly draft: Draft
  readonly directories: readonly string[]
}

/** Reads every inventory that `-i` names: files, directories of files, and lists of hosts (`lb1,lb2,`). */
export function readInventoryFiles(names: readonly string[], reading: Reading): InventoryFiles {
  const draft = newDraft(names[0] ?? '-i')
  const directories = new Set<string>()
  if (names.length === 0) reading.problems.lose(undefined, 'no inventory is given', 'Name one with -i FILE.')
  for (const name of names) {
    draft.source = undefined
    if (name.includes(',')) readHostList(name, draft, reading)
    else {
      const path = findNamed(
        { what: 'inventory', name, folder: 'inventory', extensions: ['.yml', '.yaml', '.ini'], directories: true },
        reading,
      )
      if (path !== undefined) directories.add(isDirectory(path) ? path : dirname(path))
      for (const file of path === undefined ? [] : filesOf(path, reading)) readInventoryFile(file, draft, reading)
    }
  }
  return { draft, directories: [...directories] }
}

/** Most files of one inventory: a folder with more is another one than was meant. */
const mostFiles = 10_000

function filesOf(path: string, { problems, cwd }: Reading): readonly string[] {
  const files: string[] = []
  const add = (here: string) => {
    if (files.length > mostFiles) return
    if (!isDirectory(here)) files.push(here)
    else for (const entry of entriesIn(here)) if (!/\.(ts|js|pub|pem)$/.test(entry)) add(join(here, entry))
  }
  add(path)
  if (files.length <= mostFiles) return files
  const hint = 'Name the file of the inventory, or the folder that has its files alone.'
  problems.lose(undefined, `${shownPath(path, cwd)} has more than ${mostFiles} files`, hint)
  return []
}

function readInventoryFile(path: string, draft: Draft, reading: Reading): void {
  draft.source = path
  if (isRun(path) && readProgram(path, draft, reading)) return
  const content = openedText(path, reading)
  if (content === undefined) return
  const file = shownPath(path, reading.cwd)
  if (!isYaml(path, content)) {
    if (/^\.(ya?ml|json)$/.test(extname(path))) warnIni(file, reading)
    readIni(content, file, draft, reading.problems)
    return
  }
  const source = parseYaml(content, file, reading.problems)
  const plugin = source && pluginOf(source)
  if (plugin) readByAnsible(path, plugin, draft, reading)
  else if (source && isScriptInventory(source)) readScriptInventory(source, draft, reading.problems)
  else if (source) readYamlInventory(source, draft, reading.problems)
}

/** What can't be looked into is reported by who reads it. */
function isRun(path: string): boolean {
  try {
    return mayBeRun(path) && isProgram(path)
  } catch {
    return false
  }
}

function warnIni(file: string, { warn }: Reading): void {
  const hint = 'Read as INI, as Ansible does; a name in .ini says so to others.'
  warn?.({ where: { file, line: 1, column: 1 }, message: 'INI in a file that is named as YAML', hint })
}

/** The plugin of Ansible's that a file is for. */
function pluginOf({ document: { contents } }: YamlSource): string | undefined {
  const plugin = isMap(contents) ? contents.get('plugin') : undefined
  return typeof plugin === 'string' ? plugin : undefined
}

function openedText(path: string, reading: Reading): string | undefined {
  const text = readText(path, reading)
  if (text === undefined || !isVault(text)) return text
  try {
    return openVault(text, reading.vaultPasswords ?? [])
  } catch (error) {
    if (!(error instanceof VaultError)) throw error
    const where = { file: shownPath(path, reading.cwd), line: 1, column: 1 }
    reading.problems.lose(where, `the vault stays closed: ${error.message}`, vaultHint)
    return undefined
  }
}

function isYaml(path: string, content: string): boolean {
  const extension = extname(path)
  if (extension === '.ini' || looksLikeIni(content)) return false
  return ['.yml', '.yaml', '.json'].includes(extension) || looksLikeYamlInventory(content)
}

/** True where the first line that says something is the header of a section. */
export function looksLikeIni(content: string): boolean {
  return /^(?:\s*(?:[#;].*)?\n)*\s*\[[\w.-]+(?::\w+)?\]\s*(?:[#;].*)?(?:\n|$)/.test(content)
}

function readHostList(list: string, draft: Draft, { problems }: Reading): void {
  for (const word of list.split(',').map((one) => one.trim())) {
    if (word === '') continue
    const where = optionPlace('--inventory', word)
    try {
      const { names, port } = readHostWord(word)
      const vars = port === undefined ? [] : [['ansible_port', { value: port, locate: () => where }] as const]
      addHosts(draft, draft.groups.get('ungrouped')!, names, new Map(vars))
    } catch (error) {
      if (!(error instanceof RangeError)) throw error
      problems.lose(
        where,
        `this is not a host name: ${error.message}`,
        /\s/.test(word) ? 'Between names stand commas.' : hostHint(word),
      )
    }
  }
}
