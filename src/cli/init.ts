import { basename, join } from 'node:path'
import { type NewFile, requireFree, siteFileNames, writeFiles } from '../load/adopted-files.ts'
import { type Answers, filesFor, type Question, questions } from '../load/new-site.ts'
import { ownFile } from '../load/settings/settings.ts'
import { isDirectory } from '../load/text/files.ts'
import { ConfigError } from '../model/errors.ts'
import { quote } from '../shell/quote.ts'
import { adopt } from './adopt.ts'
import { askLine } from './ask.ts'
import { forEditors, schemaFolder, writeSchemas } from './editor-files.ts'
import { fail, type Out, print } from './out.ts'
import type { SiteFlags } from './site.ts'

export interface InitFlags extends Omit<SiteFlags, 'inventory' | 'limit'>, Partial<Answers> {
  /** keepalived.conf of each director. */
  readonly from?: readonly string[]
  /** An inventory whose hosts are asked. */
  readonly fromHosts?: string
}

/** `lbprov init`: resolves to the exit code; what was written and what comes next has been printed. */
export async function init(directory: string, flags: InitFlags, out: Out): Promise<number> {
  try {
    const code =
      flags.from || flags.fromHosts ? await adopted(directory, flags, out) : await asked(directory, flags, out)
    if (code !== 0) return code
    await writeSchemas(directory)
    return print(out, next(directory))
  } catch (error) {
    return fail(out, error)
  }
}

/** From what is there, as `lbprov adopt` takes it over. */
function adopted(directory: string, { from, fromHosts, ...flags }: InitFlags, out: Out): Promise<number> {
  const named = from?.map((file) => [basename(file).replace(/\.conf$/, ''), file] as const)
  const source = fromHosts === undefined ? { director: new Map(named) } : { inventory: [fromHosts] }
  const usual = { directorGroup: 'directors', realServerGroup: 'realservers', keepalivedVersion: '2.2.8', forks: 50 }
  return adopt({ ...flags, ...usual, ...source, output: directory, more: withSettings }, out)
}

async function asked(directory: string, flags: InitFlags, out: Out): Promise<number> {
  requireFree(directory, [...siteFileNames, ownFile])
  const answers: Record<string, string> = {}
  for (const question of questions) answers[question.about] = await answer(question, flags[question.about], out)
  const written = writeFiles(directory, withSettings(filesFor(answers as unknown as Answers)))
  return print(out, `written:\n${written.map((path) => `  ${out.clean(path)}\n`).join('')}\n`)
}

/** The files for editors beside them, and the one by which commands there know playbook and inventory. */
const withSettings = (files: readonly NewFile[]): readonly NewFile[] =>
  forEditors([
    ...files,
    [
      ownFile,
      '# Commands in this folder go by it; docs/settings.md of lbprov has all settings.\nplaybook: site.yaml\ninventory: hosts\n',
      0o644,
    ],
  ])

/** What the option says, or is typed; on a terminal it is asked until it is right. Throws ConfigError. */
async function answer(question: Question, given: string | undefined, out: Out): Promise<string> {
  for (let tries = 0; ; tries++) {
    const text = given ?? (await askLine(out, `${question.text}${question.usual ? ` [${question.usual}]` : ''}: `))
    const whole = text.trim() === '' ? (question.usual ?? '') : text.trim()
    const wrong = question.wrong(whole)
    if (wrong === undefined) return whole
    if (given !== undefined || tries === 4) throw new ConfigError([{ message: `${question.text}: ${wrong}` }])
    out.stderr.write(`${wrong}\n`)
  }
}

function next(directory: string): string {
  // A local install is found by npx alone.
  const own = process.env.npm_command === 'exec' ? 'npx lbprov' : 'lbprov'
  const go = directory === '.' ? [] : [['', `cd ${quote(directory)}`]]
  const lines = [
    ...go,
    ['can every host be entered?', `${own} ping all`],
    ['is the cluster right, and do the hosts suit it?', `${own} lint --hosts`],
    ['what would be done? It is asked about before it is done', `${own} run`],
  ]
  return `Next:\n${lines.map(([what, command]) => `  ${command!.padEnd(own.length + 14)}${what === '' ? '' : `  ${what}`}`.trimEnd()).join('\n')}\n`
}

/** `lbprov schema`: writes the schemas for editors beside a site. Resolves to the exit code. */
export async function schema(directory: string, flags: Pick<SiteFlags, 'rolesPath'>, out: Out): Promise<number> {
  try {
    if (!isDirectory(directory))
      throw new ConfigError([{ message: `there is no folder ${directory}`, hint: 'Name the folder of a site.' }])
    const folder = await writeSchemas(directory, flags.rolesPath)
    const line = (file: string, name: string, up = '') =>
      `  ${file.padEnd(18)}  # yaml-language-server: $schema=${up}${join(schemaFolder, name)}\n`
    const lines = [
      line('site.yaml', 'playbook.json'),
      line('group_vars/all.yml', 'inventory-vars.json', '../'),
      line(ownFile, 'settings.json'),
    ]
    return print(
      out,
      `written to ${out.clean(folder)}; a file that editors are to check begins with\n${lines.join('')}`,
    )
  } catch (error) {
    return fail(out, error)
  }
}
