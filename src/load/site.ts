import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Host } from '../model/host.ts'
import { type Assignment, type Play, playsOf, type Site } from '../model/play.ts'
import { optionPlace } from '../model/position.ts'
import { everybodyOf, hostsOf, inventoryOf } from './inventory/hosts.ts'
import { looksLikeIni } from './inventory/inventory-files.ts'
import {
  type InventoryOptions,
  type KnownInventory,
  newReading,
  readKnownInventory,
} from './inventory/known-inventory.ts'
import { readLimit } from './inventory/limit.ts'
import { checkExtraVars } from './inventory/unused-extra.ts'
import { becomeByHost } from './playbook/play-become.ts'
import type { PlayDraft } from './playbook/play-draft.ts'
import { readPlays } from './playbook/playbook.ts'
import { makePlay, type Selection, selectPlays, type UsableRole } from './playbook/plays.ts'
import { type FoundRole, loadRoles, otherRoles, type RolePlaces } from './playbook/role-files.ts'
import { findSlips } from './playbook/slips.ts'
import { paramsReader } from './schema/role-schema.ts'
import { findNamed, fullPath, isDirectory, type Reading, readText, shownPath } from './text/files.ts'
import { newProblems, stopOn } from './text/problems.ts'
import { parseYaml } from './text/yaml-file.ts'
import { tellDoubts } from './text/yaml-source.ts'

/** What a command line says about a run. */
export interface SiteOptions extends InventoryOptions {
  /** A path, or the name of a file in playbooks/. */
  readonly playbook: string
  /** Folders of roles, looked at after `roles/` beside the playbook. */
  readonly rolesPath?: readonly string[] | undefined
  /** The directory of lbprov's own roles: a path or a file: URL. */
  readonly rolesBuiltIn: string
}

/** Reads inventory, playbook and roles, and works out what each host gets. Throws a ConfigError with everything that is wrong. */
export async function loadSite(options: SiteOptions): Promise<Site> {
  const reading = newReading(options)
  const playbook = findPlaybook(options.playbook, reading)
  const drafts = playbook === undefined ? [] : readPlaybook(playbook, reading)
  const known = readKnownInventory(options, playbook && dirname(playbook), reading)
  const selections = reading.problems.incomplete() ? [] : select(drafts, known, options, reading)
  const secrets = new Set<string>()
  const places = rolePlaces(playbook, options, reading)
  const roles = await findRoles(drafts, places, reading)
  const run = who(selections, reading)
  const isRead = !reading.problems.incomplete()
  const hosts = hostsOf(known, options, run, reading)
  // A vault that stays closed: what is in it must not be missed.
  if (isRead && reading.problems.incomplete()) stopOn(reading.problems)
  const plays = makePlays(selections, known, hosts, usableRoles(roles, secrets, reading), reading)
  stopOn(reading.problems)
  const slips = await findSlips(selections, known, roles, () => otherRoles(roles, places, reading))
  const all = options.limit?.length ? unlimited(drafts, known, hosts, roles, secrets, reading) : undefined
  return {
    inventory: inventoryOf(hosts, known),
    plays,
    slips,
    ...(all && { unlimited: all }),
    secrets: [...new Set([...passwordsOf(hosts.filter(({ name }) => run.used.has(name))), ...secrets])],
  }
}

function findPlaybook(name: string, reading: Reading): string | undefined {
  return findNamed(
    { what: 'playbook', name, folder: 'playbooks', extensions: ['.yaml', '.yml'], directories: false },
    reading,
  )
}

function readPlaybook(path: string, reading: Reading): readonly PlayDraft[] {
  const text = readText(path, reading)
  if (text === undefined) return []
  const file = shownPath(path, reading.cwd)
  if (looksLikeIni(text)) {
    const hint = `The playbook stands first, the inventory behind -i: lbprov run site.yaml -i ${file}.`
    reading.problems.lose({ file, line: 1, column: 1 }, 'this is an inventory, not a playbook', hint)
    return []
  }
  const source = parseYaml(text, file, reading.problems)
  const plays = source ? readPlays(source, reading.problems) : []
  if (source) tellDoubts(source, reading.problems)
  return plays
}

