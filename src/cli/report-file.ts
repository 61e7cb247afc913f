import { accessSync, constants } from 'node:fs'
import { dirname } from 'node:path'
import { isDirectory } from '../load/text/files.ts'
import { writeOver } from '../load/text/written.ts'
import { scenesOf } from '../lvs/cluster/scene.ts'
import { pictureOf } from '../lvs/picture/picture.ts'
import { ConfigError, WriteError } from '../model/errors.ts'
import type { Site } from '../model/play.ts'
import { optionPlace } from '../model/position.ts'
import type { Report } from '../model/report.ts'
import type { Verification } from '../model/verification.ts'
import { reportFile } from '../ui/html/file.ts'
import { marked, runMarks, verifyMarks } from '../ui/picture/marked.ts'
import type { Out } from './out.ts'
import { whoAndWhere } from './who.ts'

/** Throws ConfigError where the file of an option can not be written, which is better known before a run than after it. */
export function mayWrite(option: string, file: string | undefined): void {
  if (file === undefined) return
  const hint = 'give the name of a file in a folder that is there and may be written to'
  const refuse = (message: string) => new ConfigError([{ where: optionPlace(option, file), message, hint }])
  if (isDirectory(file)) throw refuse('this is a folder')
  try {
    accessSync(dirname(file), constants.W_OK)
  } catch {
    throw refuse(`${dirname(file)} is no folder for it`)
  }
}

/** Writes the page of a run or check. */
export async function reportRun(file: string, run: Report, site: Site, { secrets }: Out): Promise<void> {
  const picture = marked(pictureOf(run.playbook, scenesOf(site)), runMarks(run))
  const title = `lbprov ${run.check ? 'check' : 'run'} of ${run.playbook} by ${whoAndWhere()}`
  write(file, await reportFile({ title, picture, run }, secrets))
}

/** Writes the page of a verification or drill. */
export async function reportVerify(
  file: string,
  verification: Verification,
  site: Site,
  { secrets }: Out,
): Promise<void> {
  const { playbook, assertions, drill } = verification
  const picture = marked(pictureOf(playbook, scenesOf(site)), verifyMarks(assertions))
  const title = `lbprov ${drill ? 'drill' : 'verify'} of ${playbook} by ${whoAndWhere()}`
  write(file, await reportFile({ title, picture, verification }, secrets))
}

/** It says what hosts are like: for who ran it. */
function write(file: string, page: string): void {
  try {
    writeOver(file, page, 0o600)
  } catch (error) {
    throw error instanceof WriteError ? new WriteError(error.problem, { isLate: true }) : error
  }
}
