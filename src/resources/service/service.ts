import type { Kind, Meta, Observed, Resource } from '../../model/resource.ts'
import { boolean, object, oneOf, type Values } from '../../model/type.ts'
import { callOf } from '../call.ts'
import { declare } from '../declare.ts'
import { wasThere } from '../leftover.ts'
import { path, serviceName } from '../names.ts'
import type { Desired, Options } from './desired.ts'
import { systemd } from './systemd.ts'
import { sysv, updateRcD } from './sysv.ts'

const attributes = {
  running: boolean,
  /** Started at boot. */
  enabled: boolean,
}

const options = {
  /** What a running service is told when something in `refreshOn` changed. reload (the default) restarts one that can't reload. */
  onRefresh: oneOf('reload', 'restart'),
  /** The file that it reads at start and reload: a running service that has done neither since the file changed is told to. */
  configuration: path,
  /** Init scripts: the file with the number of its first process. Where that one is dead and its children live, they are ended and the service is started. */
  pidFile: path,
}

/** Running now, started at boot; what is left out is not managed. */
export type ServiceState = Values<typeof attributes>
/** When a service is reloaded or restarted, beside what every kind takes. */
export type ServiceMeta = Meta & Values<typeof options>

const checkCall = callOf('service', ['the name', serviceName], object(attributes), options)

/** A service of the init system. One that isn't installed is not there, unless nothing more is asked of it than to be off. */
export function service(name: string, state: ServiceState, options: ServiceMeta = {}): Resource {
  checkCall(name, state, options)
  const { onRefresh = 'reload', configuration, pidFile, ...meta } = options
  const desired = { ...state, ...(configuration !== undefined && { current: true }) }
  return declare(serviceKind, name, desired as Desired, { onRefresh, configuration, pidFile }, meta)
}

/** What is off again when nobody asks for the service any more: what was not on before. Nothing is started. */
function before(desired: Desired, observed: Observed): ServiceState {
  const off = (['running', 'enabled'] as const).filter((name) => desired[name] === true && observed?.[name] !== 'true')
  return Object.fromEntries(off.map((name) => [name, false]))
}

export const serviceKind: Kind<Desired, Options> = {
  name: 'service',
  bearsOnPackages: () => false,
  chosenBy: 'init',
  providers: [systemd, sysv, updateRcD],
  leftovers: {
    keep: ({ desired }, { observed, kept }) =>
      JSON.stringify(
        desired?.running || desired?.enabled ? (kept === undefined ? before(desired, observed) : JSON.parse(kept)) : {},
      ),
    take: ({ name, kept }) => {
      const off = JSON.parse(kept) as ServiceState
      return Object.keys(off).length === 0 ? wasThere : (service(name, off) as Resource<Desired, Options>)
    },
    identity: (name) => `service ${name.replace(/\.service$/, '')}`,
    rank: -1,
  },
}
