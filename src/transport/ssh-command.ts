import type { Connection } from '../model/host.ts'
import type { SshOption } from '../model/ssh-words.ts'
import { quote } from '../shell/quote.ts'
import { expandHome, expandTokens } from './home.ts'

/** What ssh is told on its command line of a host, its name left out: what is settled first, so that it wins. */
export function optionWords({ ssh, port, user }: Connection): readonly string[] {
  const { options = [], file, given = [] } = ssh ?? {}
  return [
    ...(file === undefined ? [] : ['-F', file]),
    ...(given.includes('port') ? ['-p', String(port)] : []),
    ...(given.includes('user') ? ['-l', user] : []),
    ...options.flatMap((option) => ['-o', optionText(option)]),
  ]
}

/** The name by which ssh's configuration knows a host. */
export const nameForSsh = ({ ssh, address }: Connection): string => ssh?.name ?? address

const oneFile = [
  'identityfile',
  'certificatefile',
  'identityagent',
  'pkcs11provider',
  'revokedhostkeys',
  'securitykeyprovider',
]

/** As -o takes it: a file with blanks in its name stands in quotes. */
const optionText = ({ keyword, value }: SshOption) =>
  oneFile.includes(keyword) && /\s/.test(value) ? `${keyword}="${value}"` : `${keyword}=${value}`

/** Asks nobody anything, forwards nothing, shares its connection with nobody, and notices a silent host as lbprov does. */
const own = [
  'BatchMode=yes',
  'ClearAllForwardings=yes',
  'ConnectionAttempts=1',
  'ControlMaster=no',
  'ControlPath=none',
  'EscapeChar=none',
  'ForwardAgent=no',
  'ForwardX11=no',
  'LogLevel=ERROR',
  'PermitLocalCommand=no',
  'RemoteCommand=none',
  'ServerAliveCountMax=4',
  'ServerAliveInterval=15',
  'UpdateHostKeys=no',
]

/** The words with which ssh logs in to a host, its name the last. */
export function loginWords(connection: Connection): readonly string[] {
  const { connectTimeout, loginTimeout = connectTimeout, privateKeyFile, port, user, ssh } = connection
  const first = [...own, `ConnectTimeout=${Math.ceil(loginTimeout)}`, ...hostKeys(connection), ...wayThere(connection)]
  return [
    ...first.flatMap((option) => ['-o', option]),
    ...['-p', String(port), '-l', user],
    ...(privateKeyFile === undefined ? [] : ['-i', expandHome(privateKeyFile)]),
    ...(ssh ? optionWords(connection) : ['-F', '/dev/null']),
    nameForSsh(connection),
  ]
}

function hostKeys(connection: Connection): readonly string[] {
  const { hostKeyChecking, knownHostsFiles } = connection
  const files =
    hostKeyChecking === 'off' ? ['/dev/null'] : knownHostsFiles.map((file) => expandTokens(file, connection))
  const policy = hostKeyChecking === 'off' ? 'no' : hostKeyChecking === 'strict' ? 'yes' : 'accept-new'
  return [
    `StrictHostKeyChecking=${policy}`,
    `UserKnownHostsFile=${files.map((file) => `"${literally(file)}"`).join(' ') || 'none'}`,
    'GlobalKnownHostsFile=none',
  ]
}

/** A jump host of the inventory has words of its own; what ssh's configuration or options say of the way, it finds itself. */
function wayThere({ jump, ssh, sshOnly }: Connection): readonly string[] {
  if (sshOnly?.startsWith('ProxyCommand ') || (ssh && !ssh.given.includes('jump'))) return []
  return [`ProxyCommand=${jump ? throughIt(jump) : 'none'}`]
}

function throughIt(jump: Connection): string {
  const words = loginWords(jump)
  const all = [
    'ssh',
    ...words.slice(0, -1).map(literally).map(quote),
    '-W',
    "'[%h]:%p'",
    quote(literally(words.at(-1)!)),
  ]
  return all.join(' ')
}

/** ssh takes % for the beginning of a token. */
const literally = (word: string) => word.replaceAll('%', '%%')
