import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { ConfigError } from '../model/errors.ts'
import { playbookText } from './adopted-playbook.ts'
import { type IniValue, iniLine, iniWord } from './text/ini-text.ts'
import { listed } from './text/sentences.ts'
import { makeFolder, writeNew } from './text/written.ts'
import { yamlText } from './text/yaml-text.ts'

/** A host of the new inventory. */
export interface NewHost {
  readonly name: string
  /** How to enter it, and what else is its own. */
  readonly variables: HostVariables
}

/** Variables of one host, as an inventory in Ansible's INI form has them. */
export type HostVariables = Readonly<Record<string, IniValue>>

/** The hosts of a cluster and the variables of all of them. */
export interface NewSite {
  readonly master: NewHost
  readonly backups: readonly NewHost[]
  readonly realServers: readonly NewHost[]
  readonly data: object
}

/** A file below a directory, and who may read it. */
export type NewFile = readonly [name: string, text: string, mode: 0o600 | 0o644]

/** What a site is made of, as `lbprov run site.yaml -i hosts` has it. */
export const siteFileNames = ['hosts', 'group_vars/all.yml', 'site.yaml'] as const

/** The files of a site: group_vars/all.yml for the owner's eyes, as it has passwords, and so is hosts when it has some. */
export function siteFiles(site: NewSite, origin = adoptedOrigin): readonly NewFile[] {
  const { backups, realServers, data } = site
  const groups = {
    backups: backups.length > 0,
    realServers: realServers.length > 0,
    balances: Object.hasOwn(data, 'virtual_servers'),
  }
  return [
    [siteFileNames[0], hostsText(site), isSecret(site) ? 0o600 : 0o644],
    [siteFileNames[1], variablesText(data, origin), 0o600],
    [siteFileNames[2], playbookText(groups), 0o644],
  ]
}

/** Writes files; their paths. Throws ConfigError before the first where one is there. */
export function writeFiles(directory: string, files: readonly NewFile[]): readonly string[] {
  requireFree(
    directory,
    files.map(([name]) => name),
  )
  for (const [name, text, mode] of files) {
    makeFolder(dirname(join(directory, name)))
    writeNew(join(directory, name), text, mode)
  }
  return files.map(([name]) => join(directory, name))
}

/** Throws ConfigError where one of these is there. */
export function requireFree(directory: string, names: readonly string[]): void {
  const there = names.map((name) => join(directory, name)).filter((path) => existsSync(path))
  if (there.length > 0) {
    const hint = 'name another directory: nothing is overwritten'
    throw new ConfigError([
      { message: `${listed(there, 20)} ${there.length === 1 ? 'is' : 'are'} there already`, hint },
    ])
  }
}

const isSecret = ({ master, backups, realServers }: NewSite) =>
  [master, ...backups, ...realServers].some(({ variables }) =>
    Object.keys(variables).some((name) => name.endsWith('password')),
  )

function hostsText({ master, backups, realServers }: NewSite): string {
  const [first, ...others] = [master, ...backups, ...realServers].map(({ variables }) => variables)
  const shared = Object.entries(first!).filter(([name, value]) => others.every((own) => own[name] === value))
  const line = ({ name, variables }: NewHost) => {
    const own = Object.entries(variables).filter(([key]) => !shared.some(([other]) => other === key))
    return [name, ...own.map(([key, value]) => iniWord(key, value))].join(' ')
  }
  const group = (name: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : [`[${name}]\n${lines.map((each) => `${each}\n`).join('')}`]
  return [
    ...group('master', [line(master)]),
    ...group('backup', backups.map(line)),
    ...group('directors:children', ['master', ...(backups.length === 0 ? [] : ['backup'])]),
    ...group('realservers', realServers.map(line)),
    ...group(
      'all:vars',
      shared.map(([key, value]) => iniLine(key, value)),
    ),
  ].join('\n')
}

const comments: Readonly<Record<string, string>> = {
  global_defs: 'What holds for all of keepalived on every director.',
  vrrp_instances: 'Addresses that move between directors together.',
  vrrp_sync_groups: 'Instances that fail over together.',
  virtual_servers: 'What is balanced, how, over which real servers, and how those are checked.',
  lvs_sync_daemon: 'The master tells the backups of its connections.',
}

const adoptedOrigin = `Taken over from keepalived.conf by \`lbprov adopt\`. Passwords are in here: keep it to yourself, or move them to a vault.`

function variablesText(data: object, origin: string): string {
  const variables = Object.entries(data).map(([name, value]) => {
    const comment = Object.hasOwn(comments, name) ? `# ${comments[name]}\n` : ''
    return `\n${comment}${yamlText({ [name]: value })}`
  })
  return `# The cluster, once: directors and real servers read the same words. docs/cluster.md of lbprov explains each of them.
# ${origin}
${variables.join('')}`
}
