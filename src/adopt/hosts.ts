import type { HostVariables } from '../load/adopted-files.ts'
import { includedOf } from '../load/conf-files.ts'
import { type Asked, connectionVariablesOf } from '../load/connection/connection-written.ts'
import { startedWith } from '../lvs/adopt/started-with.ts'
import type { GivenDirector } from '../lvs/adopt/verify.ts'
import { addressOf } from '../lvs/cluster/place.ts'
import { keywordOf, statements } from '../lvs/conf/tree.ts'
import { keepalivedOf } from '../lvs/language/version.ts'
import { parseIpvsadm } from '../lvs/table/ipvsadm.ts'
import { ConfigError, ConnectError } from '../model/errors.ts'
import type { Facts } from '../model/facts.ts'
import type { Host, Inventory } from '../model/host.ts'
import { canonicalAddress } from '../model/ip-address.ts'
import type { Observer } from '../verify/observe.ts'
import { type Fetched, fetchHosts } from './fetch.ts'
import { confPath } from './look.ts'
import { givenConf, type KnownServer, type Source } from './source.ts'

/** A live cluster, and how it is entered. */
export interface LiveCluster {
  readonly inventory: Inventory
  /** The same without variables of the command line, as it is written. */
  readonly written: Inventory
  readonly directorGroup: string
  readonly realServerGroup: string
  /** Passwords that were asked for. */
  readonly asked: Asked
}

/** Asks the hosts of the inventory. Throws ConfigError, and ConnectError when one of them could not be asked. */
export async function sourceFromHosts(cluster: LiveCluster, observer: Observer): Promise<Source> {
  const { inventory, written, realServerGroup, asked } = cluster
  const directors = membersOf(cluster.directorGroup, '--director-group', inventory)
  const servers = new Set(inventory.groups.get(realServerGroup))
  if (servers.size === 0 && realServerGroup !== usualGroup) membersOf(realServerGroup, realServerOption, inventory)
  const hosts = inventory.hosts.filter(({ name }) => directors.has(name) || servers.has(name))
  const fetched = await allFetched(hosts, directors, observer)
  const given = fetched.filter(({ host }) => directors.has(host.name)).map(directorOf)
  if (servers.size === 0 && given.some(balances)) membersOf(realServerGroup, realServerOption, inventory)
  return {
    directors: given,
    servers: fetched.filter(({ host }) => servers.has(host.name)).map(serverOf),
    variablesOf: (name, address) => variablesOf(written.host(name)!, address, asked),
    facts: new Map(fetched.map(({ host, facts }) => [host.name, facts])),
    given: [],
    others: inventory.hosts.filter((host) => !hosts.includes(host)).map(({ name }) => name),
  }
}

const usualGroup = 'realservers'
const realServerOption = '--real-server-group'

const balances = ({ nodes }: GivenDirector) => statements(nodes).some((block) => keywordOf(block) === 'virtual_server')

function membersOf(group: string, option: string, { groups }: Inventory): ReadonlySet<string> {
  const names = groups.get(group) ?? []
  if (names.length > 0) return new Set(names)
  const known = [...groups.keys()].filter((name) => name !== 'all' && name !== 'ungrouped')
  const hint = `put hosts into [${group}], or name their group with ${option}; the inventory has ${known.join(', ') || 'no groups'}`
  throw new ConfigError([{ message: `no host is in the group ${group}`, hint }])
}

async function allFetched(
  hosts: readonly Host[],
  directors: ReadonlySet<string>,
  observer: Observer,
): Promise<readonly Fetched[]> {
  const answers = await fetchHosts(hosts, directors, observer)
  const missed = answers.flatMap((answer) => ('why' in answer ? answer.why : []))
  if (missed.length > 0) {
    const hint = 'nothing was written: every host of both groups must answer, or be taken out of the inventory'
    throw new ConnectError('connect', missed.join('\n'), hint)
  }
  return answers.filter((answer) => 'facts' in answer)
}

function directorOf({ host: { name }, facts, files, started, table, hasScriptUser }: Fetched): GivenDirector {
  const { file, options: told, others } = startedWith(started)
  if (file !== null && file !== confPath) {
    const hint = `lbprov writes ${confPath}: put the configuration there, and take -f out of KEEPALIVED_OPTIONS (/etc/sysconfig/keepalived), DAEMON_ARGS (/etc/default/keepalived) or the unit`
    throw new ConfigError([{ message: `keepalived of ${name} reads ${file}`, hint }])
  }
  const text = files.get(confPath)
  if (text === undefined) {
    const hint = `is ${name} a director? The login user must be able to read the file: -b becomes root`
    throw new ConfigError([{ message: `${name} has no ${confPath} that can be read`, hint }])
  }
  const options = { file: `${name}:${confPath}`, read: includedOf(name, files), configId: facts.hostname.split('.')[0] }
  return {
    name,
    ...givenConf(text, options),
    version: keepalivedOf(facts),
    table: tableOf(name, table),
    addresses: addressesOf(facts),
    hasScriptUser,
    started: { options: told, others },
  }
}

function tableOf(name: string, text: string | null): GivenDirector['table'] {
  return text === null ? null : parseIpvsadm(text, `${name}: ipvsadm -Sn`)
}

function serverOf({ host, facts }: Fetched): KnownServer {
  return { name: host.name, addresses: [addressOf(host) ?? [], addressesOf(facts)].flat() }
}

function addressesOf({ interfaces }: Facts): readonly string[] {
  return [...interfaces.values()].flat().map((cidr) => cidr.split('/')[0]!)
}

/** Where a host is entered by another address than it serves by, the latter is its variable `address`. */
function variablesOf(host: Host, address: string | null, asked: Asked): HostVariables {
  const known = canonicalAddress(addressOf(host) ?? '')
  const own = address === null || known === address ? {} : { address }
  return { ...connectionVariablesOf(host, asked), ...own }
}
