import type { Facts } from '../../model/facts.ts'
import type { Provider, Resource } from '../../model/resource.ts'
import { joined, type Script, sh } from '../../shell/script.ts'
import type { Opening } from './opening.ts'

export type Desired = { live: boolean; boot: boolean }

/** One firewall: how it is asked about an opening, and how it is told, about now and about boot each by itself. */
export interface Backend {
  readonly name: string
  readonly suits: (facts: Facts) => boolean
  readonly probe: (resource: Resource<Desired, Opening>) => Script
  readonly live: (opening: Opening, open: boolean) => Script
  readonly boot: (opening: Opening, open: boolean) => Script
}

/** A provider of a firewall; undo opens and closes again as it was, and leaves what others changed meanwhile. */
export function providerOf(backend: Backend): Provider<Desired, Opening> {
  const { name, suits, probe, live, boot } = backend
  return {
    name,
    suits,
    probe,
    apply: ({ desired, options }) => joined([live(options, desired !== null), boot(options, desired !== null)]),
    undo: (resource) => ({ save: save(backend, resource), restore: restore(backend, resource.options) }),
  }
}

/** An empty file `live` or `boot` for each of the two that is open. */
function save({ probe }: Backend, resource: Resource<Desired, Opening>): Script {
  return sh`
    ( set +e; put() { if [ "$2" = true ]; then : >"$lb_undo/$1"; fi; }
    ${probe({ ...resource, desired: null })}
    )
  `
}

function restore(backend: Backend, opening: Opening): Script {
  return joined(
    (['live', 'boot'] as const).map(
      (when) => sh`
        ( set -e
        if [ -e "$lb_undo/"${when} ]; then ${backend[when](opening, true)}
        else ${backend[when](opening, false)}
        fi
        )
      `,
    ),
  )
}
