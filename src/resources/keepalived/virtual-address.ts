import type { Kind, Meta, Resource } from '../../model/resource.ts'
import { integer, needed, object, type Values } from '../../model/type.ts'
import { type Script, sh } from '../../shell/script.ts'
import { eachPlace } from '../address/live.ts'
import { ipAddress } from '../addresses.ts'
import { callOf } from '../call.ts'
import { declare } from '../declare.ts'
import { word } from '../names.ts'
import { keepalivedAccount } from './account.ts'

type Desired = { stray: boolean }

const attributes = {
  /** The vrrp_instance that moves the address. */
  instance: needed(word),
  /** Under which keepalived adds it. Under another one it is not keepalived's, whoever is master. */
  prefix: integer(0, 128),
}

/** The VRRP instance that the address belongs to. */
export type VirtualAddressOptions = Values<typeof attributes>

const checkCall = callOf('virtual-address', ['the address', ipAddress], object(attributes))

/**
 * A virtual address (`192.168.1.225`) is on this director only while keepalived is master of its instance. One put there
 * by hand is taken away; where keepalived tells no state (EL6; or it does not run) it is left alone and counts as not looked at. One under
 * another prefix (ifconfig's alias: /24) goes in any case: keepalived does not take it away when it hands the address over.
 */
export function virtualAddress(address: string, options: VirtualAddressOptions, meta: Meta = {}): Resource {
  checkCall(address, options, meta)
  return declare(virtualAddressKind, address, { stray: false }, options, meta)
}

export const virtualAddressKind: Kind<Desired, VirtualAddressOptions> = {
  name: 'virtual-address',
  providers: [{ name: 'keepalived', probe, apply }],
  leftovers: {
    take: ({ name }) => {
      checkCall(name, { instance: 'none' }, {})
      return declare(virtualAddressKind, name, null, { instance: 'none' })
    },
    identity: (name) => `address ${name}`,
  },
}

type Address = Resource<Desired, VirtualAddressOptions>

/**
 * Runs `found` for each place of the address, with $lb_if and $lb_cidr, that is not keepalived's as master; `unknown` where keepalived does not say.
 * It is asked again when it was no master: what another look was told before may be older than the address.
 */
function eachStray({ name, options: { instance, prefix } }: Address, found: Script, unknown: Script): Script {
  const own = prefix === undefined ? sh`${`${name}/`}*` : sh`${`${name}/${prefix}`}`
  const other = prefix === undefined ? sh`` : sh`*:${name}/*) ${found} ;;`
  return sh`
    lb_held=$(exec ip -o addr show)
    case $lb_held in *${` ${name}/`}*)
      lb_ask_account() { ${keepalivedAccount}
      }
      lb_ask_account
      case $lb_ka in *${`instance ${instance} MASTER`}*) ;; *${`instance ${instance} `}*) lb_ka_asked=''; lb_ask_account ;; esac
      printf '%s\n' "$lb_held" | while read -r _ lb_if _ lb_cidr _; do
        case $lb_if:$lb_cidr in
          lo:*) ;;
          *:${own})
            case $lb_ka in
              *${`instance ${instance} MASTER`}*) ;;
              *${`instance ${instance} `}*) ${found} ;;
              *) ${unknown} ;;
            esac ;;
          ${other}
        esac
      done ;;
    esac
  `
}

function probe(resource: Address): Script {
  if (resource.desired === null) return eachLeft(resource.name, sh`put live true`)
  return sh`
    put stray false
    ${eachStray(resource, sh`put stray true`, sh`put lbprov.unseen "\${lb_ka_why:-keepalived does not say who is master}"`)}
  `
}

/** One that is left over, on whatever interface that answers for it. */
function eachLeft(address: string, found: Script): Script {
  return eachPlace(`${address}/`, sh`if [ "$lb_if" != lo ]; then ${found}; fi`)
}

function apply(resource: Address): Script {
  if (resource.desired === null) return eachLeft(resource.name, sh`ip addr del "$lb_cidr" dev "$lb_if"`)
  return eachStray(resource, sh`ip addr del "$lb_cidr" dev "$lb_if"`, sh`:`)
}
