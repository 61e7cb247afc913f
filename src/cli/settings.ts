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
  const words = argv.includes('--') ? argv.slice(0, argv.indexOf('--')) : argv
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
  const names = settingWords.flatMap(({ own, env = [] }) => [...env, ...(own ? [`LBPROV_${own.toUpperCase()}`] : [])])
  return ['ANSIBLE_CONFIG', ...names].some((name) => process.env[name]) || files.some((file) => existsSync(file))
}

function settle(
  command: Command,
  words: readonly string[],
  options: ReadonlyMap<string, unknown>,
  variables: ReadonlyMap<string, unknown>,
): void {
  if (!command.options.some(isInventory) || command.name() === 'adopt') return
  for (const option of command.options) {
    const name = option.attributeName()
    const isGiven = words.some(
      (word) => word === option.long || word.startsWith(`${option.long}=`) || isShort(word, option.short),
    )
    if (options.has(name) && (!isGiven || isAdded(name)))
      command.setOptionValueWithSource(name, options.get(name), 'config')
  }
  command.setOptionValueWithSource('settings', variables, 'config')
  const playbook = options.get('playbook')
  if (typeof playbook === 'string') settlePlaybook(command, playbook)
}

function settlePlaybook(command: Command, playbook: string): void {
  if (command.options.some((one) => one.attributeName() === 'playbookDir'))
    command.setOptionValueWithSource('playbookDir', dirname(playbook), 'config')
  const [first, second] = command.registeredArguments
  if (first?.name() === 'playbook') {
    first.required = false
    first.default(first.variadic ? [playbook] : playbook)
  }
  command.hook('preAction', ({ processedArgs: args }) => {
    if (first?.name() === 'words' && !isNamed(args[0].at(-1))) args[0] = [...args[0], playbook]
    if (second?.name() === 'command' && first?.name() === 'playbook' && !isNamed(args[0]))
      args.splice(0, 2, playbook, [args[0], ...args[1]])
  })
}

/** Whether a word names a playbook: by its ending, so that one that is not there is said to be missing, or as a playbook is looked for. */
function isNamed(word: string | undefined): boolean {
  if (word === undefined) return false
  if (/\.ya?ml$/i.test(word)) return true
  const paths = [word, join('playbooks', word)].flatMap((path) => [path, `${path}.yaml`, `${path}.yml`])
  return paths.some((path) => statSync(path, { throwIfNoEntry: false })?.isFile())
}

/** Passwords of vaults that settings name are tried beside those of the command line, as Ansible does. */
const isAdded = (name: string) => name === 'vaultId' || name === 'vaultPasswordFile'

/** `-i`, `-ihosts`. */
const isShort = (word: string, short: string | undefined) =>
  short !== undefined && word.startsWith(short) && !word.startsWith('--')
