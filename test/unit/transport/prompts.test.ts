import { afterAll, describe, expect, test, vi } from 'vitest'
import { connectSsh } from '../../../src/transport/ssh.ts'
import { type KeyboardAuthContext, startSshServer } from './support/ssh-server.ts'
import { tempFolder } from './support/temp.ts'

// A login must not depend on the keys of whoever runs the tests.
delete process.env.SSH_AUTH_SOCK
vi.stubEnv('HOME', tempFolder())
afterAll(() => void vi.unstubAllEnvs())

interface Question {
  readonly prompt: string
  readonly echo?: boolean
}

/** What a host that asks these questions, round by round, was answered, and how the login went. */
async function asked(...rounds: readonly (readonly Question[])[]) {
  const answers: string[][] = []
  const ask = (context: KeyboardAuthContext, round: number): void => {
    const questions = rounds[round]
    if (!questions) context.accept()
    else
      context.prompt([...questions] as Required<Question>[], 'Title', 'Be welcome', (given) => {
        answers.push([...(given as unknown as string[])])
        ask(context, round + 1)
      })
  }
  const server = await startSshServer((client) =>
    client.on('authentication', (context) => {
      if (context.method === 'keyboard-interactive') ask(context, 0)
      else context.reject(['keyboard-interactive'])
    }),
  )
  try {
    const went = await connectSsh(server.connection()).then(
      (session) => session.close().then(() => 'in' as const),
      (error) => error,
    )
    return { went, answers }
  } finally {
    await server.stop()
  }
}

const hidden = (prompt: string): Question => ({ prompt, echo: false })

describe('the password is given to the one question for it', () => {
  test.each([
    'Password: ',
    "root@lb1's password:",
    'Passwort: ',
    '密码：',
    'パスワード:',
    'Hasło: ',
    'Mot de passe : ',
  ])('%s', async (prompt) => {
    expect(await asked([hidden(prompt)])).toEqual({ went: 'in', answers: [['s3cret']] })
  })

  test('and rounds in which nothing is asked go by', async () => {
    expect(await asked([], [hidden('Password: ')], [])).toEqual({ went: 'in', answers: [[], ['s3cret'], []] })
  })
})

describe('nothing is given to', () => {
  test.each([
    ['one that shows what is typed', [{ prompt: 'Password: ', echo: true }]],
    ['a code of one time', [hidden('OTP: ')]],
    ['a code that is called a password', [hidden('One-time password: ')]],
    ['a password with a code', [hidden('Password & verification code: ')]],
    ['SecurID', [hidden('Enter PASSCODE: ')]],
    ['one that asks nothing', [hidden('')]],
    ['a change of the password', [hidden('New password: ')]],
    ['a password that has expired', [hidden('Current password: ')]],
    ['two at once', [hidden('Password: '), hidden('Password: ')]],
  ])('%s', async (_what, questions) => {
    const { went, answers } = await asked(questions)
    expect(answers).toEqual([])
    expect(went).toMatchObject({ name: 'ConnectError', phase: 'authenticate' })
    expect(went.message).toContain(`for more than a password: ${JSON.stringify(questions[0]!.prompt.trim())}`)
    expect(went.hint).toContain('Log in with a key')
    expect(went.message + went.hint).not.toContain('s3cret')
  })

  test('a second one', async () => {
    const { went, answers } = await asked([hidden('Password: ')], [hidden('Password: ')])
    expect(answers).toEqual([['s3cret']])
    expect(went).toMatchObject({ name: 'ConnectError', phase: 'authenticate' })
  })

  test('questions that draw on the terminal, endless or many, which are told in one short line', async () => {
    const { went } = await asked(Array.from({ length: 50 }, () => hidden(`\u001b[2J\r\nok: lb1\n${'x'.repeat(500)}`)))
    expect(went.message).toMatch(/^[ -~…]+$/)
    expect(went.message.length).toBeLessThan(500)
    expect(went.message).toContain('and 47 more')
  })
})
