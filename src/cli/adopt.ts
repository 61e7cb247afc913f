import { join } from 'node:path'
import { type NewHost, type NewSite, writeSite } from '../load/adopted-files.ts'
import { type Adopted, type AdoptedHost, adopt as adoptDirectors, realServerAddresses } from '../lvs/adopt/adopt.ts'
import { givenHostDifferences } from '../lvs/adopt/given-host.ts'
import { adoptionDifferences } from '../lvs/adopt/verify.ts'
import { readCluster } from '../lvs/conf/read/cluster.ts'
import { linterOf } from '../lvs/lint/linter.ts'
import { ConfigError } from '../model/errors.ts'
import { canonicalAddress } from '../model/ip-address.ts'
import type { Site } from '../model/play.ts'
import { previewRun, type RunPreview } from './adopt-check.ts'
import { sourceFromHosts } from './adopt-hosts.ts'
import { adoptionText } from './adopt-report.ts'
import { type AdoptFlags, type Source, sourceFromFiles } from './adopt-source.ts'
import { fail, type Out, print } from './out.ts'
import { type AskedPasswords, askPasswords, type SiteFlags, siteWith } from './site.ts'

/** `lbprov adopt`: resolves to the exit code; what was written, left out and would differ has been printed. */
export async function adopt(flags: AdoptFlags, out: Out): Promise<number> {
  try {
    const asked = await askPasswords(flags, out)
    const source = flags.inventory ? await sourceFromHosts(flags, asked, out) : sourceFromFiles(flags)
    const adopted = adoptedFrom(source, flags)
    out.hide(passwordsOf(adopted))
    checkNames(source, adopted)
    const written = writeSite(flags.output, newSite(adopted, source))
    const site = await siteOf(flags, asked)
    out.hide(site.secrets)
    const adoption = { written, adopted, source, ...(await judged(site, source, flags, out)) }
    return print(out, adoptionText(adoption, out.clean))
  } catch (error) {
    return fail(out, error)
  }
}

/** Real servers of an inventory have their names; one that it does not have stays an address. */
function adoptedFrom({ directors, servers }: Source, { inventory }: AdoptFlags): Adopted {
  const read = directors.map(({ name, nodes }) => ({ name, read: readCluster(nodes, name) }))
  const used = new Set(read.flatMap((director) => realServerAddresses(director.read.data)))
  const names = servers.flatMap(({ name, addresses }) => {
    const known = addresses.map((address) => canonicalAddress(address) ?? address)
    const own = known.find((address) => used.has(address))
    return own === undefined ? [] : [[name, own] as const]
  })
  return adoptDirectors(read, new Map(names), { nameAll: inventory === undefined })
}

function newSite({ master, backups, realServers, data }: Adopted, { variablesOf }: Source): NewSite {
  const host = ({ name, address }: AdoptedHost): NewHost => ({ name, variables: variablesOf(name, address) })
  return { master: host(master), backups: backups.map(host), realServers: realServers.map(host), data }
}

/** What was written, loaded as a run would. */
function siteOf(flags: AdoptFlags, asked: AskedPasswords): Promise<Site> {
  const written: SiteFlags = { ...flags, inventory: [join(flags.output, 'hosts')] }
  return siteWith(join(flags.output, 'site.yaml'), written, asked)
}

/** What the new files come to: linted, compared and, where the hosts are at hand, checked as a run would do it. */
async function judged(site: Site, { directors, facts, given }: Source, flags: AdoptFlags, out: Out) {
  const linter = linterOf(site)
  const cluster = linter.cluster(flags.inventory ? undefined : flags.keepalivedVersion)
  const seen = linter.hosts.flatMap((host) => {
    const found = facts.get(host.name)
    return found ? [linter.host(host, found)] : []
  })
  const objections = [cluster, ...seen].flatMap(({ errors, warnings }) => [...errors, ...warnings])
  const preview: RunPreview | null = flags.inventory ? await previewRun(site, flags, out) : null
  const hosts = givenHostDifferences(site, given)
  return { objections, differences: adoptionDifferences(directors, site), hosts, preview }
}

/** A file of a host that is not in the cluster is a slip. */
function checkNames({ given }: Source, { master, backups, realServers }: Adopted): void {
  const names = [master, ...backups, ...realServers].map(({ name }) => name)
  const unknown = given.filter(({ name }) => !names.includes(name))
  if (unknown.length === 0) return
  const hint = `the cluster has ${names.join(', ')}; --real-server names its real servers`
  throw new ConfigError(unknown.map(({ name }) => ({ message: `there is no host ${name}`, hint })))
}

function passwordsOf({ data }: Adopted): readonly string[] {
  return Object.values(data.vrrp_instances ?? {}).flatMap(({ authentication }) => authentication?.auth_pass ?? [])
}
