import type { HostVariables } from '../load/adopted-files.ts'
import { includesOf, readConf } from '../load/conf-files.ts'
import { type GivenHost, readAddresses, readSysctls } from '../lvs/adopt/given-host.ts'
import type { GivenDirector } from '../lvs/adopt/verify.ts'
import type { ConfOptions } from '../lvs/conf/expand.ts'
import { parseConf } from '../lvs/conf/parse.ts'
import { parseIpvsadm } from '../lvs/table/ipvsadm.ts'
import { ConfigError } from '../model/errors.ts'
import type { Facts } from '../model/facts.ts'
import type { SiteFlags } from './site.ts'

export interface AdoptFlags extends Omit<SiteFlags, 'inventory' | 'limit'> {
  /** With it hosts are asked, without it files are read. */
  readonly inventory?: readonly string[]
  readonly directorGroup: string
  readonly realServerGroup: string
  readonly director?: ReadonlyMap<string, string>
  readonly realServer?: ReadonlyMap<string, string>
  readonly ipvsadm?: ReadonlyMap<string, string>
  readonly addresses?: ReadonlyMap<string, string>
  readonly sysctl?: ReadonlyMap<string, string>
  readonly keepalivedVersion: string
  readonly includeRoot?: string
  readonly output: string
  readonly forks: number
  readonly printScript?: boolean
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
export function sourceFromFiles(flags: AdoptFlags): Source {
  const { director, realServer = new Map<string, string>(), ipvsadm = new Map<string, string>() } = flags
  if (!director) {
    const hint = 'lbprov adopt -i hosts -o cluster, or lbprov adopt --director lb1=lb1.conf -o cluster'
    throw new ConfigError([{ message: 'an inventory or the file of a director is needed', hint }])
  }
  return {
    directors: [...director].map(([name, file]) => ({
      name,
      ...givenConf(readConf(file), { file, read: includesOf(file, flags.includeRoot), configId: name }),
      version: flags.keepalivedVersion,
      table: tableIn(ipvsadm.get(name)),
      addresses: [],
      hasScriptUser: false,
    })),
    servers: [...realServer].map(([name, address]) => ({ name, addresses: [address] })),
    variablesOf: (_, address) => ({ ...(address !== null && { ansible_host: address }), ansible_user: 'root' }),
    facts: new Map(),
    given: givenHosts(flags),
    others: [],
  }
}

function tableIn(file: string | undefined): GivenDirector['table'] {
  return file === undefined ? null : parseIpvsadm(readConf(file), file)
}

function givenHosts({ addresses, sysctl }: AdoptFlags): readonly GivenHost[] {
  const read = <T>(files: AdoptFlags['sysctl'], name: string, reader: (text: string) => T): T | null => {
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
): Pick<GivenDirector, 'file' | 'text' | 'nodes' | 'flaws'> {
  const { nodes, flaws } = parseConf(text, options)
  return { file: options.file, text, nodes, flaws: flaws.filter(({ severity }) => severity === 'error') }
}
