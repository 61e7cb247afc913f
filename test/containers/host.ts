import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { GenericContainer, type StartedTestContainer, Wait } from 'testcontainers'
import type { Connection } from '../../src/model/host.ts'

/** A container with an init system and sshd, reached as a host is: over ssh, with a key. */
export interface ContainerHost {
  readonly container: StartedTestContainer
  readonly connection: Connection
  /** Runs one command as root inside, beside ssh. */
  readonly exec: (command: string) => Promise<string>
}

export async function startHost(image: string): Promise<ContainerHost> {
  const key = newKey()
  const container = await new GenericContainer(image)
    .withCommand(['/sbin/init'])
    .withAddedCapabilities('NET_ADMIN', 'SYS_ADMIN', 'NET_RAW')
    .withSecurityOpt('seccomp=unconfined', 'apparmor=unconfined')
    .withBindMounts([{ source: '/sys/fs/cgroup', target: '/sys/fs/cgroup', mode: 'rw' }])
    .withTmpFs({ '/run': 'rw,exec', '/run/lock': 'rw' })
    .withCopyContentToContainer([
      { content: readFileSync(`${key}.pub`, 'utf8'), target: '/root/.ssh/authorized_keys', mode: 0o600 },
      // the image has no host key: every lab machine gets its own
      { content: readFileSync(key, 'utf8'), target: '/etc/ssh/ssh_host_ed25519_key', mode: 0o600 },
    ])
    .withExposedPorts(22)
    .withWaitStrategy(Wait.forListeningPorts())
    .start()
  const exec = async (command: string) => (await container.exec(['sh', '-c', command])).output
  await exec('mount -o remount,rw /proc/sys; chown -R root:root /root/.ssh; chmod 700 /root/.ssh')
  return { container, exec, connection: connectionTo(container.getMappedPort(22), key) }
}

function newKey(): string {
  const file = join(mkdtempSync(join(tmpdir(), 'lbprov-key-')), 'id')
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', file])
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
