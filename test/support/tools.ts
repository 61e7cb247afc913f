import { execFileSync, spawnSync } from 'node:child_process'

/** Programs that some suites need, and the Debian package of each. */
const wanted: Readonly<Record<string, string>> = {
  busybox: 'busybox',
  shellcheck: 'shellcheck',
  sshd: 'openssh-server',
  'ssh-keygen': 'openssh-client',
  keepalived: 'keepalived',
  visudo: 'sudo',
  strace: 'strace',
  unshare: 'util-linux',
  ip: 'iproute2',
}

const path = `${process.env.PATH}:/usr/sbin:/sbin`

/** True when a program is to be had on this machine. */
export function has(program: string): boolean {
  return spawnSync('sh', ['-c', `command -v "$1"`, 'sh', program], { env: { ...process.env, PATH: path } }).status === 0
}

/** Before any suite: install what is missing where that is allowed without asking; what stays missing is said, and in CI is an error. */
export default function setup(): void {
  process.env.PATH = path
  const missing = Object.keys(wanted).filter((program) => !has(program))
  if (missing.length === 0) return
  install([...new Set(missing.map((program) => wanted[program]!))])
  const still = missing.filter((program) => !has(program))
  if (still.length === 0) return
  const message = `missing: ${still.map((program) => `${program} (package ${wanted[program]})`).join(', ')}`
  if (process.env.CI) throw new Error(message)
  console.warn(`\n!! Some tests will be skipped. ${message}\n`)
}

function install(packages: readonly string[]): void {
  const sudo = process.getuid?.() === 0 ? [] : ['sudo', '-n']
  if (!has('apt-get') || (sudo.length > 0 && spawnSync('sudo', ['-n', 'true']).status !== 0)) return
  console.log(`installing for the tests: ${packages.join(' ')}`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const run = (...words: string[]) =>
    execFileSync(words[0]!, words.slice(1), { stdio: ['ignore', 'ignore', 'inherit'], env })
  try {
    run(...sudo, 'apt-get', '-q', 'update')
    // no daemon of these shall start: policy-rc.d says no while they are installed
    run(
      ...sudo,
      'sh',
      '-c',
      `[ -e /usr/sbin/policy-rc.d ] || { printf '#!/bin/sh\\nexit 101\\n' >/usr/sbin/policy-rc.d; chmod +x /usr/sbin/policy-rc.d; made=1; }
      apt-get -q -y --no-install-recommends install ${packages.join(' ')}; code=$?
      [ -z "$made" ] || rm -f /usr/sbin/policy-rc.d; exit $code`,
    )
  } catch (error) {
    console.warn(`could not install them: ${(error as Error).message}`)
  }
}
