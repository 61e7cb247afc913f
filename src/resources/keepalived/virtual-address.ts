import type { Kind, Meta, Resource } from '../../model/resource.ts'
import { needed, object, type Values } from '../../model/type.ts'
import { type Script, sh } from '../../shell/script.ts'
import { ipAddress } from '../addresses.ts'
import { callOf } from '../call.ts'
import { declare } from '../declare.ts'
import { word } from '../names.ts'
import { keepalivedAccount } from './account.ts'

type Desired = { stray: boolean }

const attributes = {
  /** The vrrp_instance that moves the address. */
  instance: needed(word),
}

type Options = Values<typeof attributes>

const checkCall = callOf('virtual-address', ['the address', ipAddress], object(attributes))

/**
 * A virtual address (`192.168.1.225`) is on this director only while keepalived is master of its instance. One put there
 * by hand is taken away; on EL6, whose keepalived tells no state, it is left alone.
 */
export function virtualAddress(address: string, options: Options, meta: Meta = {}): Resource {
  checkCall(address, options, meta)
  return declare(virtualAddressKind, address, { stray: false }, options, meta)
}

const virtualAddressKind: Kind<Desired, Options> = {
  name: 'virtual-address',
  providers: [{ name: 'keepalived', probe, apply }],
}

type Address = Resource<Desired, Options>

/** Runs `found` for each place of the address, with $lb_if and $lb_cidr, where the instance is not master. */
function eachStray({ name, options: { instance } }: Address, found: Script): Script {
  return sh`
    lb_held=$(exec ip -o addr show)
    case $lb_held in *${` ${name}/`}*)
      ${keepalivedAccount}
      case $lb_ka in
        *${`instance ${instance} MASTER`}*) ;;
        *${`instance ${instance} `}*)
          printf '%s\n' "$lb_held" | while read -r _ lb_if _ lb_cidr _; do
            case $lb_if:$lb_cidr in lo:*) ;; *:${name}/*) ${found} ;; esac
          done ;;
      esac ;;
    esac
  `
}

function probe(resource: Address): Script {
  return sh`
    put stray false
    ${eachStray(resource, sh`put stray true`)}
  `
}

function apply(resource: Address): Script {
  return eachStray(resource, sh`ip addr del "$lb_cidr" dev "$lb_if"`)
}
