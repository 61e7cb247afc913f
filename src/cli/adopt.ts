import { join } from 'node:path'
import { type NewHost, type NewSite, writeSite } from '../load/adopted-files.ts'
import type { Adopted, AdoptedHost } from '../lvs/adopt/adopt.ts'
import { givenHostDifferences } from '../lvs/adopt/given-host.ts'
import { asWritten } from '../lvs/adopt/origins.ts'
import { adoptionDifferences } from '../lvs/adopt/verify.ts'
import { linterOf } from '../lvs/lint/linter.ts'
import { ConfigError } from '../model/errors.ts'
import type { Site } from '../model/play.ts'
import { previewRun, type RunPreview } from './adopt-check.ts'
import { adoptedFrom, passwordsOf } from './adopt-fit.ts'
import { sourceFromHosts } from './adopt-hosts.ts'
import { judgedText, lossText, writtenText } from './adopt-report.ts'
import { type AdoptFlags, type Source, sourceFromFiles } from './adopt-source.ts'
import { fail, type Out, print } from './out.ts'
import { type AskedPasswords, askPasswords, type SiteFlags, siteWith } from './site.ts'

/**
 * `lbprov adopt`: resolves to the exit code; what was left out, written and would differ has been printed, each before
 * anything that could fail.
 */
export async function adopt(flags: AdoptFlags, out: Out): Promise<number> {
  try {
    const asked = await askPasswords(flags, out)
    const source = flags.inventory ? await sourceFromHosts(flags, asked, out) : sourceFromFiles(flags)
    const adopted = adoptedFrom(source, flags)
    out.hide(passwordsOf(adopted.data))
    print(out, lossText(adopted, source, out.clean))
    checkNames(source, adopted)
    print(out, writtenText(writeSite(flags.output, newSite(adopted, source)), out.clean))
    const site = await siteOf(flags, asked)
    out.hide(site.secrets)
    return print(out, judgedText(await judged(site, adopted, source, flags, out), out.clean))
  } catch (error) {
    return fail(out, error)
  }
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
async function judged(site: Site, { origin }: Adopted, source: Source, flags: AdoptFlags, out: Out) {
  const { directors, facts, given } = source
  const linter = linterOf(asWritten(site, origin, { file: directors[0]!.file, line: 1, column: 1 }))
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
