import { contains } from '../../model/ip-address.ts'
import { writtenWeight } from '../cluster/held.ts'
import { isPrepared, preparesServers, type Scene } from '../cluster/scene.ts'
import type { Service, SorryServer } from '../cluster/service.ts'
import { eachService, onServices, type Remark, type Rule } from './rule.ts'

/** What is left of a service when real servers are down. */
export const quorumRules: readonly Rule[] = [
  {
    id: 'L39',
    severity: 'warning',
    title: 'the quorum can be reached, and hysteresis is below it',
    explanation: 'keepalived lowers a quorum above the sum of weights, and a hysteresis not below the quorum.',
    keepalivedTest: 'catches',
    check: eachService((service) => [...unreachableQuorum(service), ...wideHysteresis(service)]),
  },
  {
    id: 'L40',
    severity: 'error',
    title: 'one real server has a weight',
    explanation:
      'With every weight 0 nobody serves; keepalived 2.2.7 then also makes the quorum 0 and counts hysteresis as 4294967295.',
    keepalivedTest: 'catches',
    check: eachService(({ index, realServers }) =>
      realServers.length > 0 && realServers.every((server) => writtenWeight(server) === 0)
        ? [
            onServices(
              realServers.length === 1 ? [...realServers[0]!.path, 'weight'] : [index, 'real_servers'],
              'every real server has weight 0',
              'leave at least one with weight 1 or more',
            ),
          ]
        : [],
    ),
  },
  {
    id: 'L41',
    severity: 'warning',
    title: 'the sorry_server is another host, and prepared',
    explanation:
      'A sorry_server is for when the real servers are down; one of them is no help then, nor is one that drops what DR or TUN hands it. keepalived says nothing, and does not check its health.',
    keepalivedTest: 'misses',
    check: (scene) => scene.cluster.services.flatMap((service) => uselessSorryServer(service, scene)),
  },
  {
    id: 'L45',
    severity: 'error',
    title: 'lthreshold is not above uthreshold',
    explanation:
      'A real server that reached uthreshold gets connections again once it is below lthreshold; keepalived passes both on without a word.',
    keepalivedTest: 'misses',
    check: eachService(({ realServers }) =>
      realServers
        .filter(({ lowerThreshold, upperThreshold }) => (lowerThreshold ?? 0) > (upperThreshold ?? Infinity))
        .map(({ path }) =>
          onServices([...path, 'lthreshold'], 'lthreshold is above uthreshold', 'take less than uthreshold'),
        ),
    ),
  },
]

/** A director that is not master would hand the packets on; each has the loopback address for itself. */
function wayFor({ host }: SorryServer, { directors }: Scene): string {
  if (host === null)
    return 'add it to the inventory, with realserver-arp; or prepare it by hand, and ignore L41 with that reason'
  return directors.some((member) => member.host.name === host)
    ? 'write 127.0.0.1, which is the director that is master, or name another host, with realserver-arp'
    : 'give it realserver-arp: add it to the play of the real servers'
}

const isLoopback = (address: string) => contains('127.0.0.0/8', address) || contains('::1/128', address)

function unreachableQuorum({ index, words, realServers }: Service): readonly Remark[] {
  const quorum = words.quorum ?? 1
  const weight = realServers.reduce((sum, server) => sum + writtenWeight(server), 0)
  if (weight === 0 || quorum <= weight) return []
  const message = `quorum ${quorum} is more than all weights together, ${weight}`
  return [onServices([index, 'quorum'], message, `take ${weight} or less`)]
}

function wideHysteresis({ index, words: { quorum = 1, hysteresis } }: Service): readonly Remark[] {
  if (hysteresis === undefined || hysteresis < quorum) return []
  const message = `hysteresis ${hysteresis} is not below quorum ${quorum}`
  return [onServices([index, 'hysteresis'], message, 'take less than quorum')]
}

function uselessSorryServer({ index, sorryServer: sorry, realServers }: Service, scene: Scene): readonly Remark[] {
  const path = [index, 'sorry_server']
  if (!sorry) return []
  if (realServers.some(({ address }) => address === sorry.address)) {
    return [
      onServices(
        path,
        'sorry_server is one of the real servers',
        'name another host, with realserver-arp where it needs that, or leave it out',
      ),
    ]
  }
  const { host, forwarding } = sorry
  if (forwarding === 'NAT' || !preparesServers(scene) || isPrepared(scene, host, forwarding)) return []
  // The kernel keeps for the director itself what goes to an address of its own.
  if (isLoopback(sorry.address)) return []
  const message = `${host ?? sorry.address} is the sorry_server with ${forwarding}, but no role prepares it for that`
  return [onServices(path, message, wayFor(sorry, scene))]
}
