import type { Kind, Meta, Resource } from '../../model/resource.ts'
import { declare } from '../declare.ts'
import { systemd } from './systemd.ts'
import { sysv } from './sysv.ts'

export interface ServiceState {
  readonly running?: boolean
  /** Started at boot. */
  readonly enabled?: boolean
}

export interface ServiceMeta extends Meta {
  /** What a running service is told when something in `refreshOn` changed. reload (the default) restarts one that can't reload. */
  readonly onRefresh?: OnRefresh
}

export type OnRefresh = 'reload' | 'restart'

export type Desired = { running?: boolean; enabled?: boolean }
export type Options = { onRefresh: OnRefresh }

/** A service of the init system. One that isn't installed is not there, unless nothing more is asked of it than to be off. */
export function service(
  name: string,
  state: ServiceState,
  { onRefresh = 'reload', ...meta }: ServiceMeta = {},
): Resource {
  return declare(serviceKind, name, state as Desired, { onRefresh }, meta)
}

const serviceKind: Kind<Desired, Options> = {
  name: 'service',
  chosenBy: 'init',
  providers: [systemd, sysv],
  hint: (name) =>
    `on the host: systemctl status ${name}; journalctl -u ${name} -n 50 (EL6: service ${name} status; tail /var/log/messages)`,
}

/** True when the service has to be installed for the desired state to hold. */
export function isWanted(desired: Desired | null): boolean {
  return desired?.running === true || desired?.enabled === true
}
