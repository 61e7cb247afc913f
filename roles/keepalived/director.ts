import { defineRole, directory, type Facts, file, pkg, type Resource, type Script, service, sh } from 'lbprov'
import {
  atLeast,
  clusterFor,
  clusterVariables,
  directorFor,
  keepalivedFor,
  secretsOfKeepalivedConf,
  vrrpInstances,
} from 'lbprov/lvs'
import { openings, serviceOpenings } from '../shared/openings.ts'

const dropIns = '/etc/systemd/system/keepalived.service.d'

/** keepalived as one director of a cluster; master and backup differ in nothing but the priority. */
export function director(priority: number) {
  return defineRole({
    candidates: ['keepalived'],
    params: {
      ...clusterVariables,
      vrrp_instances: vrrpInstances,
      priority: {
        type: 'integer',
        minimum: 1,
        maximum: 254,
        default: priority,
        description: `Of the directors that are up the one with the highest priority is master. Default ${priority}. An instance's own priority for this host goes first.`,
      },
      director_group: {
        type: 'string',
        default: 'directors',
        description:
          'Group of the inventory with every director of the cluster; unicast takes the peers from it. Default directors.',
      },
    },
    resources({ host, params, facts, inventory }) {
      const cluster = clusterFor(host, inventory, params)
      const self = directorFor(host, inventory, params.priority, params.director_group)
      const { content, version } = keepalivedFor(cluster, self, host, facts)
      const conf = configuration(content, version)
      const online = afterNetwork(facts)
      // The packaged sample has addresses of its own: the file first, then enable and start.
      const daemon = service('keepalived', { running: true, enabled: true }, { refreshOn: [conf], onRefresh: 'reload' })
      // Without them both directors become master, and IPVS sees no packet.
      const open = [openings(['vrrp'], facts), serviceOpenings(cluster, facts)]
      return [pkg('keepalived', { installed: true }), open, online, conf, daemon]
    },
  })
}

function configuration(content: string, version: string): Resource {
  const test = atLeast(version, '2.0.4') ? { validate: selfTest } : {}
  const state = { content, mode: '0640', owner: 'root', group: 'root' }
  return file('/etc/keepalived/keepalived.conf', state, { mask: secretsOfKeepalivedConf, ...test })
}

/** 2.0.4 and later test a file. Anything said is a failure: status 5 covers harmless and deadly alike, and a missing file is 0. */
function selfTest(path: Script): Script {
  return sh`
    lb_status=0
    lb_said=$(keepalived -t -f ${path} 2>&1) || lb_status=$?
    if [ ! -s ${path} ] || [ "$lb_status" -ne 0 ] || [ -n "$lb_said" ]; then
      printf '%s\n' "$lb_said" "keepalived -t: status $lb_status" >&2
      exit 1
    fi
  `
}

/** EL7: the unit waits for the network without asking for it, and keepalived finds no address at boot. Debian's unit asks. */
function afterNetwork({ family, init }: Facts): readonly Resource[] {
  if (family !== 'rhel' || init !== 'systemd') return []
  const content = `# Written by lbprov; edits are overwritten.
[Unit]
Wants=network-online.target
After=network-online.target
`
  const owned = { owner: 'root', group: 'root' }
  return [
    directory(dropIns, { mode: '0755', ...owned }),
    file(`${dropIns}/10-lbprov.conf`, { content, mode: '0644', ...owned }),
  ]
}
