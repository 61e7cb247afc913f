import { isAddress } from '../../model/address.ts'
import type { Connection, Settled } from '../../model/host.ts'
import { settingsOf, wayIn, withSettings } from '../../model/ssh-settings.ts'
import { addsSha1 } from '../../model/ssh-words.ts'
import type { Secret } from '../../shell/script.ts'
import { fullPath, type Reading } from '../text/files.ts'
import type { Problems } from '../text/problems.ts'
import {
  address,
  file,
  flag,
  oneOf,
  policyOfFlag,
  port,
  type Reader,
  seconds,
  secret,
  sudoOnly,
  user,
} from './connection-readers.ts'
import { connectionVariables } from './connection-words.ts'
import { jumpHostOf } from './jump-host.ts'
import type { KnownHost } from './known-host.ts'
import { type SshOptions, sshOptionsOf } from './ssh-options.ts'

/** What holds where the inventory says nothing. */
export interface ConnectionDefaults {
  readonly user: string
  /** The user was named (-u), and is not just who runs this. */
  readonly userGiven?: boolean
  readonly privateKey: string | undefined
  readonly become: boolean
  readonly password: Secret | undefined
  /** Empty: the login password. */
  readonly becomePassword: Secret | undefined
  readonly acceptNewHostKeys?: boolean
}

type What = keyof typeof connectionVariables

/** Looks up what a host's variables say of one thing; the reader gets the variable's name too. */
type Lookup = <T, D>(what: What, read: Reader<T>, otherwise: D) => T | D

/** How to enter a host, from its variables. `known` finds the hosts of the inventory, `behind` are those that it is on the way to. */
export function connectionOf(
  host: KnownHost,
  defaults: ConnectionDefaults,
  reading: Reading,
  known: (name: string) => KnownHost | undefined,
  behind: readonly KnownHost[] = [],
): Connection {
  const said = sshOptionsOf(host, reading)
  const settings = settingsOf(said.options)
  const way = wayIn(settings)
  const plain = withoutJump(host, defaults, said, reading)
  const own = withSettings(
    way ? { ...plain, ssh: { ...plain.ssh!, given: [...plain.ssh!.given, 'jump'] } } : plain,
    settings,
  )
  if (way?.command !== undefined) return { ...own, sshOnly: `ProxyCommand ${way.command}` }
  const jump = jumpHostOf({
    host,
    own,
    jumps: way?.jumps ?? [],
    user: defaults.user,
    userGiven: defaults.userGiven === true,
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

function withoutJump(host: KnownHost, defaults: ConnectionDefaults, said: SshOptions, reading: Reading): Connection {
  const get = lookupIn(host, reading.problems)
  get('becomeMethod', sudoOnly, undefined)
  const transport = get('transport', oneOf('ssh', 'local'), 'ssh')
  const path = (name: string) => fullPath(name, reading)
  const key = get('privateKeyFile', file, defaults.privateKey)
  const knownHosts = get('knownHosts', file, undefined)
  const password = get('password', secret, defaults.password)
  const checking = get('policy', oneOf('strict', 'accept-new', 'off'), get('checking', policyOfFlag, 'strict'))
  return {
    transport,
    address: get('address', address, undefined) ?? nameOf(host, transport, reading.problems),
    port: get('port', port, 22),
    user: get('user', user, defaults.user),
    privateKeyFile: key === undefined ? undefined : path(key),
    password,
    become: get('become', flag, defaults.become),
    becomeUser: get('becomeUser', user, 'root'),
    becomePassword: get(
      'becomePassword',
      secret,
      defaults.becomePassword?.value === '' ? password : defaults.becomePassword,
    ),
    hostKeyChecking: checking === 'strict' && defaults.acceptNewHostKeys ? 'accept-new' : checking,
    sha1: get('sha1', flag, said.options.some(addsSha1) || undefined),
    knownHostsFiles:
      knownHosts === undefined ? ['~/.ssh/known_hosts', '/etc/ssh/ssh_known_hosts'].map(path) : [path(knownHosts)],
    connectTimeout: get('timeout', seconds, 10),
    // EL6: sshd asks for its client's name, and its resolver gives a silent name server 5 s twice.
    loginTimeout: get('timeout', seconds, 20),
    ssh: { options: said.options, file: said.file, given: givenOf(host, defaults, said) },
  }
}

/** What variables and options of the command line settle. */
function givenOf(
  host: KnownHost,
  { userGiven, acceptNewHostKeys }: ConnectionDefaults,
  { first }: SshOptions,
): readonly Settled[] {
  const says = (...whats: readonly What[]) =>
    whats.some((what) => connectionVariables[what].some((name) => host.variable(name)?.value != null))
  const given: readonly (readonly [Settled, keyword: string, said: boolean])[] = [
    ['port', 'port', says('port')],
    ['user', 'user', says('user') || userGiven === true],
    ['hostKeyChecking', 'stricthostkeychecking', says('policy', 'checking') || acceptNewHostKeys === true],
    ['knownHostsFiles', 'userknownhostsfile', says('knownHosts')],
    ['connectTimeout', 'connecttimeout', says('timeout')],
    ['loginTimeout', 'connecttimeout', says('timeout')],
  ]
  return given.filter(([, keyword, said]) => said && !first.has(keyword)).map(([name]) => name)
}

/** The host's name for its address, where the inventory gives no other. */
function nameOf(host: KnownHost, transport: Connection['transport'], problems: Problems): string {
  const given = connectionVariables.address.some((name) => host.variable(name)?.value != null)
  if (transport === 'ssh' && !given && !isAddress(host.name))
    problems.add(
      undefined,
      `the name ${JSON.stringify(host.name)} can't be looked up`,
      'Give the host an ansible_host.',
    )
  return host.name
}

function lookupIn(host: KnownHost, problems: Problems): Lookup {
  return (what, read, otherwise) => {
    const name = connectionVariables[what].findLast((candidate) => host.variable(candidate)?.value != null)
    return (name === undefined ? undefined : read(host.variable(name)!, name, problems)) ?? otherwise
  }
}
