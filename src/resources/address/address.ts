import type { Kind, Meta, Resource } from '../../model/resource.ts'
import { boolean, needed, object, orNull, type Values } from '../../model/type.ts'
import { cidr } from '../addresses.ts'
import { callOf } from '../call.ts'
import { declare } from '../declare.ts'
import { interfaceName } from '../names.ts'
import type { Desired } from './desired.ts'
import { bare } from './live.ts'
import { networkScripts } from './network-scripts.ts'
import { initScript, oneshotUnit } from './unit.ts'

const attributes = {
  interface: needed(interfaceName),
  /** On the interface now; left out: not managed. */
  live: boolean,
  /** Put there at boot. */
  boot: boolean,
}

/** On which interface, now and at boot. */
export type AddressState = Values<typeof attributes>

const checkCall = callOf('address', ['the address', cidr], orNull(object(attributes)))

/**
 * An address with its prefix (`192.168.1.225/32`) on one interface and on no other, with that prefix and no other, now
 * and at boot. null: lbprov no longer sets it at boot; a live one stays, since keepalived may own it.
 */
export function address(name: string, state: AddressState | null, meta: Meta = {}): Resource {
  checkCall(name, state, meta)
  return declare(addressKind, name, state as Desired | null, null, meta)
}

/** `options`: of one that is left over the interface that it is on. */
export const addressKind: Kind<Desired, string | null> = {
  name: 'address',
  bearsOnPackages: () => false,
  chosenBy: 'init',
  providers: [oneshotUnit, networkScripts, initScript],
  leftovers: {
    keep: ({ desired }) => desired?.interface ?? '',
    take: ({ name, kept }) => {
      checkCall(name, { interface: kept }, {})
      return declare(addressKind, name, null, kept)
    },
    identity: (name) => `address ${bare(name)}`,
  },
}
