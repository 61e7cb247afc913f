export type OnRefresh = 'reload' | 'restart'

/** `current`: it has read its configuration since that last changed. */
export type Desired = { running?: boolean; enabled?: boolean; current?: boolean }
export type Options = { onRefresh: OnRefresh; configuration?: string | undefined; pidFile?: string | undefined }

/** True when the service has to be installed for the desired state to hold. */
export function isWanted(desired: Desired | null): boolean {
  return desired?.running === true || desired?.enabled === true
}
