import { ConfigError } from '../../model/errors.ts'
import { didYouMean } from '../../model/nearest.ts'
import type { Assignment } from '../../model/play.ts'
import type { ClusterData } from './cluster.ts'

/** What a role makes of its host in a cluster. The role says so itself; nothing is read from its name or its params. */
export interface Part {
  /** The words of the cluster that the role works from. Every part but `repositories` needs them. */
  readonly cluster?: ClusterData
  /** It runs keepalived as one of the directors. `group`: the group of the inventory that has them all. `master`: it shall have the addresses while it is up. */
  readonly director?: { readonly priority: number; readonly group: string; readonly master: boolean }
  /** It is a real server, made ready for what reaches it in these ways: its addresses, silence about them, firewall; with NAT the route back. */
  readonly realServer?: { readonly prepared: readonly ('DR' | 'NAT' | 'TUN')[] }
  /** It has charge of ipvsadm's table at boot: with `static` the cluster's, else none. */
  readonly table?: { readonly static: boolean }
  /** It has the kernel settings of a director. `addresses`: and the virtual addresses for good. */
  readonly kernel?: { readonly addresses: boolean }
  /** Packages can be had where the mirrors of CentOS and EPEL are gone. */
  readonly repositories?: boolean
}

export type PartKind = 'director' | 'realServer' | 'table' | 'kernel'

/** What a role declares of one host; null: nothing. Throws ConfigError, at the place that asks for the role, where that is no part. */
export function partOf(assignment: Assignment): Part | null {
  const { definition, params } = assignment
  if (!definition.part) return null
  const part = declared(assignment, () => definition.part!(params as never))
  const fault = partFault(part)
  if (fault) throw wrong(assignment, ...fault)
  return part as Part
}

function declared(assignment: Assignment, part: () => unknown): unknown {
  try {
    return part()
  } catch (error) {
    throw wrong(
      assignment,
      `throws ${String(error)}`,
      'Mend part in the role: it gets the params and returns what its host is.',
    )
  }
}

function wrong({ role, where }: Assignment, message: string, hint: string): ConfigError {
  return new ConfigError([{ where, message: `the part of the role ${role} ${message}`, hint }])
}

type Fault = readonly [message: string, hint: string]
type Claim = readonly [expected: string, holds: (value: unknown) => boolean]

const yesOrNo: Claim = ['true or false', (value) => typeof value === 'boolean']
const ways = ['DR', 'NAT', 'TUN']
const forwarding: Claim = [
  'a list of DR, NAT and TUN',
  (value) => Array.isArray(value) && value.every((one) => ways.includes(one)),
]

const claims: Readonly<Record<keyof Part, Claim | Readonly<Record<string, Claim>>>> = {
  cluster: ['the words of a cluster', isObject],
  director: {
    priority: ['a number', (value) => typeof value === 'number'],
    group: ['a group of the inventory', (value) => typeof value === 'string'],
    master: yesOrNo,
  },
  realServer: { prepared: forwarding },
  table: { static: yesOrNo },
  kernel: { addresses: yesOrNo },
  repositories: yesOrNo,
}

/** What is wrong with what a role returns as its part; undefined: it is one. */
function partFault(part: unknown): Fault | undefined {
  if (!isObject(part))
    return ['is no object', 'Return what the host is: { cluster: params, realServer: { prepared: ["DR"] } }.']
  const given = Object.entries(part).filter(([, value]) => value !== undefined)
  const faults = given.flatMap(([name, value]) => faultsOf(claims, name, value, ''))
  const alone = given.find(([name]) => name !== 'cluster' && name !== 'repositories')
  if (faults[0] || !alone || part.cluster !== undefined) return faults[0]
  return [`has ${alone[0]} but no cluster`, 'Give it the words of the cluster: cluster: params.']
}

function faultsOf(
  known: Readonly<Record<string, unknown>>,
  name: string,
  value: unknown,
  above: string,
): readonly Fault[] {
  const names = Object.keys(known)
  if (!names.includes(name))
    return [[`has ${above}${name}`, didYouMean(name, names) || `It takes ${names.join(', ')}.`]]
  const claim = known[name] as (typeof claims)[keyof Part]
  if (Array.isArray(claim))
    return claim[1](value) ? [] : [[`has a ${above}${name} that is not ${claim[0]}`, `Make it ${claim[0]}.`]]
  if (!isObject(value)) return [[`has a ${above}${name} that is no object`, `It has ${Object.keys(claim).join(', ')}.`]]
  const missing = Object.keys(claim).filter((key) => value[key] === undefined)
  return [
    ...Object.entries(value).flatMap(([key, own]) => faultsOf(claim as typeof known, key, own, `${name}.`)),
    ...missing.map((key): Fault => [`has no ${name}.${key}`, `Make it ${(claim as Record<string, Claim>)[key]![0]}.`]),
  ]
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
