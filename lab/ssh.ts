import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { hasOldSshd, hasSlowLogin, machineNamed } from './machines.ts'
import { inside, namespaceExists } from './namespace.ts'
import { keyFile, knownHostsFile, machineFolder, rsaKeyFile } from './paths.ts'
import { type Outcome, run, runHere } from './process.ts'

const set = (...settings: string[]) => settings.flatMap((setting) => ['-o', setting])
/** A shell script: waits for the end of the boot where that can be done. Without systemd, rc.local (the last of all) leaves a mark, as on EL6. */
const bootState = `
if command -v systemctl >/dev/null; then systemctl is-system-running --wait
elif [ -e /var/lock/subsys/local ]; then echo running
fi`

const socket = (name: string) => join(machineFolder(name), 'ssh.socket')

/** The ssh command that reaches a machine as a user, at the client's place. */
export function sshCommand(name: string, user = 'root', options: readonly string[] = []): readonly string[] {
  const machine = machineNamed(name)
  const settings = set('StrictHostKeyChecking=yes', 'IdentitiesOnly=yes', 'LogLevel=ERROR')
  const old = hasOldSshd(machine)
  const algorithms = old ? set('HostKeyAlgorithms=ssh-rsa', 'PubkeyAcceptedAlgorithms=ssh-rsa') : []
  const identity = ['-i', old ? rsaKeyFile : keyFile, ...set(`UserKnownHostsFile=${knownHostsFile}`)]
  const words = [...identity, ...settings, ...algorithms, ...options]
  return inside(['ssh', '-F', 'none', ...words, `${user}@${machine.address}`])
}

/** Runs a shell command as root on a machine. Logins are slow there (over a second), so one connection is kept for all. */
export async function machineExec(name: string, shellCommand: string): Promise<Outcome> {
  await connect(name)
  return run([...sshCommand(name, 'root', [...set('BatchMode=yes'), '-S', socket(name)]), shellCommand])
}

/** Opens a shell, or runs a command, as root on a machine, on this terminal; gives the exit code. */
export function machineShell(name: string, command: readonly string[]): Promise<number> {
  return runHere([...sshCommand(name), ...command])
}

/** True when a machine lets root in and its boot is complete, every service started or failed. */
export async function answers(name: string): Promise<boolean> {
  if (!(await connect(name))) return false
  const { stdout } = await machineExec(name, bootState)
  return ['running', 'degraded'].includes(stdout.trim())
}

/** Gives up the connection kept to a machine. */
export async function disconnect(name: string): Promise<void> {
  if (!existsSync(socket(name)) || !namespaceExists()) return
  await run(sshCommand(name, 'root', ['-S', socket(name), '-O', 'exit']))
}

/** The connection ends by itself: a minute after its last use, or soon after the machine has gone silent. */
async function connect(name: string): Promise<boolean> {
  if (existsSync(socket(name))) return true
  // The login counts, too.
  const alive = hasSlowLogin(machineNamed(name)) ? 10 : 3
  const patience = set(
    'ConnectTimeout=10',
    'ControlPersist=60',
    'ServerAliveInterval=2',
    `ServerAliveCountMax=${alive}`,
  )
  const master = ['-M', '-S', socket(name), '-f', '-N']
  return (await run(sshCommand(name, 'root', [...set('BatchMode=yes'), ...patience, ...master]))).code === 0
}
