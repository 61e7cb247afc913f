import { spawn, spawnSync } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Connect } from '../../src/transport/transport.ts'
import { connectTo } from './shells.ts'
import { isRoot } from './tools.ts'

/**
 * This machine's own programs over folders of its own: /etc (a copy), /home, /run, /usr/local/sbin, the names in /var/lib, /tmp unless the tests
 * or their files are there, and a name and a network of its own, with lo alone. What is in /usr/local/sbin goes first, so stand-ins of programs
 * of another release go there.
 */
export interface LittleHost {
  readonly connect: (shell: readonly string[]) => Connect
  /** The command that runs this one inside. */
  readonly enter: (command: readonly string[]) => readonly string[]
  /** Runs one command inside as root; its output, or an error. */
  readonly exec: (command: string) => string
  /** Its /home, as this machine sees it. */
  readonly home: string
  /** Its /run. */
  readonly run: string
  readonly close: () => void
}

const fixtures = join(import.meta.dirname, '../fixtures/stand-ins')
const namespaces = isRoot ? ['-m', '-n', '-u'] : ['-r', '-m', '-n', '-u']
const entry = (pid: number) => [
  'nsenter',
  '-t',
  String(pid),
  '-m',
  '-n',
  '-u',
  ...(namespaces.includes('-r') ? ['-U', '--preserve-credentials'] : []),
]

/** Why there can be no little host here; null when there can. */
export function whyNoLittleHost(): string | null {
  const done = spawnSync('unshare', [...namespaces, 'sh', '-c', 'mount --make-rprivate / && ip link set lo up'])
  if (done.status === 0) return null
  const why = `namespaces are refused: ${done.stderr ?? done.error}`
  console.warn(`\n!! The tests on a little host are skipped: ${why}\n`)
  return why
}

const setUp = `
  mount --make-rprivate /
  # In a user namespace the root folder is somebody else's, so nothing below it would be trusted: there it is one of our own.
  if [ ! -O / ]; then
    mount -t tmpfs -o mode=0755 tmpfs "$1/root"
    for name in /*; do
      if [ -L "$name" ]; then cp -P "$name" "$1/root/"
      elif [ -d "$name" ]; then mkdir "$1/root$name"; mount --rbind "$name" "$1/root$name"
      fi
    done
    cd "$1/root"; mkdir before; pivot_root . before; cd /; umount -l before; rmdir before
  fi
  mount -a -T "$1/mounts"
  mkdir -p /run/lock /run/lbprov-test
  # A link-local address that the kernel makes, and looks for on the wire for a second, would change what a fingerprint sees.
  ! [ -e /proc/sys/net/ipv6 ] || echo 1 >/proc/sys/net/ipv6/conf/default/addr_gen_mode
  ip link set lo up
  cd /
  echo ready
  # What \`exec\` gives is run from here: to enter the host for each command is four times the work.
  set +e
  root=$1; set --
  while read -r _ <"$root/ask"; do
    ( . "$root/command" ) </dev/null >"$root/out" 2>"$root/err"
    echo $? >"$root/code"
  done
`

/** What is in /var/lib stays, but new names there are the host's own. */
function makeFolders(root: string): void {
  const isKept = (name: string) => /^[\w.-]+$/.test(name) && name !== 'lbprov' && isFolder(`/var/lib/${name}`)
  const kept = readdirSync('/var/lib')
    .filter(isKept)
    .map((name) => `/var/lib/${name}`)
  const isShared = [root, process.cwd()].some((path) => path.startsWith('/tmp/'))
  const own = ['/etc', '/home', '/run', '/usr/local/sbin', '/var/lib', ...(isShared ? [] : ['/tmp'])]
  for (const name of ['/root', ...own, ...kept]) mkdirSync(join(root, name), { recursive: true })
  if (!isShared) chmodSync(join(root, 'tmp'), 0o1777)
  const mounts = [...kept.map((name) => [name, join(root, name)]), ...own.map((name) => [join(root, name), name])]
  writeFileSync(join(root, 'mounts'), mounts.map((words) => `${words.join(' ')} none rbind 0 0\n`).join(''))
}

const isFolder = (path: string) => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false

/** Starts one with the stand-ins of these folders of test/fixtures/stand-ins. */
export async function startLittleHost(...standIns: readonly string[]): Promise<LittleHost> {
  const root = mkdtempSync(join(tmpdir(), 'lbprov-host-'))
  makeFolders(root)
  spawnSync('cp', ['-a', '/etc', root], { stdio: 'ignore' })
  spawnSync('mkfifo', [join(root, 'ask'), join(root, 'code')])
  for (const name of standIns) install(join(fixtures, name), join(root, 'usr/local/sbin'))
  const holder = spawn('unshare', [...namespaces, 'sh', '-ec', setUp, 'sh', root], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await new Promise((resolve, reject) => {
    holder.stdout.once('data', resolve)
    holder.once('exit', (code) => reject(new Error(`the little host ended with ${code}`)))
  })
  const [program, ...words] = entry(holder.pid!)
  return {
    connect: (shell) => connectTo([program!, ...words, ...shell]),
    enter: (command) => [program!, ...words, ...command],
    exec: (command) => answerTo(command, root),
    home: join(root, 'home'),
    run: join(root, 'run'),
    close: () => {
      holder.kill('SIGKILL')
      rmSync(root, { recursive: true, force: true })
    },
  }
}

function answerTo(command: string, root: string): string {
  const read = (name: string) => readFileSync(join(root, name), 'utf8')
  writeFileSync(join(root, 'command'), command)
  writeFileSync(join(root, 'ask'), '\n')
  const code = read('code').trim()
  if (code !== '0') throw new Error(`exited with ${code}: ${command}\n${read('err')}`)
  return read('out')
}

function install(from: string, to: string): void {
  for (const name of readdirSync(from)) {
    cpSync(join(from, name), join(to, name))
    chmodSync(join(to, name), 0o755)
  }
}
