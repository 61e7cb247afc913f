import { isAddress, isUserName } from './address.ts'

/** A jump host as ssh names it. */
export interface JumpName {
  readonly user?: string | undefined
  /** A host of the inventory, a name or an address. */
  readonly host: string
  readonly port?: number | undefined
}

/** The jump hosts of a ProxyJump, outermost first: `admin@gate:2222,inner`; none of `none`. Null: it names something else. */
export function jumpNamesIn(value: string): readonly JumpName[] | null {
  if (value.toLowerCase() === 'none') return []
  const names = value.split(',').map(jumpNameIn)
  return names.every((name) => name !== null) ? names : null
}

/** One jump host: `gate`, `admin@gate:2222`, `[2001:db8::1]:22`, `ssh://gate`. */
export function jumpNameIn(text: string): JumpName | null {
  const [, user, six, plain, port] =
    /^(?:ssh:\/\/)?(?:([^@\s]+)@)?(?:\[([^\s[\]]+)\]|([^\s:@[\]]+))(?::(\d{1,5}))?$/.exec(text) ?? []
  const host = six ?? plain ?? ''
  const number = port === undefined ? undefined : Number(port)
  const fits = isAddress(host) && (user === undefined || isUserName(user)) && (number === undefined || isPort(number))
  return fits ? { user, host, port: number } : null
}

/** True for the number of a port. */
export const isPort = (number: number): boolean => number >= 1 && number <= 65535
