import { install } from '../../lab/install.ts'
import { isHere } from './tools.ts'

/** Debian's browser, and letters of Chinese. */
const packages = ['chromium', 'fonts-noto-cjk']

/** Where Debian has it. */
export const chromiumPath = '/usr/bin/chromium'

/** Before the tests of pages: the browser is installed where it is missing and that may be done; without it there is nothing to test. */
export default async function setup(): Promise<void> {
  if (isHere('chromium')) return
  if (!(await install(packages, 'the tests of pages')))
    throw new Error(`missing: chromium (packages ${packages.join(', ')})`)
}
