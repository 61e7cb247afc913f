/** A program, part of the build: takes away the declarations in dist that nothing public leads to; tsc writes one for every module. */
import { globSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'

const root = process.argv[2] ?? join(import.meta.dirname, '..')
const { exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  readonly exports: Readonly<Record<string, { readonly types?: string }>>
}
const needed = new Set<string>()

function visit(file: string): void {
  if (needed.has(file)) return
  needed.add(file)
  for (const [, name] of readFileSync(file, 'utf8').matchAll(/(?:\bfrom |\bimport\()['"](\.[^'"]+)['"]/g))
    visit(join(dirname(file), name!.replace(/\.[jt]s$/, '.d.ts')))
}

for (const { types } of Object.values(exports)) if (types) visit(join(root, types))
for (const file of globSync('dist/**/*.d.ts', { cwd: root }))
  if (!needed.has(join(root, file))) rmSync(join(root, file))
