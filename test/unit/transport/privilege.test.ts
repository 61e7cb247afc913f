import { describe, expect, test } from 'vitest'
import { Secret } from '../../../src/shell/script.ts'
import { entryFor, type Refused, refusal, wantsTerminal } from '../../../src/transport/privilege.ts'

const plain = { become: false, becomeUser: 'root' }
const sudo = { become: true, becomeUser: 'root' }
const withPassword = { ...sudo, becomePassword: new Secret('s3cret') }
const visit = { user: 'admin', token: 'T', bytes: 12, terminal: false }

describe('the command line', () => {
  test('is sh alone where no other user is wanted', () => {
    expect(entryFor(plain, visit)).toMatchObject({ command: 'sh -s', waits: false })
    expect(entryFor(sudo, { ...visit, user: 'root' }).command).toBe('sh -s')
    expect(entryFor({ ...withPassword, becomeUser: 'admin' }, visit).command).toBe('sh -s')
  })

  test('asks sudo never to ask where there is no password', () => {
    expect(entryFor(sudo, visit)).toMatchObject({ command: 'env LC_ALL=C sudo -n -u root sh -s', waits: false })
  })

  test('holds back the script where sudo may read a password first, which is in no command', () => {
    const entry = entryFor(withPassword, visit)
    expect(entry).toMatchObject({
      command: `env LC_ALL=C sudo -S -p ${entry.prompt} -u root sh -c 'echo lbprov-ready-""T; exec sh -s'`,
      waits: true,
    })
    expect(JSON.stringify(entry)).not.toContain('s3cret')
  })

  test('in a terminal, reads no more than the script', () => {
    const { command, waits } = entryFor(sudo, { ...visit, terminal: true })
    expect(command).toContain('stty raw -echo')
    expect(command).toContain('head -c 12 | sh -s')
    expect(waits).toBe(true)
  })

  test('names nothing that could pass for the shell when sudo repeats it', () => {
    for (const terminal of [true, false]) {
      const { command, announce, ready } = entryFor(withPassword, { ...visit, terminal })
      expect(command + announce).not.toContain(ready)
    }
  })

  test('quotes the user', () => {
    expect(entryFor({ ...sudo, becomeUser: 'DOM\\a b' }, visit).command).toContain(`-u 'DOM\\a b' `)
  })
})

const said = (text: string, other?: Partial<Refused>): Refused => ({ by: 'exit', exitCode: 1, said: text, ...other })

describe('a refusal', () => {
  test.each([
    ['sudo: a password is required', 'sudo wants a password for admin'],
    ['sudo: a terminal is required to read the password; either use the -S option', 'sudo wants a password for admin'],
    ['sudo: interactive authentication is required', 'sudo wants a password for admin'],
    ['Sorry, try again.\nsudo: 1 incorrect password attempt', 'sudo refused the password for admin'],
    [
      'admin is not in the sudoers file.  This incident will be reported.',
      'sudo does not allow admin to run a shell as root',
    ],
    [
      "Sorry, user admin is not allowed to execute '/bin/sh -s' as root on lb1.",
      'sudo does not allow admin to run a shell as root',
    ],
    ['Sorry, user admin may not run sudo on lb1.', 'sudo does not allow admin to run a shell as root'],
    ['sudo: unknown user: root', 'there is no user root to become'],
    ["env: 'sudo': No such file or directory", 'there is no sudo on the host'],
    ["env: can't execute 'sudo': No such file or directory", 'there is no sudo on the host'],
    ['sudo: sorry, you must have a tty to run sudo', 'sudo wants a terminal (requiretty)'],
    ['sudo: PERM_SUDOERS: setresuid\n', 'sudo failed (exit code 1): sudo: PERM_SUDOERS: setresuid'],
    ['', 'sudo failed (exit code 1)'],
  ])('%s', (text, message) => {
    expect(refusal(said(text), sudo, 'admin')).toMatchObject({ name: 'ConnectError', phase: 'privilege', message })
  })

  test('a line of sudo without end is read in no time that grows with its square', () => {
    expect(refusal(said(`env: ${'sudo'.repeat(100_000)}`), sudo, 'admin').message).toMatch(/^sudo failed/)
  })

  test('by time, by signal, without sudo', () => {
    expect(refusal(said('Place your finger', { by: 'time' }), sudo, 'admin').message).toMatch(/: Place your finger$/)
    expect(refusal(said('', { exitCode: null }), sudo, 'admin').message).toBe('sudo failed (killed)')
    const none = refusal(said('This account is currently not available.'), plain, 'admin')
    expect(none).toMatchObject({ phase: 'shell', message: expect.stringContaining('not available') })
  })

  test('for want of a terminal is known by its words', () => {
    expect(wantsTerminal(said('sudo: sorry, you must have a tty to run sudo'))).toBe(true)
    expect(wantsTerminal(said('sudo: a password is required'))).toBe(false)
  })
})

test.each([
  ['This account is currently not available.', /^The account needs a login shell and no forced command/],
  ['Password change required but no TTY available.', /^Change the password by hand/],
])('no shell, after %s', (words, hint) => {
  const error = refusal(said(words), plain, 'admin')
  expect(error.message).toBe(`admin was let in but got no shell (exit code 1): ${words}`)
  expect(error.hint).toMatch(hint)
})
