import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { describe } from 'vitest'
import type { Connection } from '../../../../src/model/host.ts'
import { freePort } from '../../../support/ports.ts'
import { isRoot } from '../../../support/tools.ts'
import { tempFolder } from './temp.ts'

const program = ['/usr/sbin/sshd', '/usr/bin/sshd', '/usr/local/sbin/sshd'].find((path) => existsSync(path))

/** Runs the suite against real sshd processes. */
export function describeWithSshd(name: string, suite: () => void): void {
  describe.skipIf(!program)(name, suite)
}

/** A private OpenSSH server on loopback, run as the user of the tests. */
export interface Sshd {
  readonly port: number
  readonly folder: string
  readonly userKey: string
  /** The public host keys as known_hosts writes them, without a name. */
  readonly hostKeys: { readonly ed25519: string; readonly rsa: string }
  readonly log: () => string
  /** A connection that works, but for what is said otherwise. */
  readonly connection: (other?: Partial<Connection>) => Connection
  stop(): Promise<void>
}

let place: readonly string[] = []

/** Has servers started elsewhere from now on: by a command that is given theirs, as `docker exec HOST`. */
export function startServersBy(command: readonly string[]): void {
  place = command
}

/** `under`: a command that starts it, which is given its command line. */
export async function startSshd(settings: readonly string[] = [], under: readonly string[] = []): Promise<Sshd> {
  const folder = tempFolder()
  const userKey = join(folder, 'user_key')
  for (const type of ['ed25519', 'rsa'] as const) makeOnce(join(folder, `host_${type}`), type)
  makeOnce(userKey, 'ed25519', 'of the user')
  writeFileSync(join(folder, 'authorized_keys'), readFileSync(`${userKey}.pub`))
  const publicKey = (type: string) =>
    readFileSync(join(folder, `host_${type}.pub`), 'utf8')
      .split(' ')
      .slice(0, 2)
      .join(' ')
  const hostKeys = { ed25519: publicKey('ed25519'), rsa: publicKey('rsa') }
  const { daemon, log, port } = await listening(folder, settings, under)
  const knownHosts = join(folder, 'known_hosts')
  writeFileSync(knownHosts, `[127.0.0.1]:${port} ${hostKeys.ed25519}\n`)
  return {
    port,
    folder,
    userKey,
    hostKeys,
    log,
    connection: (other) => ({ ...working(port, userKey, knownHosts), ...other }),
    async stop() {
      await ended(daemon)
    },
  }
}

function working(port: number, privateKeyFile: string, knownHosts: string): Connection {
  return {
    transport: 'ssh',
    address: '127.0.0.1',
    port,
    user: userInfo().username,
    privateKeyFile,
    become: false,
    becomeUser: 'root',
    hostKeyChecking: 'strict',
    knownHostsFiles: [knownHosts],
    connectTimeout: 30,
  }
}

const made = new Map<string, readonly [Buffer, Buffer]>()

/** Making RSA keys takes its time: one is all there are. The ed25519 key of a host is that of all servers, too, and so is that of the user. */
function makeOnce(file: string, type: 'ed25519' | 'rsa', whose = ''): void {
  const pair = made.get(type + whose)
  if (pair) {
    writeFileSync(file, pair[0], { mode: 0o600 })
    writeFileSync(`${file}.pub`, pair[1])
    return
  }
  makeNew(file, type, '')
  made.set(type + whose, [readFileSync(file), readFileSync(`${file}.pub`)])
}

export function makeKey(file: string, type: string, passphrase = ''): void {
  if (type === 'rsa' && passphrase === '') makeOnce(file, type)
  else makeNew(file, type, passphrase)
}

function makeNew(file: string, type: string, passphrase: string): void {
  const size = type === 'rsa' ? ['-b', '2048'] : []
  // -a: a passphrase is made to cost a tenth of a second with every use.
  execFileSync('ssh-keygen', ['-q', '-t', type, ...size, '-a', '1', '-N', passphrase, '-C', 'test', '-f', file])
}

function config(folder: string, port: number, settings: readonly string[]): string {
  const isVariable = (line: string) => line.startsWith('SetEnv ')
  const variables = settings.filter(isVariable).map((line) => line.slice('SetEnv '.length))
  const lines = [
    ...settings.filter((line) => !isVariable(line)),
    `Port ${port}`,
    'ListenAddress 127.0.0.1',
    `HostKey ${folder}/host_ed25519`,
    `HostKey ${folder}/host_rsa`,
    `AuthorizedKeysFile ${folder}/authorized_keys`,
    'PidFile none',
    'StrictModes no',
    'UsePAM no',
    'PermitRootLogin yes',
    'PasswordAuthentication no',
    'KbdInteractiveAuthentication no',
    'MaxStartups 100',
    'LogLevel VERBOSE',
    // What the shell of whoever runs the tests reads at a login is none of theirs, and can cost more than all the rest. Only the
    // first SetEnv counts.
    `SetEnv ${[...variables, `HOME=${folder}`].join(' ')}`,
  ]
  return `${lines.join('\n')}\n`
}

interface Listening {
  readonly daemon: ChildProcess
  readonly log: () => string
  readonly port: number
}

async function listening(
  folder: string,
  settings: readonly string[],
  under: readonly string[],
  tries = 3,
): Promise<Listening> {
  const port = await freePort()
  const file = join(folder, 'config')
  writeFileSync(file, config(folder, port, settings))
  // Debian's package leaves the making of this folder to the init system.
  if (isRoot) mkdirSync('/run/sshd', { recursive: true, mode: 0o755 })
  // -r: the server does not start its program anew for each connection.
  const [command, ...words] = [...place, ...under, program!, '-D', '-e', '-r', '-f', file]
  const daemon = spawn(command!, words, { stdio: ['ignore', 'ignore', 'pipe'] })
  let log = ''
  const listens = await new Promise<boolean>((resolve) => {
    daemon.stderr.on('data', (chunk) => {
      log += chunk
      if (log.includes('Server listening')) resolve(true)
    })
    daemon.once('close', () => resolve(false))
  })
  if (listens) return { daemon, log: () => log, port }
  // Somebody else may have taken the port in the meantime.
  if (tries > 1 && log.includes('Address already in use')) return listening(folder, settings, under, tries - 1)
  throw new Error(`sshd did not start: ${log}`)
}

async function ended(child: ChildProcess): Promise<void> {
  const over = new Promise((resolve) => child.once('exit', resolve))
  if (child.exitCode === null && child.kill()) await over
}
