import type { Assertion } from '../../model/verification.ts'
import type { Scene } from '../cluster/scene.ts'
import { type About, judged, unchecked } from './assertion.ts'
import type { Path, Sights } from './sight.ts'

/** The way of packets that nobody may fragment. */
interface Leg {
  readonly from: string
  readonly to: string
  readonly address: string
  readonly path: Path | undefined
}

/** Packets of full size get from directors to real servers, and to the client of who answers it. */
export function pathAssertions(scene: Scene, { hosts, client }: Sights): readonly Assertion[] {
  const names = new Map(
    scene.cluster.services.flatMap(({ realServers }) =>
      realServers.map(({ address, host }) => [address, host ?? address]),
    ),
  )
  const toServers = scene.directors.flatMap(({ host: { name: from } }) => {
    const paths = hosts.get(from)?.paths
    return paths ? [...names].map(([address, to]): Leg => ({ from, to, address, path: paths.get(address) })) : []
  })
  const toClient = [...(client?.paths ?? [])].flatMap(([from, paths]) =>
    [...paths].map(([address, path]): Leg => ({ from, to: 'the client', address, path })),
  )
  const own = scene.members.map(({ host }) => host.name)
  return [...toServers, ...toClient.filter(({ from }) => own.includes(from))].flatMap((leg) => judge(leg, own))
}

function judge({ from, to, address, path }: Leg, own: readonly string[]): readonly Assertion[] {
  // A host that has the address itself sends nothing.
  if (!path) return []
  const { most, passed, told } = path
  const about: About = {
    id: 'path-mtu',
    subject: `${from} to ${to}`,
    hosts: [from, to].filter((name) => own.includes(name)),
    expected: `packets of ${most} bytes get there and back`,
  }
  if (passed === 0) return [unchecked(about, `${address} answers no ping`)]
  const seen = passed === most ? 'they do' : `they do not, those of ${passed} do`
  const remedy = `what is between ${from} and ${address} (switch, VLAN, tunnel, packet filter) must take packets of ${most} bytes; on ${from}: tracepath -n ${address} (where do they end?)`
  return [judged(about, { ok: passed === most || told, seen: told ? `${seen}, as a router says` : seen, remedy })]
}
