import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type GenericContainer, type StartedTestContainer, Wait } from 'testcontainers'
import { type Facts, majorRelease } from '../../src/model/facts.ts'
import type { Connection } from '../../src/model/host.ts'

/** A container with an init system and sshd, reached as a host is: over ssh, with a key. */
export interface ContainerHost {
  readonly container: StartedTestContainer
  readonly connection: Connection
  /** Runs one command as root inside, beside ssh. */
  readonly exec: (command: string) => Promise<string>
}

export async function startHost(image: GenericContainer): Promise<ContainerHost> {
  const key = newKey()
  const container = await image
    .withAddedCapabilities('NET_ADMIN', 'SYS_ADMIN', 'NET_RAW')
    .withSecurityOpt('seccomp=unconfined', 'apparmor=unconfined')
    .withEnvironment({ container: 'docker' })
    .withBindMounts(cgroupVersion() === '1' ? [{ source: '/sys/fs/cgroup', target: '/sys/fs/cgroup', mode: 'rw' }] : [])
    .withCopyContentToContainer([
      { content: readFileSync(`${key}.pub`, 'utf8'), target: '/root/.ssh/authorized_keys', mode: 0o600 },
    ])
    .withExposedPorts(22)
    .withWaitStrategy(Wait.forListeningPorts())
    .start()
  const exec = async (command: string) => (await container.exec(['sh', '-c', command])).output
  await exec('chown -R root:root /root/.ssh; chmod 700 /root/.ssh')
  return { container, exec, connection: connectionTo(container.getMappedPort(22), key) }
}

/** False in a container of EL7 under cgroup v2: there sshd is PID 1, and what needs an init is left out. EL6's scripts need none. */
export function hasInit(facts: Facts): boolean {
  return facts.init === 'systemd' || majorRelease(facts) < 7
}

/** Under version 2 a container has cgroups of its own; under 1 the engine shows it none to write to. */
function cgroupVersion(): string {
  return execFileSync('docker', ['info', '--format', '{{.CgroupVersion}}'], { encoding: 'utf8' }).trim()
}

/** RSA: all that OpenSSH 5.3 knows, and known to all. */
function newKey(): string {
  const file = join(mkdtempSync(join(tmpdir(), 'lbprov-key-')), 'id')
  execFileSync('ssh-keygen', ['-q', '-t', 'rsa', '-b', '3072', '-N', '', '-f', file])
  return file
}

function connectionTo(port: number, privateKeyFile: string): Connection {
  return {
    transport: 'ssh',
    address: '127.0.0.1',
    port,
    user: 'root',
    privateKeyFile,
    become: false,
    becomeUser: 'root',
    hostKeyChecking: 'off',
    knownHostsFiles: [],
    connectTimeout: 20,
  }
}
