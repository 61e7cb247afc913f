import { type Others, others } from './entry.ts'
import { shared } from './further-instance.ts'

/** What else keepalived can say of an address in a list. */
export const furtherAddressWords = {
  ...others('Leave it out: clients ask the address of a service, and no broadcast.', [
    { since: '1.2.2', takes: 'text' },
    'brd broadcast',
  ]),
  ...others('Leave it out: it is for a link with one host at each end, where no address moves.', [
    { since: '2.0.0', takes: 'address' },
    'peer',
  ]),
  ...others(
    'Leave it out: it is for hosts on the move (home), temporary addresses (mngtmpaddr) and multicast (autojoin), and not for a service.',
    [{ since: '2.0.0', takes: '' }, 'home mngtmpaddr autojoin'],
  ),
  ...others(
    'Leave it out: with it the kernel looks for a duplicate after each failover, and until then an IPv6 address serves nobody.',
    [{ since: '2.0.0', takes: '' }, '-nodad'],
  ),
  ...others('Write the address with /32, IPv6 /128: it then brings no route of its network.', [
    { since: '2.0.0', takes: '' },
    'noprefixroute',
  ]),
  ...others('Leave it out: without it keepalived notices that somebody took the address away.', [
    { since: '2.0.0', takes: '' },
    'no_track',
  ]),
  ...others(
    'Write an IPv6 address with /128, from which a director sends nothing by itself, or else with its prefix.',
    [{ since: '2.1.0', takes: 'text' }, 'preferred_lft'],
  ),
}

const vmac = others(
  'Write use_vmac: true in the instance: it is for the addresses on interface. Give those on another interface an instance of their own.',
  [{ since: '2.2.0', takes: '' }, 'use_vmac'],
)
const group = others(shared.tracked, [{ since: '2.0.3', takes: 'text' }, 'track_group'])
const label = others('Leave it out: it is a name for ifconfig, and nothing goes by it.', [
  { since: '1.2.2', takes: 'text' },
  'label',
])
/** Of an address that moves, and of one that stays. */
export const furtherVirtualWords = { ...furtherAddressWords, ...vmac }
export const furtherStaticWords = { ...furtherAddressWords, ...group, ...label }
/** Of what is tracked. */
export const furtherTrackWords = others(
  'Leave it out: let what is tracked say the opposite, as a script that ends with 1 where it ended with 0.',
  [{ since: '2.1.0', takes: '' }, 'reverse'],
)
const furtherPeerWords = others(
  'Leave it out: unicast: true takes adverts from the addresses of the other directors alone.',
  [{ since: '2.2.5', takes: 'int(0,255)' }, 'min_ttl max_ttl'],
)

/** The words of entries that the variables do not have, by the list that they stand in. */
export const furtherEntries: Readonly<Record<string, Others>> = {
  virtual_ipaddress: furtherVirtualWords,
  virtual_ipaddress_excluded: furtherVirtualWords,
  static_ipaddress: furtherStaticWords,
  unicast_peer: furtherPeerWords,
  ...Object.fromEntries(
    ['track_interface', 'track_script', 'track_process', 'track_file', 'track_bfd'].map((list) => [
      list,
      furtherTrackWords,
    ]),
  ),
}
