import { cpSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { rolldown } from 'rolldown'
import config from '../../rolldown.config.ts'

/** `node build-bundle.ts FOLDER`, in the root: puts lbprov there as it is published. */
const folder = process.argv[2]!
mkdirSync(folder, { recursive: true })
for (const { output, ...input } of config) {
  const bundle = await rolldown(input)
  await bundle.write({ ...output, dir: join(folder, 'dist') })
}
for (const name of ['bin', 'package.json', 'schemas']) cpSync(name, join(folder, name), { recursive: true })
