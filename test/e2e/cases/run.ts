import { expect } from 'vitest'
import { type Ended, entry, lbprov as lbprovIn } from '../support.ts'
import { type Prepared, secrets } from './case.ts'

/** Several tests are at work on a host at once. */
const patiently = ['--wait', '600']

/** `lbprov run` in a prepared project, after others that have its hosts. Fails when the output shows a secret, in the clear or in base64. */
export async function lbprov(
  words: readonly string[],
  { folder }: Prepared,
  access: readonly string[] = entry,
): Promise<Ended> {
  const ended = await lbprovIn([...patiently, ...words], { cwd: folder, access })
  discreet(ended, access)
  return ended
}

/** Paths of the lab may have the password of its users in them; only what is not on the command line counts. */
export function discreet(
  { stdout, stderr }: Pick<Ended, 'stdout' | 'stderr'>,
  access: readonly string[] = entry,
): void {
  const paths = access.flatMap((word) => word.split('='))
  const shown = paths.reduce((text, path) => text.replaceAll(path, ''), stdout + stderr)
  for (const secret of Object.values(secrets)) {
    for (const form of [secret, Buffer.from(secret).toString('base64').replace(/=+$/, '')])
      expect(shown.includes(form), `the output shows ${secret}`).toBe(false)
  }
}
