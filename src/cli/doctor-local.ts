import { accessSync, constants, readdirSync, readFileSync, statSync } from 'node:fs'
import { connect } from 'node:net'
import { delimiter, join } from 'node:path'

/** One thing that was looked at; `mend` says what to do where it is not well. */
export interface Check {
  readonly what: string
  /** `note`: it may be well. */
  readonly state: 'ok' | 'note' | 'bad'
  readonly said: string
  readonly mend?: string
}

/** Where this machine is looked at. */
export interface Surroundings {
  readonly node: string
  readonly home: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** What `--private-key` names: no other key is tried then. */
  readonly privateKey?: string | undefined
  /** A password is asked for, so that no key is needed. */
  readonly askPass?: boolean | undefined
}

/** What a run needs of this machine. */
export async function localChecks(here: Surroundings): Promise<readonly Check[]> {
  const keys = here.privateKey === undefined ? keyFiles(here.home) : [here.privateKey]
  const agent = await agentCheck(here, keys.length > 0)
  const others = agent.state === 'ok' || here.askPass === true
  return [nodeCheck(here), sshCheck(here), agent, ...keyChecks(keys, others), knownHostsCheck(here)]
}

function nodeCheck({ node }: Surroundings): Check {
  const [major = 0, minor = 0] = node.replace(/^v/, '').split('.').map(Number)
  const fits = major > 23 || (major === 23 && minor >= 6) || (major === 22 && minor >= 18)
  const what = 'Node.js'
  if (fits) return { what, state: 'ok', said: node }
  return { what, state: 'bad', said: `${node} is too old`, mend: 'install Node.js 22.18 or newer' }
}

function sshCheck({ env }: Surroundings): Check {
  const what = 'OpenSSH client'
  const found = (env.PATH ?? '').split(delimiter).find((folder) => isThere(join(folder, 'ssh'), constants.X_OK))
  if (found !== undefined) return { what, state: 'ok', said: join(found, 'ssh') }
  const said = 'there is no ssh in PATH'
  return {
    what,
    state: 'note',
    said,
    mend: 'lbprov has its own; apt install openssh-client gives you ssh-keygen and ssh-copy-id',
  }
}

async function agentCheck({ env }: Surroundings, hasKeys: boolean): Promise<Check> {
  const what = 'ssh-agent'
  const socket = env.SSH_AUTH_SOCK
  if (!socket) {
    const said = 'none runs for this shell (SSH_AUTH_SOCK is not set)'
    return {
      what,
      state: hasKeys ? 'ok' : 'note',
      said,
      mend: 'for a key with a passphrase: eval "$(ssh-agent)"; ssh-add',
    }
  }
  if (await answers(socket)) return { what, state: 'ok', said: socket }
  const said = `SSH_AUTH_SOCK names ${socket}, where nobody answers`
  return { what, state: 'bad', said, mend: 'eval "$(ssh-agent)"; ssh-add, or unset SSH_AUTH_SOCK' }
}

function answers(socket: string): Promise<boolean> {
  return new Promise((resolve) => {
    const way = connect(socket)
    const end = (result: boolean) => {
      way.destroy()
      resolve(result)
    }
    way.once('connect', () => end(true)).once('error', () => end(false))
    way.setTimeout(3000, () => end(false))
  })
}

const keyName = /^id_(ed25519|ecdsa|rsa)$/

function keyFiles(home: string): readonly string[] {
  const folder = join(home, '.ssh')
  return listed(folder)
    .filter((name) => keyName.test(name))
    .map((name) => join(folder, name))
}

/** `others`: there are other ways in than keys in files. */
function keyChecks(keys: readonly string[], others: boolean): readonly Check[] {
  const what = 'keys'
  if (keys.length === 0) {
    const said = 'there is no id_ed25519, id_ecdsa or id_rsa in ~/.ssh'
    const mend = 'ssh-keygen -t ed25519, then ssh-copy-id USER@HOST for each host; or -k asks for the login password'
    return [{ what, state: others ? 'note' : 'bad', said, mend }]
  }
  return keys.map((file): Check => {
    const mode = statSync(file, { throwIfNoEntry: false })?.mode
    if (mode === undefined)
      return { what, state: 'bad', said: `${file} does not exist`, mend: 'name the private key: --private-key FILE' }
    if ((mode & 0o077) === 0) return { what, state: 'ok', said: file }
    return {
      what,
      state: 'bad',
      said: `${file} can be read by others (mode ${(mode & 0o777).toString(8).padStart(4, '0')})`,
      mend: `chmod 600 ${file}`,
    }
  })
}

function knownHostsCheck({ home }: Surroundings): Check {
  const what = 'known_hosts'
  const file = join(home, '.ssh/known_hosts')
  try {
    const count = readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => /^[^#\s]/.test(line)).length
    return { what, state: 'ok', said: `${file}, ${count} keys` }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code !== 'ENOENT') return { what, state: 'bad', said: message, mend: `make ${file} a file that you can read` }
    const mend = 'nothing now: the first command that enters hosts shows their keys in one table, to be compared'
    return { what, state: 'note', said: `${file} is not there: no host is known yet`, mend }
  }
}

function listed(folder: string): readonly string[] {
  try {
    return readdirSync(folder).toSorted()
  } catch {
    return []
  }
}

function isThere(path: string, mode: number): boolean {
  try {
    accessSync(path, mode)
    return statSync(path).isFile()
  } catch {
    return false
  }
}
