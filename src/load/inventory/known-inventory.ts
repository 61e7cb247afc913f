import { isPath, isUserName } from '../../model/address.ts'
import type { Problem } from '../../model/errors.ts'
import type { Held } from '../../model/held.ts'
import { type KnownHost, type Layers, mergeHosts } from '../connection/known-host.ts'
import { newResolve, type Resolve } from '../template/resolver.ts'
import type { Reading } from '../text/files.ts'
import { openedValue } from '../text/opened.ts'
import { newProblems } from '../text/problems.ts'
import { shown, type Variables } from '../text/variable.ts'
import type { VaultPassword } from '../text/vault.ts'
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
  /** Patterns of the hosts that are to be entered; all when left out. What the others' variables say is of no interest. */
  readonly limit?: readonly string[] | undefined
  /** -u and --private-key hold where the inventory says nothing; so do asked passwords. */
  readonly user?: string | undefined
  readonly privateKey?: string | undefined
  readonly password?: string | undefined
  /** Of sudo; empty: the login password of each host. */
  readonly becomePassword?: string | undefined
  /** Keys of hosts that are not known are written down, where the inventory would refuse them. */
  readonly acceptNewHostKeys?: boolean | undefined
  /** -b: on for every host whose variables do not say otherwise. */
  readonly become?: boolean | undefined
  /** Variables of connections for hosts whose own say nothing: what ansible.cfg settles. */
  readonly settings?: Variables | undefined
  /** Whose group_vars and host_vars hold, where no playbook is loaded. */
  readonly playbookDirectory?: string | undefined
  readonly cwd: string
  readonly home: string
  readonly env?: Readonly<Record<string, string | undefined>> | undefined
  readonly vaultPasswords?: readonly VaultPassword[] | undefined
  /** Called with what no output may show, and with what is odd. */
  readonly hide?: ((secrets: readonly string[]) => void) | undefined
  readonly warn?: ((warning: Problem) => void) | undefined
}

/** An inventory whose hosts have their variables, and not yet their connections. */
export interface KnownInventory {
  readonly layers: Layers
  readonly hosts: readonly KnownHost[]
  readonly host: (name: string) => KnownHost | undefined
  readonly resolve: Resolve
  readonly held: Held
}

/** What all readers share for one load. */
export function newReading(options: InventoryOptions): Reading {
  const { cwd, home, user, privateKey, vaultPasswords, hide, warn } = options
  const problems = newProblems()
  const check = (option: string, value: string | undefined, fits: (text: string) => boolean, expected: string) =>
    value === undefined ||
    fits(value) ||
    problems.add(undefined, `${option} must be ${expected}, but is ${shown(value)}`)
  check('-u', user, isUserName, 'a user name')
  check('--private-key', privateKey, isPath, 'the path of a file')
  return { cwd, home, problems, vaultPasswords, hide, warn }
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
  const hosts = mergeHosts(layers)
  const byName = new Map(hosts.map((host) => [host.name, host]))
  const host = (name: string) => byName.get(name)
  const resolve = newResolve({
    host,
    groups: tree.members,
    playbookDirectory,
    environment: options.env ?? {},
    open: (vault) => openedValue(vault, reading),
  })
  return { layers, hosts, host, resolve, held: readHeld(directories, reading) }
}
