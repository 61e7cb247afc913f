import type { Connection, Host } from '../../model/host.ts'
import { addsSha1, isIgnored, spelling } from '../../model/ssh-words.ts'
import type { HostVariables } from '../adopted-files.ts'

/** Passwords that were asked for: they are not written down. */
export interface Asked {
  readonly password?: string | undefined
  readonly becomePassword?: string | undefined
}

/** The variables that make a host of a new inventory be entered as this one is; what goes without saying is left out. */
export function connectionVariablesOf({ name, vars, connection }: Host, asked: Asked): HostVariables {
  const { address } = vars
  const [password, becomePassword] = [connection.password?.value, connection.becomePassword?.value]
  const given: Readonly<Record<string, string | number | boolean | false | undefined>> = {
    ansible_host: unless(connection.address, name),
    address: typeof address === 'string' ? address : undefined,
    ansible_connection: unless(connection.transport, 'ssh'),
    ansible_port: unless(connection.port, 22),
    ansible_user: connection.user,
    ansible_ssh_private_key_file: connection.privateKeyFile,
    ansible_password: unless(password, asked.password),
    ansible_become: connection.become || undefined,
    ansible_become_user: unless(connection.becomeUser, 'root'),
    ansible_become_password: unless(becomePassword, asked.becomePassword),
    host_key_checking: unless(connection.hostKeyChecking, 'strict'),
    ssh_sha1: connection.sha1,
    ansible_ssh_known_hosts_file: ownKnownHosts(connection),
    ansible_timeout: unless(connection.connectTimeout, 10),
    ansible_ssh_common_args: argumentsOf(connection) || undefined,
  }
  return Object.fromEntries(
    Object.entries(given).filter((entry): entry is [string, string | number | boolean] => entry[1] !== undefined),
  )
}

const unless = <T>(value: T, usual: T): T | undefined => (value === usual ? undefined : value)

/** Options of ssh that no variable above has. */
function argumentsOf({ jump, ssh }: Connection): string {
  const { options = [], file } = ssh ?? {}
  const others = options
    .filter((option) => !elsewhere.includes(option.keyword) && !addsSha1(option) && !isIgnored(option))
    .map(({ keyword, value }) => `-o ${inQuotes(`${spelling.get(keyword)}=${value}`)}`)
  return [
    ...(jump ? [`-J ${jumpNames(jump)}`] : []),
    ...(file === undefined ? [] : [`-F ${inQuotes(file)}`]),
    ...others,
  ].join(' ')
}

const elsewhere = ['hostname', 'port', 'user', 'proxyjump', 'stricthostkeychecking', 'connecttimeout']

const inQuotes = (word: string) => (/["\s]/.test(word) ? `'${word}'` : word)

/** `admin@10.0.0.1:22`, of several the outermost first. */
function jumpNames({ user, address, port, jump }: Connection): string {
  const name = `${user}@${address.includes(':') ? `[${address}]` : address}:${port}`
  return jump ? `${jumpNames(jump)},${name}` : name
}

/** A list of several is the usual one. */
function ownKnownHosts({ knownHostsFiles: files }: Connection): string | undefined {
  return files.length === 1 ? files[0] : undefined
}
