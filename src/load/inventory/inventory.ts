import { userInfo } from 'node:os'
import { isPath, isUserName } from '../../model/address.ts'
import type { Held } from '../../model/held.ts'
import type { Host, Inventory } from '../../model/host.ts'
import { nearest } from '../../model/nearest.ts'
import { Secret } from '../../shell/script.ts'
import { type ConnectionDefaults, connectionOf } from '../connection/connection.ts'
import { knownConnectionNames } from '../connection/connection-words.ts'
import { allVariables, type KnownHost, type Layers, mergeHosts } from '../connection/known-host.ts'
import type { Reading } from '../text/files.ts'
import { newProblems, stopOn } from '../text/problems.ts'
import { shown } from '../text/variable.ts'
import { readExtraVars } from './extra-vars.ts'
import { groupTree } from './group-tree.ts'
import { readHeld } from './held.ts'
import { readInventoryFiles } from './inventory-files.ts'
import { readVarsBeside } from './vars-files.ts'

/** What a command line says about the inventory. */
export interface InventoryOptions {
  /** Files, directories, names in inventory/, or lists of hosts (`lb1,lb2,`), as `-i` gives them. */
  readonly inventory: readonly string[]
  readonly extraVars?: readonly string[] | undefined
  /** -u and --private-key hold where the inventory says nothing; so do asked passwords. */
  readonly user?: string | undefined
  readonly privateKey?: string | undefined
  readonly password?: string | undefined
  readonly becomePassword?: string | undefined
  /** -b: on for every host whose variables do not say otherwise. */
  readonly become?: boolean | undefined
  readonly cwd: string
  readonly home: string
  readonly env?: Readonly<Record<string, string | undefined>> | undefined
}

/** An inventory whose hosts have their variables, and not yet their connections. */
export interface KnownInventory {
  readonly layers: Layers
  readonly hosts: readonly KnownHost[]
  readonly host: (name: string) => KnownHost | undefined
  readonly held: Held
}

/** Reads the inventory alone, for commands that need no playbook. Throws a ConfigError with everything that is wrong. */
export async function loadInventory(options: InventoryOptions): Promise<Inventory> {
  const reading = newReading(options)
  const known = readKnownInventory(options, undefined, reading)
  const hosts = known.hosts.map((host) => hostOf(host, defaultsOf(options), reading, known))
  stopOn(reading.problems)
  return inventoryOf(hosts, known)
}

/** What all readers share for one load. */
export function newReading({ cwd, home, user, privateKey }: InventoryOptions): Reading {
  const problems = newProblems()
  const check = (option: string, value: string | undefined, fits: (text: string) => boolean, expected: string) =>
    value === undefined ||
    fits(value) ||
    problems.add(undefined, `${option} must be ${expected}, but is ${shown(value)}`)
  check('-u', user, isUserName, 'a user name')
  check('--private-key', privateKey, isPath, 'the path of a file')
  return { cwd, home, problems }
}

/** Reads the inventory with what is beside it and beside the playbook. */
export function readKnownInventory(
  options: InventoryOptions,
  playbookDirectory: string | undefined,
  reading: Reading,
): KnownInventory {
  const { draft, directories } = readInventoryFiles(options.inventory, reading)
  const tree = groupTree(draft, reading.problems)
  const names = {
    groups: new Set(draft.groups.keys()),
    hosts: new Set(draft.hosts.keys()),
    inventoryDirectories: directories,
  }
  const beside = (places: readonly string[]) =>
    reading.problems.incomplete() ? [] : places.map((place) => readVarsBeside(place, names, reading))
  const playbookPlaces =
    playbookDirectory === undefined || directories.includes(playbookDirectory) ? [] : [playbookDirectory]
  const extraVars = readExtraVars(options.extraVars ?? [], reading)
  const layers = {
    draft,
    tree,
    besideInventory: beside(directories),
    besidePlaybook: beside(playbookPlaces),
    extraVars,
  }
  checkNames(layers, reading)
  const hosts = mergeHosts(layers)
  const byName = new Map(hosts.map((host) => [host.name, host]))
  return { layers, hosts, host: (name) => byName.get(name), held: readHeld(directories, reading) }
}

/** What holds where a host's variables say nothing about its connection. */
export function defaultsOf(options: InventoryOptions): ConnectionDefaults {
  const hidden = (text: string | undefined) => (text === undefined ? undefined : new Secret(text))
  return {
    user: options.user ?? currentUser(options.env),
    userGiven: options.user !== undefined,
    privateKey: options.privateKey,
    become: options.become ?? false,
    password: hidden(options.password),
    becomePassword: hidden(options.becomePassword),
  }
}

/** The host with its connection. */
export function hostOf(
  known: KnownHost,
  defaults: ConnectionDefaults,
  reading: Reading,
  inventory: KnownInventory,
): Host {
  return Object.freeze({
    name: known.name,
    groups: known.groups,
    get vars() {
      return known.vars
    },
    origin: (variable: string, path?: readonly (string | number)[]) => known.variable(variable)?.locate(path),
    connection: connectionOf(known, defaults, reading, inventory.host),
  })
}

/** The inventory as roles and the engine see it. */
export function inventoryOf(hosts: readonly Host[], { layers, held }: KnownInventory): Inventory {
  const byName = new Map(hosts.map((host) => [host.name, host]))
  return { hosts, groups: layers.tree.members, host: (name) => byName.get(name), held }
}

function currentUser(env: InventoryOptions['env']): string {
  try {
    return userInfo().username
  } catch {
    return env?.USER ?? env?.LOGNAME ?? 'root'
  }
}

function checkNames(layers: Layers, { problems }: Reading): void {
  for (const [name, variable] of allVariables(layers)) {
    if (name === 'ansible_group_priority') {
      problems.add(
        variable.locate([], 'key'),
        `${name} has no effect here`,
        'Set it on the group in the inventory file.',
      )
    }
    if (!name.startsWith('ansible_') || knownConnectionNames.includes(name)) continue
    const near = nearest(name, knownConnectionNames)
    if (near !== undefined)
      problems.add(variable.locate([], 'key'), `there is no variable ${name}`, `Did you mean ${near}?`)
  }
}
