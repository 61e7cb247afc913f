import { accessSync, constants, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { scenesOf } from '../lvs/cluster/scene.ts'
import { pictureOf } from '../lvs/picture/picture.ts'
import { ConfigError } from '../model/errors.ts'
import type { Site } from '../model/play.ts'
import type { Report } from '../model/report.ts'
import type { Verification } from '../model/verification.ts'
import { reportFile } from '../ui/html/file.ts'
import { marked, runMarks, verifyMarks } from '../ui/picture/marked.ts'
import type { Out } from './out.ts'
import { whoAndWhere } from './who.ts'

/** Throws ConfigError where the file of `--report` can not be written, which is better known before a run than after it. */
export function mayReport(file: string): void {
  try {
    accessSync(dirname(file), constants.W_OK)
  } catch {
    const hint = 'give the name of a file in a folder that is there and may be written to'
    throw new ConfigError([{ message: `--report: ${dirname(file)} is no folder for it`, hint }])
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
const write = (file: string, page: string) => writeFileSync(file, page, { mode: 0o600 })
