import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { dashboardText } from './dashboard.ts'
import { generated } from './pages.ts'
import { madeSchemas } from './schemas.ts'

export interface Stale {
  /** From the root of the repository. */
  readonly file: string
  /** What it should be. */
  readonly text: string
}

/** Files that are not as the source says: the schemas that are made, pages of docs with generated parts, and the dashboard. `read`: the text that a file has. */
export async function staleFiles(
  root: string,
  read = (file: string) => readFileSync(join(root, file), 'utf8'),
): Promise<readonly Stale[]> {
  const schemas = Object.entries(await madeSchemas(root)).map(([name, text]) => ({ file: `schemas/${name}`, text }))
  const pages = globSync('docs/*.md', { cwd: root })
    .toSorted()
    .map((file) => ({ file, text: generated(read(file)) }))
  const dashboard = { file: 'docs/prometheus/dashboard.json', text: dashboardText() }
  return [...schemas, ...pages, dashboard].filter(({ file, text }) => read(file) !== text)
}
