import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { run } from '../../lab/process.ts'
import type { Command, Peer, Task } from '../peer.ts'

const site = join(import.meta.dirname, '../site')

/** With what its users are told makes it fast: pipelining, one connection kept for all tasks, as many forks. */
export const ansible: Peer = { name: 'ansible', version, prepare: (task) => ansibleCommand(task, { facts: true }) }

/** The same without gathering facts. */
export const ansibleNoFacts: Peer = {
  name: 'ansible-no-facts',
  version,
  prepare: (task) => ansibleCommand(task, { facts: false }),
}

async function version(): Promise<{ version: string } | { missing: string }> {
  const { code, stdout } = await run(['ansible', '--version']).catch(() => ({ code: 127, stdout: '' }))
  const found = /core ([\d.]+)/.exec(stdout)?.[1]
  return code === 0 && found
    ? { version: `ansible-core ${found}` }
    : { missing: 'not installed: apt-get install ansible' }
}

/** `strategy`: lines for ansible.cfg. */
export function ansibleCommand(task: Task, { facts, strategy = '' }: { facts: boolean; strategy?: string }): Command {
  const { hosts, addresses, forks, mode, folder } = task
  const lines = hosts.names.map((name, i) => `${name} ansible_host=${addresses[i]}`)
  const login = `ansible_user=root\nansible_ssh_private_key_file=${hosts.keyFile}\nansible_python_interpreter=/usr/bin/python3`
  writeFileSync(join(folder, 'hosts'), `${lines.join('\n')}\n[all:vars]\n${login}\n`)
  writeFileSync(join(folder, 'ansible.cfg'), settings(task, facts, strategy))
  const check = mode === 'check' ? ['--check'] : []
  const env = { ANSIBLE_CONFIG: join(folder, 'ansible.cfg'), HOME: folder, LC_ALL: 'C.UTF-8' }
  return {
    argv: ['ansible-playbook', '-i', 'hosts', '-f', String(forks), ...check, join(site, 'ansible.yml')],
    cwd: folder,
    env,
  }
}

const settings = ({ hosts, folder }: Task, facts: boolean, strategy: string) => `[defaults]
gathering = ${facts ? 'implicit' : 'explicit'}
host_key_checking = True
${strategy}
[ssh_connection]
pipelining = True
control_path_dir = ${folder}/cp
ssh_args = -o ControlMaster=auto -o ControlPersist=60s -o UserKnownHostsFile=${hosts.knownHostsFile}
`
