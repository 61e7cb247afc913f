import type { Kind, Meta, Resource } from '../../model/resource.ts'
import { declare } from '../declare.ts'
import { aliasFile } from './alias-file.ts'
import { oneshotUnit } from './unit.ts'

export interface AddressState {
  readonly interface: string
  /** On the interface now; left out: not managed. */
  readonly live?: boolean
  /** Put there at boot. */
  readonly boot?: boolean
}

export type Desired = { interface: string; live?: boolean; boot?: boolean }

/**
 * An address with its prefix (`192.168.1.225/32`) on one interface and on no other, with that prefix and no other, now
 * and at boot. null: lbprov no longer sets it at boot; a live one stays, since keepalived may own it.
 */
export function address(cidr: string, state: AddressState | null, meta: Meta = {}): Resource {
  if (!/^[0-9A-Fa-f.:]+\/\d+$/.test(cidr))
    throw new TypeError(`address: expected ADDRESS/PREFIX, but got ${JSON.stringify(cidr)}`)
  return declare(addressKind, cidr, state as Desired | null, null, meta)
}

const addressKind: Kind<Desired, null> = { name: 'address', chosenBy: 'init', providers: [oneshotUnit, aliasFile] }
