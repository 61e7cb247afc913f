import { userInfo } from 'node:os'
import type { Connection, Host, Inventory } from '../../model/host.ts'
import { Secret } from '../../shell/script.ts'
import { type ConnectionDefaults, connectionOf } from '../connection/connection.ts'
import { connectionVariables } from '../connection/connection-words.ts'
import type { KnownHost } from '../connection/known-host.ts'
import type { Reading } from '../text/files.ts'
import { newProblems, stopOn } from '../text/problems.ts'
import { textOf, type Variable, type Variables } from '../text/variable.ts'
import { vaultHint } from '../text/vault.ts'
import type { InventoryOptions, KnownInventory } from './known-inventory.ts'
import { checkNames } from './misnamed.ts'
import type { Everybody } from './pattern.ts'

/** Who patterns select from. */
export const everybodyOf = ({ layers }: KnownInventory): Everybody => ({
  hosts: new Set(layers.draft.hosts.keys()),
  groups: layers.tree.members,
})

export interface Use {
  /** Hosts that are to be entered: what their variables say of it must be right. */
  readonly used: ReadonlySet<string>
  /** What plays say of become. */
  readonly becomeOf?: ReadonlyMap<string, boolean>
}

/** Every host with its connection; of those that are not used it is worked out when somebody asks for it. */
export function hostsOf(
  inventory: KnownInventory,
  options: InventoryOptions,
  { used: names, becomeOf }: Use,
  reading: Reading,
): readonly Host[] {
  const defaults = defaultsOf(options)
  const used = inventory.hosts.filter(({ name }) => names.has(name))
  checkNames(inventory.layers, used, reading)
  tellClosed(inventory, used, reading)
  hidePasswords(inventory, reading)
  return inventory.hosts.map((known) => {
    const own = { ...defaults, become: becomeOf?.get(known.name) ?? defaults.become }
    const enter = (told: Reading) => {
      const get = neededIn(inventory, told, options.settings)
      return connectionOf(get(known.name)!, own, told, get)
    }
    return hostOf(known, inventory, names.has(known.name) ? enter(reading) : () => asked(enter, reading))
  })
}

/** Throws a ConfigError. */
function asked(enter: (reading: Reading) => Connection, reading: Reading): Connection {
  const problems = newProblems()
  const connection = enter({ ...reading, problems })
  stopOn(problems)
  return connection
}

/** Hosts whose variables are worked out as they are asked for; of one that can't be, it is told why. Each host is the same one every time. */
function neededIn({ host: find, resolve }: KnownInventory, { problems }: Reading, settings?: Variables) {
  const known = new Map<string, KnownHost>()
  return (hostName: string): KnownHost | undefined => {
    const host = known.get(hostName) ?? find(hostName)
    if (!host || known.has(hostName)) return host
    const variable = (name: string) => {
      const written = host.variable(name) ?? settings?.get(name)
      const ready = written && resolve(written, { name, host }, problems)
      return ready && shortened(name, ready)
    }
    const needed: KnownHost = Object.create(host, { variable: { value: variable } })
    known.set(hostName, needed)
    return needed
  }
}

/** Ansible's other names for what lbprov knows. */
function shortened(name: string, variable: Variable): Variable {
  // Without quotes, YAML's off is false.
  if (name === 'host_key_checking' && ['true', 'false'].includes(String(variable.value)))
    return { ...variable, value: String(variable.value) === 'true' ? 'strict' : 'off' }
  if (name !== 'ansible_connection' && name !== 'ansible_become_method') return variable
  const value = textOf(variable.value).replace(/^ansible\.(?:builtin|legacy)\./, '')
  if (value === variable.value)
    return /^(?:smart|paramiko(?:_ssh)?)$/.test(value) ? { ...variable, value: 'ssh' } : variable
  return shortened(name, { ...variable, value, text: value })
}

function hostOf(known: KnownHost, inventory: KnownInventory, connection: Connection | (() => Connection)): Host {
  let made: Connection | undefined
  let vars: Host['vars'] | undefined
  return Object.freeze({
    name: known.name,
    groups: known.groups,
    get vars() {
      vars ??= varsOf(known, inventory)
      return vars
    },
    origin: (variable: string, path?: readonly (string | number)[]) => known.variable(variable)?.locate(path),
    get connection() {
      made ??= typeof connection === 'function' ? connection() : connection
      return made
    },
  })
}

/** What can't be worked out throws a ConfigError when it is asked for. */
function varsOf(known: KnownHost, { resolve }: KnownInventory): Host['vars'] {
  const names = known.dynamic()
  if (names.length === 0) return known.vars
  const vars = { ...known.vars }
  for (const name of names) {
    const get = () => {
      const problems = newProblems()
      const ready = resolve(known.variable(name)!, { name, host: known }, problems)
      stopOn(problems)
      return ready!.value
    }
    Object.defineProperty(vars, name, { enumerable: true, get })
  }
  return Object.freeze(vars)
}

/** The inventory as roles and the engine see it. */
export function inventoryOf(hosts: readonly Host[], { layers, held }: KnownInventory): Inventory {
  const byName = new Map(hosts.map((host) => [host.name, host]))
  return { hosts, groups: layers.tree.members, host: (name) => byName.get(name), held }
}

/** What holds where a host's variables say nothing about its connection. */
function defaultsOf(options: InventoryOptions): ConnectionDefaults {
  const hidden = (text: string | undefined) => (text === undefined ? undefined : new Secret(text))
  return {
    user: options.user ?? currentUser(options.env),
    userGiven: options.user !== undefined,
    acceptNewHostKeys: options.acceptNewHostKeys === true,
    privateKey: options.privateKey,
    become: options.become ?? false,
    password: hidden(options.password),
    becomePassword: hidden(options.becomePassword),
  }
}

function currentUser(env: InventoryOptions['env']): string {
  try {
    return userInfo().username
  } catch {
    return env?.USER ?? env?.LOGNAME ?? 'root'
  }
}

function tellClosed({ layers }: KnownInventory, used: readonly KnownHost[], { problems, warn }: Reading): void {
  for (const { kind, name, file, why } of [...layers.besideInventory, ...layers.besidePlaybook].flatMap(
    ({ closed }) => closed,
  )) {
    const isUsed = used.some((host) =>
      kind === 'host' ? host.name === name : name === 'all' || host.groups.includes(name),
    )
    const told = { where: { file, line: 1, column: 1 }, message: `the vault stays closed: ${why}`, hint: vaultHint }
    if (isUsed) problems.lose(told.where, told.message, told.hint)
    else warn?.(told)
  }
}

/** Those of hosts that nobody enters, too, are shown nowhere. */
export function hidePasswords({ hosts }: KnownInventory, { hide }: Reading): void {
  const names = [...connectionVariables.password, ...connectionVariables.becomePassword]
  const values = hosts.flatMap((host) => names.map((name) => host.variable(name)))
  hide?.([...new Set(values.map((variable) => variable?.text ?? textOf(variable?.value ?? '')))].filter(Boolean))
}
