import { join } from 'node:path'
import { adoptedFrom, passwordsOf, secretsOf } from '../adopt/fit.ts'
import { sourceFromHosts } from '../adopt/hosts.ts'
import { judged } from '../adopt/judge.ts'
import { previewRun, type RunPreview } from '../adopt/preview.ts'
import { judgedText, lossText, writtenText } from '../adopt/report.ts'
import { checkNames, type GivenFiles, newSite, type Source, sourceFromFiles } from '../adopt/source.ts'
import { type NewFile, siteFiles, writeFiles } from '../load/adopted-files.ts'
import { loadInventory } from '../load/inventory/inventory.ts'
import type { Site } from '../model/play.ts'
import { signalCodes } from '../model/report.ts'
import { connectHost } from '../transport/connect.ts'
import { bugList } from './bugs.ts'
import { acceptHostKeys } from './host-keys.ts'
import { fail, type Out, print } from './out.ts'
import { printScripts } from './print-scripts.ts'
import { onSignals } from './signals.ts'
import { type AskedPasswords, askPasswords, inventoryOptions, type SiteFlags, siteWith } from './site.ts'

/** The options of `lbprov adopt`. */
export interface AdoptFlags extends Omit<SiteFlags, 'inventory' | 'limit'>, GivenFiles {
  /** With it hosts are asked, without it files are read. */
  readonly inventory?: readonly string[]
  readonly directorGroup: string
  readonly realServerGroup: string
  readonly output: string
  readonly forks: number
  readonly printScript?: boolean
  /** What `lbprov init` adds to the files. */
  readonly more?: (files: readonly NewFile[]) => readonly NewFile[]
}

/**
 * `lbprov adopt`: resolves to the exit code; what was left out, written and would differ has been printed, each before
 * anything that could fail.
 */
export async function adopt(flags: AdoptFlags, out: Out): Promise<number> {
  let known = 'nothing was written'
  const { release } = onSignals((signal) => {
    out.stderr.write(`\n${signal}: ${known}\n`)
    process.exit(signalCodes[signal])
  })
  try {
    const asked = await askPasswords(flags, out)
    const source = flags.inventory ? await live(flags, flags.inventory, asked, out) : sourceFromFiles(flags)
    out.hide(secretsOf(source))
    const adopted = adoptedFrom(source, { nameAll: flags.inventory === undefined })
    out.hide(passwordsOf(adopted.data))
    print(out, lossText(adopted, source, out.clean))
    checkNames(source, adopted)
    print(
      out,
      writtenText(
        writeFiles(flags.output, (flags.more ?? ((files) => files))(siteFiles(newSite(adopted, source)))),
        out.clean,
      ),
    )
    known = 'the files are written; what a run would make of them was not looked at to the end'
    const playbook = join(flags.output, 'site.yaml')
    const site = await siteWith(playbook, { ...flags, inventory: [join(flags.output, 'hosts')] }, asked)
    out.hide(site.secrets)
    const how = flags.inventory
      ? { version: undefined, preview: await preview(site, playbook, flags, out) }
      : { version: flags.keepalivedVersion, preview: null }
    return print(out, judgedText(judged(site, adopted, source, how), out.clean))
  } catch (error) {
    return fail(out, error)
  } finally {
    release()
  }
}

/** What hosts say; none of them may have failed. */
async function live(flags: AdoptFlags, files: readonly string[], asked: AskedPasswords, out: Out): Promise<Source> {
  const options = inventoryOptions({ ...flags, inventory: files }, asked)
  const inventory = await loadInventory(options)
  await acceptHostKeys(inventory.hosts, undefined, out)
  const written = await loadInventory({ ...options, extraVars: [] })
  out.hide(inventory.hosts.flatMap(({ connection }) => connection.password?.value ?? []))
  const { directorGroup, realServerGroup, forks, printScript } = flags
  const show = printScript && { onScript: printScripts(out, out.stderr) }
  const { onBug, tell } = bugList(out)
  try {
    const observer = { connect: connectHost, forks, onBug, ...show }
    return await sourceFromHosts({ inventory, written, directorGroup, realServerGroup, asked }, observer)
  } catch (error) {
    // A host that was missed for a bug is none that could not be reached.
    throw tell() ? new Error(`nothing was written: ${(error as Error).message}`) : error
  }
}

/** What a run would do on the hosts. */
async function preview(site: Site, playbook: string, { forks }: AdoptFlags, out: Out): Promise<RunPreview> {
  const { onBug, tell } = bugList(out)
  try {
    return await previewRun({ site, playbook, connect: connectHost, forks, onBug })
  } finally {
    tell()
  }
}