function select(
  drafts: readonly PlayDraft[],
  known: KnownInventory,
  options: SiteOptions,
  reading: Reading,
): readonly Selection[] {
  const everybody = everybodyOf(known)
  return selectPlays(drafts, everybody, readLimit(options.limit ?? [], everybody, reading), reading.problems)
}

function rolePlaces(
  playbook: string | undefined,
  { rolesBuiltIn, rolesPath = [] }: SiteOptions,
  reading: Reading,
): RolePlaces {
  const builtIn = rolesBuiltIn.startsWith('file:') ? fileURLToPath(rolesBuiltIn) : fullPath(rolesBuiltIn, reading)
  const beside = playbook === undefined ? [] : [join(dirname(playbook), 'roles')]
  const named = rolesPath.map((path) => [path, fullPath(path, reading)] as const)
  for (const [given, path] of named)
    if (!isDirectory(path))
      reading.problems.add(
        optionPlace('--roles-path', given),
        'there is no such folder',
        'Relative paths begin in the working directory.',
      )
  const own = [...beside, ...named.map(([, path]) => path)]
  return { own, builtIn: builtIn.replace(/\/$/, '') }
}

type FoundRoles = ReadonlyMap<string, FoundRole>

function findRoles(drafts: readonly PlayDraft[], places: RolePlaces, reading: Reading): Promise<FoundRoles> {
  const entries = drafts.flatMap(({ roles }) => roles)
  return loadRoles(entries, places, reading)
}

function usableRoles(found: FoundRoles, secrets: Set<string>, { problems }: Reading): ReadonlyMap<string, UsableRole> {
  const paramsOf = paramsReader(secrets, problems)
  return new Map([...found].map(([name, role]) => [name, { ...role, params: paramsOf(role) }]))
}

/** The plays without --limit. What is wrong with the hosts outside is not told: such a host is left out. */
function unlimited(
  drafts: readonly PlayDraft[],
  known: KnownInventory,
  hosts: readonly Host[],
  found: FoundRoles,
  secrets: Set<string>,
  told: Reading,
): readonly Play[] {
  const reading = { ...told, problems: newProblems() }
  const everybody = everybodyOf(known)
  const selections = selectPlays(drafts, everybody, undefined, reading.problems)
  const plays = makePlays(selections, known, hosts, usableRoles(found, secrets, reading), reading)
  const fits = ({ definition, params }: Assignment) =>
    Object.keys(definition.params).every((name) => Object.hasOwn(params as object, name))
  return playsOf(plays, (_, assignments) => assignments.every(fits))
}

/** The hosts of a run, and what its plays say of become. */
function who(selections: readonly Selection[], { problems }: Reading) {
  const becomeOf = becomeByHost(selections, problems)
  return { used: new Set(selections.flatMap(({ hosts }) => hosts)), becomeOf }
}

function makePlays(
  selections: readonly Selection[],
  { hosts: knownHosts, layers, resolve }: KnownInventory,
  hosts: readonly Host[],
  roles: ReadonlyMap<string, UsableRole>,
  { problems }: Reading,
) {
  const params = [...roles.values()].flatMap((role) => [...role.params.keys()])
  if (!problems.incomplete()) checkExtraVars(layers, params, problems)
  const known = new Map(knownHosts.map((host) => [host.name, host]))
  const byName = new Map(hosts.map((host) => [host.name, host]))
  const parts = { known, hosts: byName, roles, extraVars: layers.extraVars, resolve, problems }
  return selections.map((selection) => makePlay(selection, parts))
}

function passwordsOf(hosts: readonly Host[]): readonly string[] {
  return hosts.flatMap(({ connection: { password, becomePassword } }) =>
    [password, becomePassword].flatMap((secret) => secret?.value || []),
  )
}
