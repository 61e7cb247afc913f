import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { dashboardText } from './dashboard.ts'
import { generated } from './pages.ts'
import { readRecording, recordingSvg, recordingText } from './recording.ts'
import { madeSchemas } from './schemas.ts'

export interface Stale {
  /** From the root of the repository. */
  readonly file: string
  /** What it should be. */
  readonly text: string
}

/** Files that are not as the source says: the schemas that are made, pages of docs with generated parts, the dashboard, and the recording of the tutorial as text and picture. `read`: the text that a file has. */
export async function staleFiles(
  root: string,
  read = (file: string) => readFileSync(join(root, file), 'utf8'),
): Promise<readonly Stale[]> {
  const schemas = Object.entries(await madeSchemas(root)).map(([name, text]) => ({ file: `schemas/${name}`, text }))
  const pages = globSync('docs/*.md', { cwd: root })
    .toSorted()
    .map((file) => ({ file, text: generated(read(file)) }))
  const dashboard = { file: 'docs/prometheus/dashboard.json', text: dashboardText() }
  const recording = readRecording(read('docs/tutorial.cast'))
  const title = 'The tutorial at a terminal: from four bare machines to a cluster that is proven'
  const recorded = [
    { file: 'docs/tutorial.txt', text: recordingText(recording) },
    { file: 'docs/images/tutorial.svg', text: recordingSvg(recording, title) },
  ]
  return [...schemas, ...pages, ...recorded, dashboard].filter(({ file, text }) => read(file) !== text)
}
