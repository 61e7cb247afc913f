import type { Peer } from '../peer.ts'
import { ansible, ansibleNoFacts } from './ansible.ts'
import { lbprov } from './lbprov.ts'
import { mitogen } from './mitogen.ts'
import { pyinfra } from './pyinfra.ts'
import { packages, rawSsh } from './raw-ssh.ts'
import { ssh2Limit } from './ssh2-limit.ts'

export const peers: readonly Peer[] = [lbprov, rawSsh, packages, ssh2Limit, ansible, ansibleNoFacts, mitogen, pyinfra]
