import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'

/** What a login failed for that only ssh can make with a ticket. */
export const kerberos = 'a Kerberos ticket'

let ticket: Promise<boolean> | undefined

/** Whether this user has one, as far as that can be seen. */
export function hasTicket(): Promise<boolean> {
  ticket ??= new Promise((resolve) => {
    const named = process.env.KRB5CCNAME !== undefined || existsSync(`/tmp/krb5cc_${process.getuid?.()}`)
    execFile('klist', ['-s'], { timeout: 3000 }, (error) =>
      resolve(error === null || (named && (error as NodeJS.ErrnoException).code === 'ENOENT')),
    )
  })
  return ticket
}
