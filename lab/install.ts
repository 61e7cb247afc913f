import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { runHere } from './process.ts'
import { say } from './say.ts'

const isRoot = userInfo().uid === 0

/** Installs Debian packages, as root or by sudo, if that may be done here. False when it may not, or did not work. */
export async function install(packages: readonly string[], purpose: string): Promise<boolean> {
  const able = existsSync('/usr/bin/apt-get') && (isRoot || existsSync('/usr/bin/sudo'))
  if (!able || !mayInstall(`${packages.join(', ')} for ${purpose}`)) return false
  say(`installing ${packages.join(', ')} for ${purpose} (LBPROV_TEST_INSTALL=no keeps it from that)`)
  const argv = ['sh', join(import.meta.dirname, 'install.sh'), ...packages]
  return (await runHere(isRoot ? argv : ['sudo', ...argv])) === 0
}

/** What was said of installing beforehand, in LBPROV_TEST_INSTALL; undefined when nothing was. */
export function installAnswer(env: NodeJS.ProcessEnv = process.env): 'yes' | 'no' | undefined {
  const { LBPROV_TEST_INSTALL: answer = '' } = env
  if (answer === 'yes' || answer === 'no') return answer
  if (answer !== '') throw new Error(`LBPROV_TEST_INSTALL is "${answer}"; it must be yes or no`)
  return env.CI ? 'yes' : undefined
}

/** Who sits at a terminal is asked; where nobody can be asked, it is done and said. */
function mayInstall(what: string): boolean {
  const answer = installAnswer()
  if (answer !== undefined) return answer === 'yes'
  const asked = spawnSync('bash', ['-c', ask, 'bash', what], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
  return asked.status === noTerminal || /^y(es)?$/i.test(asked.stdout ?? '')
}

const noTerminal = 9

/** On the terminal itself, whatever the output goes to. No answer within a minute is no. */
const ask = `
  exec 3<>/dev/tty || exit ${noTerminal}
  printf 'Install the Debian packages %s? No service of theirs is started. [y/N] ' "$1" >&3
  read -r -t 60 answer <&3 || printf '\\n' >&3
  printf %s "$answer"`
