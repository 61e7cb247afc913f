import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { generated } from './pages.ts'
import { madeSchemas } from './schemas.ts'

export interface Stale {
  /** From the root of the repository. */
  readonly file: string
  /** What it should be. */
  readonly text: string
}

/** Files that are not as the source says: the schemas that are made, and pages of docs with generated parts. `read`: the text that a file has. */
export async function staleFiles(
  root: string,
  read = (file: string) => readFileSync(join(root, file), 'utf8'),
): Promise<readonly Stale[]> {
  const schemas = Object.entries(await madeSchemas(root)).map(([name, text]) => ({ file: `schemas/${name}`, text }))
  const pages = globSync('docs/*.md', { cwd: root })
    .toSorted()
    .map((file) => ({ file, text: generated(read(file)) }))
  return [...schemas, ...pages].filter(({ file, text }) => read(file) !== text)
}
