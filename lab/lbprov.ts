import { fileURLToPath } from 'node:url'
import { clientRun } from './client.ts'
import { keyFile, knownHostsFile } from './paths.ts'

const main = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url))

/** What lets lbprov into the lab's machines, as command line options: their key, and the host keys they are known by. */
export const entry: readonly string[] = [
  '--private-key',
  keyFile,
  '-e',
  `ansible_ssh_known_hosts_file=${knownHostsFile}`,
]

/** Runs `lbprov run …` of this checkout at the client's place, on this terminal; gives its exit code. */
export function runLbprov(words: readonly string[]): Promise<number> {
  const [command, ...rest] = words
  return clientRun([process.execPath, main, ...(command === 'run' ? [command, ...entry, ...rest] : words)])
}
