import { readFileSync } from 'node:fs'
import { findPackageJSON } from 'node:module'

/** Of lbprov, as in its package.json. */
export const { version } = JSON.parse(readFileSync(findPackageJSON(import.meta.url)!, 'utf8')) as {
  readonly version: string
}
