import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import type { Out } from '../src/cli/out.ts'
import { programOf } from '../src/cli/program.ts'
import { version } from '../src/cli/version.ts'

/** The manual's pages, made from what `--help` says: file name to text. */
export function manPages(): Readonly<Record<string, string>> {
  const program = programOf({ stdout: { write: () => {} }, stderr: { write: () => {} } } as unknown as Out)
  const shown = program.commands.filter((command) => !('_hidden' in command && command._hidden === true))
  const pages = [program, ...shown].map((command) => [fileOf(command), pageOf(command, program, shown)] as const)
  return Object.fromEntries(pages)
}

const nameOf = (command: Command) => (command.parent ? `lbprov-${command.name()}` : 'lbprov')
const fileOf = (command: Command) => `${nameOf(command)}.1`

function pageOf(command: Command, program: Command, all: readonly Command[]): string {
  const isProgram = command === program
  const sections = [
    ['NAME', `${nameOf(command)} \\- ${text(command.description())}`],
    ['SYNOPSIS', `.B ${text(isProgram ? 'lbprov' : `lbprov ${command.name()}`)}\n${text(command.usage())}`],
    ['COMMANDS', isProgram ? all.map((one) => item(one.name(), one.description())).join('\n') : ''],
    ['ARGUMENTS', command.registeredArguments.map((one) => item(one.name(), one.description)).join('\n')],
    ['OPTIONS', command.options.map((one) => item(one.flags, one.description)).join('\n')],
    ['MORE', afterHelp(command)],
    ['SEE ALSO', isProgram ? all.map((one) => reference(nameOf(one))).join(',\n') : reference('lbprov')],
  ] as const
  const body = sections.filter(([, content]) => content !== '').map(([title, content]) => `.SH ${title}\n${content}\n`)
  return `.TH ${nameOf(command).toUpperCase()} 1 "" "lbprov ${version}"\n${body.join('')}`
}

const reference = (name: string) => `.BR ${name} (1)`
const item = (head: string, said: string) => `.TP\n.B ${text(head)}\n${text(said)}`

/** What stands behind the options: examples and exit codes, as they are. */
function afterHelp(command: Command): string {
  let whole = ''
  command.configureOutput({ writeOut: (part) => (whole += part), getOutHelpWidth: () => 80 })
  command.outputHelp()
  const rest = whole.slice(whole.indexOf(command.helpInformation()) + command.helpInformation().length).trim()
  return rest === '' ? '' : `.nf\n${text(rest)}\n.fi`
}

/** troff takes a dot or an apostrophe at the start of a line for a request, and a backslash for its own. */
function text(plain: string): string {
  return plain
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll('’', "'")
    .replaceAll(/^([.'])/gm, '\\&$1')
}

// The build leaves them in the package; they are not kept in the repository, for each option of a command would be there twice.
if (process.argv[1] === import.meta.filename) {
  const folder = join(import.meta.dirname, '../dist/man')
  mkdirSync(folder, { recursive: true })
  for (const [name, text] of Object.entries(manPages())) writeFileSync(join(folder, name), text)
}
