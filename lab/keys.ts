import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { hasOldSshd, type Machine, topology } from './machines.ts'
import { keyFile, knownHostsFile, machineFolder, rsaKeyFile } from './paths.ts'
import { must } from './process.ts'

const hostKeyTypes = ['ed25519', 'ecdsa', 'rsa']
const users = [
  { home: 'root', id: 0 },
  { home: 'home/admin', id: 1000 },
  { home: 'home/deploy', id: 1001 },
]

/** Makes the lab's two keys, each machine's host keys and known_hosts, where missing. Host keys stay when a machine is reset. */
export async function ensureKeys(): Promise<void> {
  await Promise.all([ensureKey(keyFile, 'ed25519'), ensureKey(rsaKeyFile, 'rsa')])
  await Promise.all(topology().machines.map(ensureSeed))
  writeFileSync(knownHostsFile, topology().machines.flatMap(knownHosts).join(''))
}

/** The archive a machine's first boot unpacks over its root: name, host keys, authorized keys. */
export function seedFile(machine: Machine): string {
  return join(machineFolder(machine.name), 'seed.tar')
}

const hostKeyFolder = (machine: Machine) => join(machineFolder(machine.name), 'seed/etc/ssh')

async function ensureSeed(machine: Machine): Promise<void> {
  const tree = join(machineFolder(machine.name), 'seed')
  for (const type of hostKeyTypes) await ensureKey(join(hostKeyFolder(machine), `ssh_host_${type}_key`), type)
  if (isNewer(seedFile(machine), `${rsaKeyFile}.pub`)) return
  write(join(tree, 'etc/hostname'), `${machine.name}\n`)
  write(join(tree, 'etc/hosts'), hosts())
  const keys = [keyFile, rsaKeyFile].map((file) => readFileSync(`${file}.pub`, 'utf8')).join('')
  for (const { home } of users) write(join(tree, home, '.ssh/authorized_keys'), keys)
  await pack(tree, seedFile(machine))
}

async function pack(tree: string, archive: string): Promise<void> {
  const add = (owner: number, others: string, ...members: string[]) => {
    const owned = ['--numeric-owner', `--owner=${owner}`, `--group=${owner}`, `--mode=u=rwX,go=${others}`]
    return must(['tar', ...owned, '-C', tree, '-rf', `${archive}.new`, ...members])
  }
  rmSync(`${archive}.new`, { force: true })
  await add(0, 'r', 'etc/hostname', 'etc/hosts')
  for (const key of readdirSync(join(tree, 'etc/ssh'))) await add(0, key.endsWith('.pub') ? 'r' : '', `etc/ssh/${key}`)
  for (const { home, id } of users) await add(id, '', `${home}/.ssh`)
  await must(['mv', `${archive}.new`, archive])
}

function hosts(): string {
  return ['127.0.0.1 localhost', ...topology().machines.map(({ address, name }) => `${address} ${name}`), ''].join('\n')
}

/** A machine is known by the keys it offers. */
function knownHosts(machine: Machine): string[] {
  const types = hasOldSshd(machine) ? ['rsa'] : hostKeyTypes
  return types.map((type) => {
    const [kind, key] = readFileSync(join(hostKeyFolder(machine), `ssh_host_${type}_key.pub`), 'utf8').split(' ')
    return `${machine.name},${machine.address} ${kind} ${key?.trim()}\n`
  })
}

async function ensureKey(file: string, type: string): Promise<void> {
  if (existsSync(`${file}.pub`)) return
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  rmSync(file, { force: true })
  await must(['ssh-keygen', '-q', '-t', type, '-N', '', '-C', 'lbprov-lab', '-f', file])
}

function isNewer(file: string, other: string): boolean {
  return existsSync(file) && statSync(file).mtimeMs >= statSync(other).mtimeMs
}

function write(file: string, content: string): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, content)
}
