import { accessSync, constants } from 'node:fs'
import { join } from 'node:path'
import { install, installAnswer } from '../../lab/install.ts'

/**
 * Every program that a suite starts and that a minimal Debian 12 with git, procps, Node.js and npm has not, or another system may not have,
 * with its Debian package. `.ci/bare` proves the list: what is not on it is not there.
 */
const tools = {
  'ansible-inventory': 'ansible-core',
  awk: 'mawk',
  bash: 'bash',
  busybox: 'busybox',
  dash: 'dash',
  grep: 'grep',
  ip: 'iproute2',
  iptables: 'iptables',
  keepalived: 'keepalived',
  mawk: 'mawk',
  modprobe: 'kmod',
  nft: 'nftables',
  perl: 'perl-base',
  python3: 'python3-minimal',
  script: 'bsdutils',
  shellcheck: 'shellcheck',
  'ssh-keygen': 'openssh-client',
  sshd: 'openssh-server',
  strace: 'strace',
  unshare: 'util-linux',
  visudo: 'sudo',
} as const

/** A program of the list above: a suite can't ask for another, so none can be left out in silence for want of one. */
export type Tool = keyof typeof tools

/** Some tests are root's alone (skips.ts). */
export const isRoot = process.getuid?.() === 0

/** A little host has a /home of its own, which hides this one. */
export const isBelowHome = process.cwd().startsWith('/home/')

/** A security key in software, of OpenSSH's own tests: Debian's openssh-tests. */
export const tokenProvider = process.env.LBPROV_SK_PROVIDER ?? '/usr/lib/openssh/regress/misc/sk-dummy/sk-dummy.so'

const path = `${process.env.PATH}:/usr/sbin:/sbin`

/** True when a program is to be had on this machine. */
export function has(program: Tool): boolean {
  return isHere(program)
}

/** The same of a program that is not on the list: what is done without it must be no less. */
export function isHere(program: string): boolean {
  return path.split(':').some((folder) => isProgram(join(folder, program)))
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** The tools that are missing on this machine, each with its package. */
export function missingTools(): readonly string[] {
  return (Object.keys(tools) as Tool[]).filter((tool) => !has(tool))
}

const packageOf = (tool: string) => tools[tool as Tool]

/** Before any suite: install what is missing, where that may be done; what stays missing is said, and in CI is an error. */
export default async function setup(): Promise<void> {
  process.env.PATH = path
  const missing = missingTools()
  if (missing.length > 0) await install([...new Set(missing.map(packageOf))], 'the tests')
  const still = missingTools()
  if (still.length === 0) return
  const message = `missing: ${still.map((tool) => `${tool} (package ${packageOf(tool)})`).join(', ')}`
  if (process.env.CI && installAnswer() !== 'no') throw new Error(message)
  console.warn(`\n!! Tests that need them will be skipped. ${message}\n`)
}
