import type { Kind, Meta, Provider, Resource } from '../model/resource.ts'
import { boolean, needed, object, type Values } from '../model/type.ts'
import { sh } from '../shell/script.ts'
import { callOf } from './call.ts'
import { declare } from './declare.ts'
import { selinuxBoolean } from './names.ts'

const attributes = { on: needed(boolean) }

/** Whether the boolean is on. */
export type SelinuxState = Values<typeof attributes>

const checkCall = callOf('selinux', ['the boolean', selinuxBoolean], object(attributes))

type Desired = { live: boolean; boot: boolean }

/** A boolean of the SELinux policy, now and kept; a host without SELinux has nothing to set. A boolean that its policy doesn't know is a failure. */
export function selinux(name: string, state: SelinuxState, meta: Meta = {}): Resource {
  checkCall(name, state, meta)
  return declare(selinuxKind, name, { live: state.on, boot: state.on }, null, meta)
}

/**
 * The kernel's file holds two digits, now and pending. What is kept is read from the policy store, which has had four
 * places: EL6, EL7 to 7.2; EL7.3 on; EL8 on and Debian. A value that is only the policy's default is not kept yet.
 */
const booleans: Provider<Desired, null> = {
  name: 'setsebool',
  suits: (facts) => facts.selinux !== 'disabled',
  probe: ({ name }) => sh`
    case $(cat /sys/fs/selinux/booleans/${name} /selinux/booleans/${name} 2>/dev/null) in
      1*) put live true ;;
      0*) put live false ;;
    esac
    for lb_file in /etc/selinux/*/modules/active/booleans.local /etc/selinux/*/active/booleans.local /var/lib/selinux/*/active/booleans.local; do
      if [ -r "$lb_file" ]; then
        while IFS='=' read -r lb_key lb_value; do
          case $lb_key/$lb_value in ${name}/1) put boot true ;; ${name}/0) put boot false ;; esac
        done <"$lb_file"
      fi
    done
  `,
  apply: ({ name, desired }) => sh`setsebool -P ${name} ${desired!.live ? 1 : 0}`,
}

const none: Provider<Desired, null> = {
  name: 'no SELinux',
  suits: (facts) => facts.selinux === 'disabled',
  probe: ({ desired }) => sh`put live ${String(desired!.live)}; put boot ${String(desired!.boot)}`,
  apply: () => sh`echo 'SELinux is off: nothing to set'`,
}

export const selinuxKind: Kind<Desired, null> = {
  name: 'selinux',
  bearsOnPackages: () => false,
  chosenBy: 'selinux',
  providers: [booleans, none],
  hint: (name) => `on the host: getsebool ${name}; does its policy have that boolean? EL6 has few of keepalived`,
}
