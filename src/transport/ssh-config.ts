import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import pLimit from 'p-limit'
import { ConnectError } from '../model/errors.ts'
import type { Connection, Settled } from '../model/host.ts'
import { oneLine } from '../model/one-line.ts'
import { type WayIn, wayIn, withSettings } from '../model/ssh-settings.ts'
import type { SshSettings } from '../model/ssh-words.ts'
import { quote } from '../shell/quote.ts'
import { nameForSsh, optionWords } from './ssh-command.ts'
import { configSaysSomething } from './ssh-config-files.ts'
import { type Answer, plainAnswer } from './ssh-config-plain.ts'

const run = promisify(execFile)

/** Children at a time. */
const side = pLimit(8)
const longestMs = 15_000

const asked = new Map<string, Promise<Answer | undefined>>()

/** How many jump hosts of ssh's configuration may stand in a row. */
const mostJumps = 8

/** The connection with what ssh's own configuration says of the host, where it is not settled otherwise: read where it is plain, else asked of `ssh -G`, a child a host. Throws ConnectError. */
export async function asConfigured(connection: Connection, depth = 0): Promise<Connection> {
  const { ssh, jump } = connection
  const answer =
    ssh && configSaysSomething(ssh.file) ? (plainAnswer(connection) ?? (await answerOf(connection))) : undefined
  const own = answer ? await withAnswer(connection, answer) : connection
  const way = answer && !ssh!.given.includes('jump') ? wayIn(answer.settings) : undefined
  if (way?.command !== undefined) return { ...own, sshOnly: own.sshOnly ?? `ProxyCommand ${way.command}` }
  const through = way ? jumpOf(way, own) : jump
  if (!through) return own
  if (depth >= mostJumps) throw endless(connection)
  return { ...own, jump: await asConfigured(through, depth + 1) }
}

async function withAnswer(connection: Connection, { settings, places }: Answer): Promise<Connection> {
  const sha1 = connection.sha1 ?? ((await addsSha1(settings)) || undefined)
  const own = { ...withSettings(connection, settings), sha1 }
  const differs = (['address', 'port', 'user'] as const).filter((part) => own[part] !== connection[part])
  const said = differs.map((part) => `${words[part]} ${own[part]}`)
  return said.length === 0 ? own : { ...own, configured: `${said.join(', ')} (${places.join(', ') || 'ssh -G'})` }
}

/** Whether the configuration adds algorithms with SHA-1 to what ssh offers anyway: old ones offer some themselves. */
async function addsSha1(settings: SshSettings): Promise<boolean> {
  if (!offersSha1(settings)) return false
  const plain = await answerBy(['-v', '-G', '-F', 'none', 'localhost'])
  return plain !== undefined && !offersSha1(plain.settings)
}

const offersSha1 = (settings: SshSettings) =>
  ['hostkeyalgorithms', 'kexalgorithms'].some((keyword) =>
    settings
      .get(keyword)?.[0]
      ?.split(',')
      .some((name) => name === 'ssh-rsa' || name === 'diffie-hellman-group14-sha1'),
  )

const words = { address: 'HostName', port: 'Port', user: 'User' } as const

/** Jump hosts of the configuration are entered as ssh enters them: as the configuration says. */
function jumpOf({ jumps }: WayIn, behind: Connection): Connection | undefined {
  const { password, becomePassword, privateKeyFile, identityFiles, sha1, sshOnly, hostKeyAlias, configured, ...kept } =
    behind
  const { file, given = [] } = behind.ssh ?? {}
  const shared = given.filter((each) => each !== 'port' && each !== 'user')
  return jumps
    .filter(({ host }) => host !== behind.address)
    .reduce<Connection | undefined>((jump, { host: address, user, port, options = [] }) => {
      const named: Settled[] = [...(user ? ['user' as const] : []), ...(port ? ['port' as const] : [])]
      const way = { address, port: port ?? 22, user: user ?? behind.user, jump }
      // One that another leads to does not ask for its own way.
      const ssh = { options, file, given: [...shared, ...named, ...(jump ? ['jump' as const] : [])] }
      return { ...kept, ...way, become: false, becomeUser: 'root', ssh }
    }, undefined)
}

function endless({ address }: Connection): ConnectError {
  const hint = `Look at ProxyJump in what ssh -G ${quote(address)} says.`
  return new ConnectError('connect', `the way to ${address} leads through more than ${mostJumps} jump hosts`, hint)
}

const answerOf = (connection: Connection) => answerBy(['-v', '-G', ...optionWords(connection), nameForSsh(connection)])

function answerBy(command: readonly string[]): Promise<Answer | undefined> {
  const key = command.join('\0')
  const found = asked.get(key) ?? side(() => ask(command))
  asked.set(key, found)
  return found
}

/** Undefined: there is no ssh on this machine. */
async function ask(command: readonly string[]): Promise<Answer | undefined> {
  try {
    const { stdout, stderr } = await run('ssh', command, { timeout: longestMs, killSignal: 'SIGKILL' })
    return { settings: settingsIn(stdout), places: placesIn(stderr) }
  } catch (error) {
    const { code, stderr, message } = error as { code?: unknown; stderr?: string; message: string }
    if (code === 'ENOENT') return undefined
    const said = stderr
      ?.split('\n')
      .filter((line) => line !== '' && !/^(debug\d|OpenSSH_)/.test(line))
      .join(' ')
    const why = oneLine(said || message)
    const hint = `Try by hand: ssh ${command
      .filter((word) => word !== '-v')
      .map(quote)
      .join(' ')}`
    throw new ConnectError('connect', `ssh can't read its configuration: ${why}`, hint)
  }
}

function settingsIn(text: string): SshSettings {
  const settings = new Map<string, string[]>()
  for (const line of text.split('\n')) {
    const [, keyword, value] = /^(\w+) (.+)$/.exec(line) ?? []
    if (keyword && value) settings.set(keyword, [...(settings.get(keyword) ?? []), value])
  }
  return settings
}

/** `FILE:LINE` of each block that is for the host. */
function placesIn(text: string): readonly string[] {
  return [...text.matchAll(/^debug1: (\/.*) line (\d+): Applying options for /gm)].map(
    ([, file, line]) => `${file}:${line}`,
  )
}
