import { misfitsIn } from '../load/misfits.ts'
import { type Adopted, type AdoptOptions, adopt as adoptDirectors } from '../lvs/adopt/adopt.ts'
import { realServerAddresses } from '../lvs/adopt/server-names.ts'
import type { GivenDirector } from '../lvs/adopt/verify.ts'
import { unknownReferences } from '../lvs/cluster/references.ts'
import { reads } from '../lvs/conf/condition.ts'
import { type ReadCluster, readCluster } from '../lvs/conf/read/cluster.ts'
import type { LeftOut } from '../lvs/conf/read/reading.ts'
import { passwordsIn } from '../lvs/conf/secrets.ts'
import { type ClusterData, clusterVariables } from '../lvs/language/cluster.ts'
import { atLeast } from '../lvs/language/version.ts'
import { ConfigError } from '../model/errors.ts'
import type { Path } from '../model/host.ts'
import { canonicalAddress } from '../model/ip-address.ts'
import { type Misfit, pruned } from '../model/prune.ts'
import type { Source } from './source.ts'

/** What the directors' files become, less what a playbook would not be loaded with. Throws ConfigError when nothing is left. */
export function adoptedFrom(source: Source, options: AdoptOptions): Adopted {
  const adopted = readAll(source, options)
  const { value, lost, before } = pruned(adopted.data, (data) => misfitsOf(data, adopted.named))
  const flaws = source.directors.flatMap((director) => director.flaws)
  if (!value?.vrrp_instances && !value?.virtual_servers) {
    const files = source.directors.map(({ file }) => file).join(', ')
    const hint =
      'a vrrp_instance with an interface, a virtual_router_id and an address, or a virtual_server with real servers'
    const nothing = { message: `nothing in ${files} can be taken over`, hint: `expected ${hint}` }
    throw new ConfigError([
      ...flaws,
      ...losses([...adopted.leftOut, ...lost.map((misfit) => lossOf(misfit, adopted, source))]),
      nothing,
    ])
  }
  return {
    ...adopted,
    data: { vrrp_instances: {}, ...value },
    leftOut: distinct([
      ...flaws.map(({ message, where, hint }): LeftOut => ({ text: message, where, reason: hint })),
      ...forNobody(source),
      ...adopted.leftOut,
      ...lost.map((misfit) => lossOf(misfit, adopted, source)),
    ]),
    origin: (variable, path = []) => adopted.origin(variable, before([variable, ...path]).slice(1)),
  }
}

/** Lines whose @ condition holds for none of the directors that were given. */
function forNobody({ directors }: Source): readonly LeftOut[] {
  const reason = 'its @ condition holds for no director that was given'
  return directors.flatMap(({ passed }) =>
    passed
      .filter((line) => !directors.some(({ name }) => reads(name, line)))
      .map(({ text, where }): LeftOut => ({ text, where, reason })),
  )
}

/** What is lost for a reason of its own, and with its block, is told once. */
function distinct(lost: readonly LeftOut[]): readonly LeftOut[] {
  const key = ({ text, where }: LeftOut) => JSON.stringify([text, where])
  return [...new Map(lost.toReversed().map((one) => [key(one), one])).values()].toReversed()
}

const losses = (lost: readonly LeftOut[]) =>
  distinct(lost).map(({ text, where, reason }) => ({ message: `not carried over: ${text}`, where, hint: reason }))

function readAll({ directors, servers }: Source, options: AdoptOptions): Adopted {
  const read = directors.map(({ name, file, nodes, addresses, hasScriptUser, version, started }) => ({
    name,
    file,
    read: withOptions(readCluster(nodes, name), started, file),
    addresses,
    scriptUser: !atLeast(version, '1.3.0') ? null : hasScriptUser ? 'keepalived_script' : 'root',
  }))
  const used = new Set(read.flatMap((director) => realServerAddresses(director.read.data)))
  const names = servers.flatMap(({ name, addresses }) => {
    const known = addresses.map((address) => canonicalAddress(address) ?? address)
    const own = known.find((address) => used.has(address))
    return own === undefined ? [] : [[name, own] as const]
  })
  return adoptDirectors(read, new Map(names), options)
}

/** The options of the command line with the words of the file; what else was there goes when they are written. */
function withOptions(read: ReadCluster, { options, others }: GivenDirector['started'], file: string): ReadCluster {
  if (Object.keys(options).length === 0) return read
  const reason = 'keepalived_options has no such option, and all of them are written anew'
  const lost = others.map((word) => ({ text: `keepalived ${word}`, where: { file, line: 1, column: 1 }, reason }))
  return { ...read, data: { ...read.data, keepalived_options: options }, leftOut: [...read.leftOut, ...lost] }
}

/** What could not be loaded; where all could, names of what went for that reason. */
function misfitsOf(data: ClusterData, named: ReadonlySet<string>): readonly Misfit[] {
  const misfits = misfitsIn(data, clusterVariables)
  if (misfits.length > 0) return misfits
  const gone = unknownReferences(data).filter(({ name, to }) => named.has(`${to} ${name}`))
  return gone.map(({ variable, path, name, to }) => ({
    path: [variable, ...path],
    message: `${name} of ${to} is not carried over`,
  }))
}

function lossOf({ path, message }: Misfit, { origin }: Adopted, { directors }: Source): LeftOut {
  const [variable, ...rest] = path as readonly [string, ...Path]
  const where = origin(variable, rest) ?? { file: directors[0]!.file, line: 1, column: 1 }
  return { text: path.join(' '), where, reason: message }
}

/** What of the files must not be shown, or may be meant as such. */
export function secretsOf({ directors }: Source): readonly string[] {
  return directors.flatMap(({ nodes }) => passwordsIn(nodes))
}

/** The same of what is taken over. */
export function passwordsOf({ vrrp_instances = {} }: ClusterData): readonly string[] {
  return Object.values(vrrp_instances).flatMap(({ authentication }) => authentication?.auth_pass ?? [])
}
