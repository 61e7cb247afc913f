import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { topologyName } from './machines.ts'

const { env } = process

const labName = topologyName === 'seed' ? 'lbprov-lab' : `lbprov-lab-${topologyName}`

/** Where the lab keeps what it made while running: keys, disks, logs, process ids; a place for each topology. LBPROV_LAB_STATE names another one, for a second lab. */
export const stateFolder = resolve(
  env.LBPROV_LAB_STATE ?? join(env.XDG_STATE_HOME ?? join(homedir(), '.local/state'), labName),
)

/** Where built images are kept; labs share it. LBPROV_LAB_CACHE names another place. */
export const cacheFolder = resolve(
  env.LBPROV_LAB_CACHE ?? join(env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'lbprov-lab'),
)

/** The private key that root, admin and deploy of every machine accept. */
export const keyFile = join(stateFolder, 'id_ed25519')

/** An RSA private key that they accept too: the only kind that the sshd of `el6` knows. */
export const rsaKeyFile = join(stateFolder, 'id_rsa')

/** The host keys of all machines, as ssh reads them. */
export const knownHostsFile = join(stateFolder, 'known_hosts')

/** The folder of image recipes. */
export const imagesFolder = join(import.meta.dirname, 'images')

/** The folder of one machine: disk, host keys, console log, process id. */
export function machineFolder(name: string): string {
  return join(stateFolder, name)
}

/** What a machine wrote to its console. */
export function consoleLog(name: string): string {
  return join(machineFolder(name), 'console.log')
}
