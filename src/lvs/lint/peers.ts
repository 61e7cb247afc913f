import { canonicalAddress } from '../../model/ip-address.ts'
import { own } from '../../model/own.ts'
import type { ReadConf, Told } from './keepalived-conf.ts'

/** Directors of several files that do not send to each other, or to themselves (L08). */
export function otherPeers(all: readonly ReadConf[]): readonly Told[] {
  const names = new Set(all.flatMap(({ read }) => read.peers.map(({ instance }) => instance)))
  return [...names].flatMap((instance) => {
    const speakers = all.map((conf) => speakerOf(conf, instance)).filter(({ peers }) => peers.length > 0)
    return speakers.flatMap((speaker) => [
      ...toItself(speaker, instance),
      ...speakers.filter((other) => other !== speaker).flatMap((other) => notTo(speaker, other, instance)),
      ...ofAnother(speaker, speakers, instance),
    ])
  })
}

type Speaker = ReturnType<typeof speakerOf>

function speakerOf({ file, read }: ReadConf, instance: string) {
  const peers = read.peers.filter((peer) => peer.instance === instance)
  const source = own(own(read.data.vrrp_instances, instance)?.unicast_src_ip, file)
  return { file, peers, addresses: peers.map(({ address }) => canonicalAddress(address)), source }
}

function toItself({ file, peers, source }: Speaker, instance: string): readonly Told[] {
  const itself = peers.find(({ address }) => sameAddress(source, address))
  if (!itself) return []
  const message = `${file} has its own unicast_src_ip ${source} as a peer in ${instance}`
  return [told(itself.where, message, 'Take it out: the peers are the other directors.')]
}

/** A source that a file before it has, too. */
function ofAnother(speaker: Speaker, speakers: readonly Speaker[], instance: string): readonly Told[] {
  const [first] = speakers.filter(({ source }) => sameAddress(source, speaker.source))
  if (!first || first === speaker) return []
  const message = `${speaker.file} has the unicast_src_ip ${speaker.source} of ${first.file} in ${instance}`
  return [told(speaker.peers[0]!.where, message, 'Write into each file the address that the director itself has.')]
}

const sameAddress = (one: string | undefined, other: string | undefined) =>
  one !== undefined && other !== undefined && canonicalAddress(one) === canonicalAddress(other)

/** Where neither says its address: two that send to the same one can't be each other's peers. */
function notTo(speaker: Speaker, other: Speaker, instance: string): readonly Told[] {
  const { where } = speaker.peers[0]!
  if (other.source !== undefined) {
    if (sameAddress(speaker.source, other.source)) return []
    if (speaker.addresses.includes(canonicalAddress(other.source))) return []
    const message = `${speaker.file} does not send adverts of ${instance} to ${other.source}, which is ${other.file}`
    return [told(where, message, `Add ${other.source} to unicast_peer.`)]
  }
  if (speaker.addresses.toSorted().join() !== other.addresses.toSorted().join()) return []
  const message = `${speaker.file} and ${other.file} have the same unicast_peer in ${instance}`
  return [told(where, message, 'Write the addresses of the other directors into each file.')]
}

function told(where: Told['problem']['where'], message: string, hint: string): Told {
  return { severity: 'error', problem: { where, message, hint, rule: 'L08' } }
}
