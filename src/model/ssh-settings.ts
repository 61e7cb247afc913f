import type { Connection, HostKeyPolicy, Settled } from './host.ts'
import { type JumpName, jumpNameIn, jumpNamesIn } from './jump-name.ts'
import { argumentsIn } from './ssh-arguments.ts'
import { needsSsh, type SshOption, type SshSettings, spelling } from './ssh-words.ts'

/** Keywords whose values add up; of the others the first counts. */
const several = ['identityfile', 'certificatefile']

/** What options say together. Of ProxyJump and ProxyCommand, too, it is the first that counts. */
export function settingsOf(options: readonly SshOption[]): SshSettings {
  const settings = new Map<string, string[]>()
  for (const { keyword, value } of options) {
    const before = settings.get(keyword)
    const other = keyword === 'proxyjump' ? 'proxycommand' : keyword === 'proxycommand' ? 'proxyjump' : ''
    if (before && several.includes(keyword)) before.includes(value) || before.push(value)
    else if (!before && !settings.has(other)) settings.set(keyword, [value])
  }
  return settings
}

/** The connection as the settings have it, where it is not given otherwise. The way there is not theirs to say: see `wayIn`. */
export function withSettings(connection: Connection, settings: SshSettings): Connection {
  const given = connection.ssh?.given ?? []
  const found = Object.entries(valuesOf(connection, settings)).filter(
    ([name, value]) => value !== undefined && !given.includes(name as Settled),
  )
  // ssh's configuration goes by the name that was there before HostName.
  const ssh = connection.ssh && { ...connection.ssh, name: connection.ssh.name ?? connection.address }
  return { ...connection, ...Object.fromEntries(found), ...(settings.has('hostname') && { ssh }) }
}

function valuesOf(connection: Connection, settings: SshSettings): Partial<Connection> {
  const one = (keyword: string) => settings.get(keyword)?.[0]
  const is = (keyword: string) => one(keyword) && /^(yes|true)$/i.test(one(keyword)!)
  const address = one('hostname')?.replaceAll('%h', connection.address)
  const policy = one('stricthostkeychecking')?.toLowerCase()
  const alias = one('hostkeyalias')
  const agent = one('identityagent')
  const family = one('addressfamily')?.toLowerCase()
  const timeout = Number(one('connecttimeout'))
  return {
    address,
    port: one('port') === undefined ? undefined : Number(one('port')),
    user: one('user'),
    identityFiles: ownFiles(settings.get('identityfile')),
    certificateFiles: ownFiles(settings.get('certificatefile')),
    identitiesOnly: is('identitiesonly') || undefined,
    agent: agent === undefined || agent === 'SSH_AUTH_SOCK' ? undefined : agent === 'none' ? '' : agent,
    methods: methodsOf(settings),
    hostKeyAlias: alias === 'none' ? undefined : alias,
    hostKeyChecking: policy === undefined ? undefined : (policies.get(policy) ?? 'strict'),
    knownHostsFiles: knownHostsOf(settings),
    family: family === 'inet' ? 4 : family === 'inet6' ? 6 : undefined,
    ...(timeout > 0 && { connectTimeout: timeout, loginTimeout: Math.max(timeout, connection.loginTimeout ?? 0) }),
    sshOnly: sshOnlyOf(settings),
  } as Partial<Connection>
}

const policies: ReadonlyMap<string, HostKeyPolicy> = new Map([
  ['no', 'off'],
  ['false', 'off'],
  ['off', 'off'],
  ['accept-new', 'accept-new'],
])

/** What ssh looks for where no file is named says nothing of the host. */
function ownFiles(files: readonly string[] | undefined): readonly string[] | undefined {
  const own = files?.filter((file) => file !== 'none')
  const usual =
    own && own.length > 3 && own.every((file) => /\/\.ssh\/id_(rsa|dsa|xmss|(ecdsa|ed25519)(_sk)?)$/.test(file))
  return usual ? undefined : own
}

function knownHostsOf(settings: SshSettings): readonly string[] | undefined {
  const [own, shared] = ['userknownhostsfile', 'globalknownhostsfile'].map((keyword) => settings.get(keyword)?.[0])
  if (own === undefined && shared === undefined) return undefined
  return [own ?? '~/.ssh/known_hosts', shared ?? '/etc/ssh/ssh_known_hosts']
    .flatMap((files) => files.split(/\s+/))
    .filter((file) => file !== '' && file !== 'none')
}

const methods = [
  ['publickey', ['pubkeyauthentication']],
  ['password', ['passwordauthentication']],
  ['keyboard-interactive', ['kbdinteractiveauthentication', 'challengeresponseauthentication']],
] as const

function methodsOf(settings: SshSettings): readonly string[] | undefined {
  const preferred = settings.get('preferredauthentications')?.[0]?.split(',')
  const isOff = (keyword: string) => /^(no|false)$/i.test(settings.get(keyword)?.[0] ?? '')
  const left = methods.filter(
    ([method, keywords]) => !keywords.some(isOff) && (!preferred || preferred.includes(method)),
  )
  return left.length === methods.length ? undefined : left.map(([method]) => method)
}

function sshOnlyOf(settings: SshSettings): string | undefined {
  for (const [keyword, [value = '']] of settings)
    if (needsSsh({ keyword, value })) return `${spelling.get(keyword)} ${value}`
  return undefined
}

/** The way to a host: jump hosts, a command that only ssh can run, or neither. */
export interface WayIn {
  readonly jumps: readonly (JumpName & { readonly options?: readonly SshOption[] })[]
  readonly command?: string | undefined
}

/** What ProxyJump or ProxyCommand say; undefined: nothing. `ssh -W %h:%p gate` is a jump host. */
export function wayIn(settings: SshSettings): WayIn | undefined {
  const jumps = settings.get('proxyjump')?.[0]
  if (jumps !== undefined) return { jumps: jumpNamesIn(jumps) ?? [] }
  const command = settings.get('proxycommand')?.[0]
  if (command === undefined) return undefined
  if (command.toLowerCase() === 'none') return { jumps: [] }
  const jump = jumpBy(command)
  return jump ? { jumps: [jump] } : { jumps: [], command }
}

/** The command that was written before ssh had ProxyJump. */
function jumpBy(command: string): WayIn['jumps'][number] | undefined {
  const [, rest] = /^(?:exec +)?(?:\/usr\/bin\/)?ssh +(.*)$/s.exec(command) ?? []
  const read = rest === undefined || /[;&|<>`$()]/.test(rest) ? undefined : argumentsIn(rest)
  if (!read || 'wrong' in read || read.forward !== '%h:%p' || read.words.length !== 1 || read.file) return undefined
  const name = jumpNameIn(read.words[0]!)
  if (!name) return undefined
  const settings = settingsOf(read.options)
  const port = settings.get('port')?.[0]
  const user = settings.get('user')?.[0] ?? name.user
  return { ...name, user, port: port === undefined ? name.port : Number(port), options: read.options }
}
