import { run } from '../../lab/process.ts'
import type { Peer } from '../peer.ts'
import { ansible, ansibleCommand } from './ansible.ts'

const find = 'import ansible_mitogen.plugins.strategy as s, mitogen; print(list(s.__path__)[0], *mitogen.__version__)'

/** Ansible with mitogen's strategy, without facts. */
export const mitogen: Peer = {
  name: 'mitogen',
  async version() {
    const base = await ansible.version()
    if ('missing' in base) return base
    const { code, stdout } = await run(['/usr/bin/python3', '-c', find]).catch(() => ({ code: 127, stdout: '' }))
    if (code !== 0) return { missing: 'not installed: apt-get install ansible-mitogen' }
    const [folder = '', ...version] = stdout.trim().split(' ')
    place = folder
    return { version: `mitogen ${version.join('.')}, ${base.version}` }
  },
  prepare: (task) =>
    ansibleCommand(task, { facts: false, strategy: `strategy_plugins = ${place}\nstrategy = mitogen_linear` }),
}

/** The folder of its strategies, once its version was asked. */
let place = ''
