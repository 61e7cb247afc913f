import type { Connection } from '../../../../src/model/host.ts'

/** A host as an inventory has it that says nothing of the way in. */
export const unconfigured: Connection = {
  transport: 'ssh',
  address: 'lb1',
  port: 22,
  user: 'me',
  become: false,
  becomeUser: 'root',
  hostKeyChecking: 'strict',
  knownHostsFiles: ['~/.ssh/known_hosts'],
  connectTimeout: 10,
}
