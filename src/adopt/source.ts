import type { HostVariables, NewHost, NewSite } from '../load/adopted-files.ts'
import { includesOf, readConf } from '../load/conf-files.ts'
import type { Adopted, AdoptedHost } from '../lvs/adopt/adopt.ts'
import { type GivenHost, readAddresses, readSysctls } from '../lvs/adopt/given-host.ts'
import type { GivenDirector } from '../lvs/adopt/verify.ts'
import { expand } from '../lvs/conf/expand.ts'
import type { ConfOptions } from '../lvs/conf/include.ts'
import { parseConf } from '../lvs/conf/parse.ts'
import { parseIpvsadm } from '../lvs/table/ipvsadm.ts'
import { ConfigError } from '../model/errors.ts'
import type { Facts } from '../model/facts.ts'

/** Files by the name of their host, and what goes with them. */
export interface GivenFiles {
  /** Each director's keepalived.conf. */
  readonly director?: ReadonlyMap<string, string>
  /** Not files, but addresses. */
  readonly realServer?: ReadonlyMap<string, string>
  readonly ipvsadm?: ReadonlyMap<string, string>
  readonly addresses?: ReadonlyMap<string, string>
  readonly sysctl?: ReadonlyMap<string, string>
  readonly keepalivedVersion: string
  readonly includeRoot?: string
}

/** A real server that the inventory has, and its addresses. */
export interface KnownServer {
  readonly name: string
  readonly addresses: readonly string[]
}

/** What is taken over: the directors, and the hosts as far as they are known. */
export interface Source {
  readonly directors: readonly GivenDirector[]
  readonly servers: readonly KnownServer[]
  /** The variables of a host of the new inventory; `address`: where keepalived.conf has it. */
  readonly variablesOf: (name: string, address: string | null) => HostVariables
  /** By host name; none where files are read. */
  readonly facts: ReadonlyMap<string, Facts>
  /** What files say of hosts. */
  readonly given: readonly GivenHost[]
  /** Hosts of the inventory that are neither directors nor real servers. */
  readonly others: readonly string[]
}

/** Reads the files that the options name. Throws ConfigError. */
export function sourceFromFiles(files: GivenFiles): Source {
  const { director, realServer = new Map<string, string>(), ipvsadm = new Map<string, string>() } = files
  if (!director) {
    const hint = 'lbprov adopt -i hosts -o cluster, or lbprov adopt --director lb1=lb1.conf -o cluster'
    throw new ConfigError([{ message: 'an inventory or the file of a director is needed', hint }])
  }
  return {
    directors: [...director].map(([name, file]) => ({
      name,
      ...givenConf(readConf(file), { file, read: includesOf(file, files.includeRoot), configId: name }),
      version: files.keepalivedVersion,
      table: tableIn(ipvsadm.get(name)),
      addresses: [],
      hasScriptUser: false,
      started: { options: {}, others: [] },
    })),
    servers: [...realServer].map(([name, address]) => ({ name, addresses: [address] })),
    variablesOf: (_, address) => ({ ...(address !== null && { ansible_host: address }), ansible_user: 'root' }),
    facts: new Map(),
    given: givenHosts(files),
    others: [],
  }
}

function tableIn(file: string | undefined): GivenDirector['table'] {
  return file === undefined ? null : parseIpvsadm(readConf(file), file)
}

function givenHosts({ addresses, sysctl }: GivenFiles): readonly GivenHost[] {
  const read = <T>(files: GivenFiles['sysctl'], name: string, reader: (text: string) => T): T | null => {
    const file = files?.get(name)
    return file === undefined ? null : reader(readConf(file))
  }
  const names = new Set([...(addresses?.keys() ?? []), ...(sysctl?.keys() ?? [])])
  return [...names].map((name) => ({
    name,
    addresses: read(addresses, name, readAddresses),
    sysctls: read(sysctl, name, readSysctls),
  }))
}

/** A keepalived.conf and its tree, as far as it can be read. */
export function givenConf(
  text: string,
  options: ConfOptions,
): Pick<GivenDirector, 'file' | 'text' | 'nodes' | 'flaws' | 'passed'> {
  const { nodes, flaws } = parseConf(text, options)
  const { passed } = expand(text, options, () => undefined)
  return { file: options.file, text, nodes, flaws: flaws.filter(({ severity }) => severity === 'error'), passed }
}

/** The new inventory, playbook and variables, to be written. */
export function newSite({ master, backups, realServers, data }: Adopted, { variablesOf }: Source): NewSite {
  const host = ({ name, address }: AdoptedHost): NewHost => ({ name, variables: variablesOf(name, address) })
  return { master: host(master), backups: backups.map(host), realServers: realServers.map(host), data }
}

/** A file of a host that is not in the cluster is a slip. Throws ConfigError. */
export function checkNames({ given }: Source, { master, backups, realServers }: Adopted): void {
  const names = [master, ...backups, ...realServers].map(({ name }) => name)
  const unknown = given.filter(({ name }) => !names.includes(name))
  if (unknown.length === 0) return
  const hint = `the cluster has ${names.join(', ')}; --real-server names its real servers`
  throw new ConfigError(unknown.map(({ name }) => ({ message: `there is no host ${name}`, hint })))
}
