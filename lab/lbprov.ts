import { fileURLToPath } from 'node:url'
import { clientRun } from './client.ts'
import { hasOldSshd, topology } from './machines.ts'
import { keyFile, knownHostsFile, rsaKeyFile } from './paths.ts'

const main = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url))

/** The private key that every machine of this lab takes. */
export const loginKeyFile = topology().machines.some(hasOldSshd) ? rsaKeyFile : keyFile

/** What lets lbprov into the lab's machines, as command line options: their key, and the host keys they are known by. */
export const entry: readonly string[] = [
  '--private-key',
  loginKeyFile,
  '-e',
  `ansible_ssh_known_hosts_file=${knownHostsFile}`,
]

const entering = new Set('run verify status serve ping facts exec doctor drain undrain failover roll retire'.split(' '))

/** Runs lbprov of this checkout at the client's place, on this terminal; gives its exit code. A command that enters hosts is given the lab's keys. */
export function runLbprov(words: readonly string[]): Promise<number> {
  const [command = '', ...rest] = words
  const given = entering.has(command) ? [command, ...entry, ...rest] : words
  return clientRun([process.execPath, main, ...given])
}
