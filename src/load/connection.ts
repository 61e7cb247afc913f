import type { Connection, HostKeyPolicy } from '../model/host.ts'
import { Secret } from '../shell/script.ts'
import { connectionVariables } from './connection-words.ts'
import { fullPath, type Reading } from './files.ts'
import { jumpHostOf } from './jump-host.ts'
import type { KnownHost } from './known-host.ts'
import { listed } from './nearest.ts'
import type { Problems } from './problems.ts'
import { shown, type Variable } from './variable.ts'

/** What holds where the inventory says nothing. */
export interface ConnectionDefaults {
  readonly user: string
  readonly privateKey: string | undefined
  readonly become: boolean
  readonly password: Secret | undefined
  readonly becomePassword: Secret | undefined
}

type What = keyof typeof connectionVariables

/** Looks up what a host's variables say of one thing; the reader gets the variable's name too. */
type Lookup = <T, D>(what: What, read: Reader<T>, otherwise: D) => T | D

/** Gives the value, or undefined after telling why there is none. */
type Reader<T> = (variable: Variable, name: string, problems: Problems) => T | undefined

/** How to enter a host, from its variables. `known` finds the hosts of the inventory, `behind` are those that it is on the way to. */
export function connectionOf(
  host: KnownHost,
  defaults: ConnectionDefaults,
  reading: Reading,
  known: (name: string) => KnownHost | undefined,
  behind: readonly KnownHost[] = [],
): Connection {
  const own = withoutJump(host, defaults, reading)
  const jump = jumpHostOf({
    host,
    own,
    user: defaults.user,
    problems: reading.problems,
    known: (name) => {
      const found = known(name)
      if (!found) return undefined
      const way = [...behind, host]
      return way.includes(found)
        ? endless(found, way, reading.problems)
        : connectionOf(found, defaults, reading, known, way)
    },
  })
  return jump ? { ...own, jump } : own
}

function endless(host: KnownHost, way: readonly KnownHost[], problems: Problems): undefined {
  const names = way.map(({ name }) => name).join(' through ')
  const at = connectionVariables.arguments.map((name) => host.variable(name)).find((variable) => variable !== undefined)
  problems.add(
    at?.locate(),
    `the way to ${names} through ${host.name} has no beginning`,
    'One of them must be entered directly: give it empty options.',
  )
}

function withoutJump(host: KnownHost, defaults: ConnectionDefaults, reading: Reading): Connection {
  const get = lookupIn(host, reading.problems)
  get('becomeMethod', sudoOnly, undefined)
  const path = (file: string) => fullPath(file, reading)
  const key = get('privateKeyFile', text, defaults.privateKey)
  const knownHosts = get('knownHosts', text, undefined)
  return {
    transport: get('transport', oneOf('ssh', 'local'), 'ssh'),
    address: get('address', text, host.name),
    port: get('port', port, 22),
    user: get('user', text, defaults.user),
    privateKeyFile: key === undefined ? undefined : path(key),
    password: get('password', secret, defaults.password),
    become: get('become', flag, defaults.become),
    becomeUser: get('becomeUser', text, 'root'),
    becomePassword: get('becomePassword', secret, defaults.becomePassword),
    hostKeyChecking: get('policy', oneOf('strict', 'accept-new', 'off'), get('checking', policyOfFlag, 'strict')),
    knownHostsFiles:
      knownHosts === undefined ? ['~/.ssh/known_hosts', '/etc/ssh/ssh_known_hosts'].map(path) : [path(knownHosts)],
    connectTimeout: get('timeout', seconds, 10),
  }
}

function lookupIn(host: KnownHost, problems: Problems): Lookup {
  return (what, read, otherwise) => {
    const name = connectionVariables[what].findLast((candidate) => host.variable(candidate)?.value != null)
    return (name === undefined ? undefined : read(host.variable(name)!, name, problems)) ?? otherwise
  }
}

function wrong(variable: Variable, name: string, expected: string, problems: Problems, hint?: string): undefined {
  problems.add(variable.locate(), `${name} must be ${expected}, but is ${shown(variable.value)}`, hint)
}

const text: Reader<string> = (variable, name, problems) => {
  const value = variable.text !== undefined && typeof variable.value !== 'object' ? variable.text : variable.value
  if (typeof value === 'string' && value !== '') return value
  return wrong(variable, name, 'text', problems, typeof value === 'string' ? undefined : 'Put it in quotes.')
}

const secret: Reader<Secret> = (variable, name, problems) => {
  const value = typeof variable.value === 'string' ? variable.value : variable.text
  if (value !== undefined) return new Secret(value)
  problems.add(variable.locate(), `${name} must be text`, 'Put it in quotes.')
  return undefined
}

const flag: Reader<boolean> = (variable, name, problems) => {
  const word = String(variable.value).toLowerCase()
  if (['true', 'yes', 'on', '1'].includes(word)) return true
  if (['false', 'no', 'off', '0'].includes(word)) return false
  return wrong(variable, name, 'true or false', problems)
}

const port: Reader<number> = (variable, name, problems) => {
  const number = /^\d+$/.test(String(variable.value)) ? Number(variable.value) : 0
  return number >= 1 && number <= 65535 ? number : wrong(variable, name, 'a whole number from 1 to 65535', problems)
}

const seconds: Reader<number> = (variable, name, problems) => {
  const number = Number(variable.value)
  return number > 0 && number <= 3600 ? number : wrong(variable, name, 'a number of seconds from 1 to 3600', problems)
}

const policyOfFlag: Reader<HostKeyPolicy> = (variable, name, problems) => {
  const checked = flag(variable, name, problems)
  return checked === undefined ? undefined : checked ? 'strict' : 'off'
}

function oneOf<const W extends string>(...words: readonly W[]): Reader<W> {
  return (variable, name, problems) =>
    words.find((word) => word === variable.value) ??
    wrong(variable, name, listed(words).replace(/ and /, ' or '), problems)
}

const sudoOnly: Reader<string> = (variable, name, problems) =>
  variable.value === 'sudo'
    ? 'sudo'
    : wrong(variable, name, 'sudo', problems, 'lbprov becomes another user with sudo only.')
