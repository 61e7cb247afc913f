import { existsSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { type Command, CommanderError } from 'commander'
import { settingWords } from '../load/settings/setting-words.ts'
import { fail, type Out, warn } from './out.ts'

/** Has settings of files and of the environment stand in for what a command line leaves out, and says so as a command begins. */
export async function applySettings(program: Command, argv: readonly string[], out: Out): Promise<void> {
  if (!isAny()) return
  const { readSettings } = await import('../load/settings/settings.ts')
  // Behind -- is somebody else's command.
  const dashes = argv.includes('--') ? argv.indexOf('--') : argv.length
  const words = { own: argv.slice(0, dashes), behindDashes: argv.slice(dashes + 1).length }
  const told: (() => void)[] = []
  try {
    const from = { cwd: process.cwd(), home: homedir(), env: process.env }
    const { options, variables, notes } = readSettings(from, (warning) => told.push(() => warn(out, [warning])))
    for (const command of program.commands) settle(command, words, options, variables)
    told.push(...notes.map((note) => () => void out.stderr.write(`${out.clean(note)}\n`)))
  } catch (error) {
    told.push(() => {
      throw new CommanderError(fail(out, error), 'lbprov.settings', 'settings')
    })
  }
  program.hook('preAction', (_, command) => {
    if (command.options.some(isInventory)) for (const tell of told) tell()
  })
}

const isInventory = (option: { attributeName: () => string }) => option.attributeName() === 'inventory'

/** Most start without: what reads settings is then not loaded. */
function isAny(): boolean {
  const files = ['lbprov.yaml', 'ansible.cfg', join(homedir(), '.ansible.cfg'), '/etc/ansible/ansible.cfg']
  const names = ['ANSIBLE_CONFIG', ...settingWords.flatMap(({ env = [] }) => env)]
  const isOurs = (name: string) => name.startsWith('LBPROV_') && name !== 'LBPROV_YES' && name !== 'LBPROV_TOKEN'
  return (
    names.some((name) => process.env[name]) ||
    Object.keys(process.env).some(isOurs) ||
    files.some((file) => existsSync(file))
  )
}

function settle(
  command: Command,
  { own, behindDashes }: { readonly own: readonly string[]; readonly behindDashes: number },
  options: ReadonlyMap<string, unknown>,
  variables: ReadonlyMap<string, unknown>,
): void {
  if (!command.options.some(isInventory) || command.name() === 'adopt') return
  for (const option of command.options) {
    const name = option.attributeName()
    const isGiven = own.some(
      (word) => word === option.long || word.startsWith(`${option.long}=`) || isShort(word, option.short),
    )
    if (options.has(name) && (!isGiven || isAdded(name)))
      command.setOptionValueWithSource(name, options.get(name), 'config')
  }
  command.setOptionValueWithSource('settings', variables, 'config')
  const playbook = options.get('playbook')
  if (typeof playbook === 'string') settlePlaybook(command, playbook, behindDashes)
}

function settlePlaybook(command: Command, playbook: string, behindDashes: number): void {
  if (command.options.some((one) => one.attributeName() === 'playbookDir'))
    command.setOptionValueWithSource('playbookDir', dirname(playbook), 'config')
  const [first, second] = command.registeredArguments
  if (first?.name() === 'playbook') {
    first.required = false
    first.default(first.variadic ? [playbook] : playbook)
  }
  const takesHosts = first?.name() === 'host'
  const takesCommand = first?.name() === 'playbook' && second?.name() === 'command'
  command.hook('preAction', ({ args: words, processedArgs }) => {
    if (takesHosts && !endInPlaybook(words)) processedArgs[0] = [...words, playbook]
    if (takesCommand && !beginWithPlaybook(words, behindDashes)) processedArgs.splice(0, 2, playbook, words)
  })
}

/** Of `drain HOST… [PLAYBOOK]`. One word alone is a host, also where there is a file of that name. */
function endInPlaybook(words: readonly string[]): boolean {
  const last = words.at(-1) ?? ''
  return hasEnding(last) || (words.length > 1 && isFound(last))
}

/** Of `roll [PLAYBOOK] [-- COMMAND]`, where the dashes may be left out. */
function beginWithPlaybook(words: readonly string[], behindDashes: number): boolean {
  if (behindDashes > 0) return words.length > behindDashes
  const [first] = words
  return first === undefined ? false : hasEnding(first) || isFound(first)
}

/** Then it is meant as a playbook, and said to be missing where it is not there. */
const hasEnding = (word: string) => /\.ya?ml$/i.test(word)

/** As a playbook is looked for. */
function isFound(word: string): boolean {
  const paths = [word, join('playbooks', word)].flatMap((path) => [path, `${path}.yaml`, `${path}.yml`])
  return paths.some((path) => statSync(path, { throwIfNoEntry: false })?.isFile())
}

/** Passwords of vaults that settings name are tried beside those of the command line, as Ansible does. */
const isAdded = (name: string) => name === 'vaultId' || name === 'vaultPasswordFile'

/** `-i`, `-ihosts`. */
const isShort = (word: string, short: string | undefined) =>
  short !== undefined && word.startsWith(short) && !word.startsWith('--')
