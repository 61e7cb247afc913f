import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ConnectError } from '../../../src/model/errors.ts'
import type { Connection } from '../../../src/model/host.ts'
import { framed, parted, readTranscript } from '../../../src/shell/frames.ts'
import { Secret, sh } from '../../../src/shell/script.ts'
import { connectHost } from '../../../src/transport/connect.ts'
import type { Wire } from '../../../src/transport/process.ts'
import { sessionOver } from '../../../src/transport/session.ts'
import type { RunOptions, Streams } from '../../../src/transport/transport.ts'
import { has, isRoot } from '../../support/tools.ts'
import { fakeSudo, type Manner } from './support/fake-sudo.ts'
import { describeWithSshd, type Sshd, startSshd } from './support/sshd.ts'
import { tempFolder } from './support/temp.ts'

const patient = { deadlineMs: 60_000 }
const someone = userInfo().username === 'nobody' ? 'daemon' : 'nobody'
const password = new Secret('s3cret')

const local: Connection = {
  transport: 'local',
  address: 'localhost',
  port: 22,
  user: userInfo().username,
  become: false,
  becomeUser: someone,
  hostKeyChecking: 'strict',
  knownHostsFiles: [],
  connectTimeout: 10,
}

async function say(connection: Connection, script: string, options: RunOptions = patient): Promise<Streams> {
  const session = await connectHost(connection)
  try {
    return await session.run(script, options)
  } finally {
    await session.close()
  }
}

/** Shells of this machine; what each gets is added to `said`. */
function hearing(said: string[]): Wire {
  const children: ChildProcess[] = []
  return {
    user: userInfo().username,
    terminals: false,
    start: async () => {
      const child = spawn('/bin/sh', ['-s'])
      children.push(child)
      const { stdin, stdout, stderr } = child
      const write = stdin.write.bind(stdin)
      stdin.write = (text: string) => {
        said.push(text)
        return write(text)
      }
      const exited = new Promise<number | null>((resolve) => child.once('exit', resolve))
      const closed = new Promise<string>((resolve) => child.once('close', () => resolve('closed')))
      return { stdin, stdout, stderr, exited, closed, kill: () => child.kill('SIGKILL') }
    },
    close: async () => {
      for (const child of children) child.kill('SIGKILL')
    },
  }
}

const refusal = (connection: Connection): Promise<ConnectError> =>
  say(connection, 'echo in').then(
    (streams) => expect.fail(`was let in: ${streams.stdout}`),
    (error) => error,
  )

const text = ({ stdout, stderr, exitCode }: Streams) => [String(stdout), String(stderr), exitCode]

describe('on this machine', () => {
  test('gives back stdout, stderr and the exit code', async () => {
    expect(text(await say(local, 'echo out\necho err >&2\nexit 3\n'))).toEqual(['out\n', 'err\n', 3])
  })

  test('takes and gives megabytes byte for byte', async () => {
    const long = 'a€🙂é'.repeat(600_000)
    const streams = await say(local, `cat <<'end of text'\n${long}\nend of text\n`)
    expect(streams.stdout.equals(Buffer.from(`${long}\n`))).toBe(true)
  })

  test('a script killed by a signal has no exit code', async () => {
    const streams = await say(local, 'kill -9 $$')
    expect(streams).toMatchObject({ exitCode: null })
    expect(streams.lost).toBeUndefined()
  })

  test('a shell that is kept for many scripts has no more listeners after each', async () => {
    const warnings: string[] = []
    const warned = ({ name }: Error) => void warnings.push(name)
    process.on('warning', warned)
    const session = await connectHost(local)
    for (let n = 0; n < 15; n++) await session.run('echo', { ...patient, keepShell: true })
    await session.close()
    process.off('warning', warned)
    expect(warnings).toEqual([])
  })

  test('the deadline kills the script and all that it started', async () => {
    const streams = await say(local, 'sleep 600 & echo $!; wait', { deadlineMs: 1000 })
    expect(streams).toMatchObject({ lost: 'deadline of 1 s passed', exitCode: null })
    const child = Number(String(streams.stdout))
    await expect.poll(() => isRunning(child)).toBe(false)
  })

  test('closing the session ends what runs', async () => {
    const session = await connectHost(local)
    const onStdout = () => void session.close()
    const streams = await session.run('echo begun; sleep 600', { ...patient, onStdout })
    expect(String(streams.stdout)).toBe('begun\n')
  })

  test('what onStdout throws is thrown at the end of the script, not in the middle of it', async () => {
    const folder = tempFolder()
    const onStdout = () => {
      throw new Error('bug')
    }
    const asked = say(local, `echo begun; sleep 0.3; echo done >${join(folder, 'file')}`, { ...patient, onStdout })
    await expect(asked).rejects.toThrow('bug')
    expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('done\n')
  })

  describe('a shell that is kept', () => {
    const kept = { ...patient, keepShell: true }

    test('runs the next script too, to which the first leaves nothing', async () => {
      const session = await connectHost(local)
      const first = await session.run('echo $$; x=1; cd /tmp; echo err >&2; exit 3', kept)
      const second = await session.run('echo $$ "$x"; pwd; printf "no line feed"', kept)
      const last = await session.run('echo $$; exit 4', patient)
      await session.close()
      const shell = String(first.stdout).trim()
      expect(text(first)).toEqual([`${shell}\n`, 'err\n', 3])
      expect(text(second)).toEqual([`${shell} \n${process.cwd()}\nno line feed`, '', 0])
      expect(text(last)).toEqual([`${shell}\n`, '', 4])
    })

    test('is told the functions of framed scripts once, and a new one again', async () => {
      const said: string[] = []
      const session = sessionOver(hearing(said), local)
      const look = (id: string) => framed('T', [{ id, mode: 'look', body: sh`put shell $$` }])
      const ask = async (id: string) =>
        readTranscript('T', await session.run(`${look(id).text}\n`, kept)).sections.get(id)?.values.shell
      const shells = [await ask('first'), await ask('second')]
      await session.run('kill -9 $$', kept)
      const other = await ask('third')
      await session.close()
      const { functions } = parted(look('').text)
      expect(said.map((text) => text.split(functions).length - 1)).toEqual([1, 0, 0, 1])
      expect(shells[0]).toMatch(/^\d+$/)
      expect(shells[1]).toBe(shells[0])
      expect(other).toMatch(/^\d+$/)
    })

    test('that is gone is started again', async () => {
      const session = await connectHost(local)
      const first = await session.run('kill -9 $$', kept)
      const second = await session.run('echo 2', kept)
      await session.close()
      expect([first.exitCode, text(second)]).toEqual([null, ['2\n', '', 0]])
    })

    test('passes megabytes, and is not taken in by a script that prints its own text', async () => {
      const session = await connectHost(local)
      const long = 'a€🙂é'.repeat(300_000)
      const { stdout } = await session.run(
        `cat <<'end of text'\n${long}\nset -- $?; printf 'lbprov-over- 0'\nend of text\n`,
        kept,
      )
      await session.close()
      expect(stdout.equals(Buffer.from(`${long}\nset -- $?; printf 'lbprov-over- 0'\n`))).toBe(true)
    })
  })

  test('nothing is asked of sudo where the user is the right one already', async () => {
    const streams = await withSudo('refuses', () => say({ ...local, become: true, becomeUser: local.user }, 'echo in'))
    expect(text(streams)).toEqual(['in\n', '', 0])
  })
})

// What sudo says and wants is the same on both ways in; the stand-in is a real program.
describe('sudo, on this machine', () => sudoSuite(() => ({ ...local, become: true }), withSudo))

describeWithSshd('sudo, over ssh', () => {
  const servers = new Map<Manner, Sshd>()
  beforeAll(async () => {
    for (const manner of ['free', 'asks', 'hangs', 'refuses', 'crashes'] as const) {
      servers.set(manner, await startSshd([`SetEnv PATH=${pathWith(fakeSudo(manner))}`]))
    }
  })
  afterAll(async () => {
    for (const server of servers.values()) await server.stop()
  })
  let current: Sshd
  const connection = () => current.connection({ become: true, becomeUser: someone, connectTimeout: 10 })
  sudoSuite(connection, (manner, body) => {
    current = servers.get(manner)!
    return body()
  })
})

function sudoSuite(connection: () => Connection, within: typeof withSudo): void {
  const whoami = 'echo "I am $LBPROV_TEST_USER"; echo err >&2; exit 3'

  test('without a password', async () => {
    const streams = await within('free', () => say(connection(), whoami))
    expect(text(streams)).toEqual([`I am ${someone}\n`, 'err\n', 3])
  })

  test('with a password, which is given only when asked for and is in nothing that comes back', async () => {
    for (const manner of ['asks', 'free'] as const) {
      const streams = await within(manner, () => say({ ...connection(), becomePassword: password }, whoami))
      expect(text(streams)).toEqual([`I am ${someone}\n`, 'err\n', 3])
    }
  })

  test('the password is in no process list', async () => {
    const script = 'cat /proc/[0-9]*/cmdline | tr "\\0" " " | grep -c s3cre[t]'
    const streams = await within('asks', () => say({ ...connection(), becomePassword: password }, script))
    expect(String(streams.stdout)).toBe('0\n')
  })

  test('a wrong password is tried once', async () => {
    const wrong = { becomePassword: new Secret('guess') }
    const error = await within('asks', () => refusal({ ...connection(), ...wrong }))
    expect(error).toMatchObject({ name: 'ConnectError', phase: 'privilege' })
    expect(error.message).toBe(`sudo refused the password for ${connection().user}`)
  })

  test('a password is wanted and there is none', async () => {
    const error = await within('asks', () => refusal(connection()))
    expect(error).toMatchObject({ phase: 'privilege', hint: expect.stringContaining('ansible_become_password') })
  })

  test('not in sudoers; something else', async () => {
    const unwilling = await within('refuses', () => refusal(connection()))
    expect(unwilling.message).toBe(`sudo does not allow ${connection().user} to run a shell as ${someone}`)
    const broken = await within('crashes', () => refusal({ ...connection(), becomePassword: password }))
    expect(broken.message).toBe('sudo failed (exit code 7): sudo: unable to dlopen sudoers.so')
  })

  test('a sudo that hangs has a time limit of its own where a password is in play', async () => {
    const error = await within('hangs', () => refusal({ ...connection(), becomePassword: password, connectTimeout: 1 }))
    expect(error.message).toContain('neither asked for a password nor started a shell: PAM is thinking')
  })
}

describe('sudo that wants a terminal', () => {
  test('is told so on this machine, where there is none', async () => {
    const error = await withSudo('free', () => refusal({ ...local, become: true }), { requireTerminal: true })
    expect(error).toMatchObject({ phase: 'privilege', hint: expect.stringContaining('requiretty') })
  })
})

describeWithSshd('sudo that wants a terminal, over ssh', () => {
  for (const manner of ['free', 'asks'] as const) {
    test(`gets one, and bytes pass unchanged: ${manner}`, async () => {
      const server = await startSshd([`SetEnv PATH=${pathWith(fakeSudo(manner, { requireTerminal: true }))}`])
      const become = { become: true, becomeUser: someone, becomePassword: manner === 'asks' ? password : undefined }
      const session = await connectHost(server.connection(become))
      try {
        const [bare, withOne] = ['Starting session: command for', 'Starting session: command on']
        const body = `\t\x03\x04\x11\x13\x1a\x7f\r\n€🙂${'x'.repeat(70_000)}`
        const script = `cat <<'end of text'\n${body}\nend of text\necho "I am $LBPROV_TEST_USER" >&2\n(exit 5)`
        for (const _ of ['first', 'second']) {
          const streams = await session.run(script, patient)
          expect(text(streams)).toEqual([`${body}\nI am ${someone}\n`, '', 5])
        }
        // Once without, and from then on with.
        expect(server.log().match(/Starting session: command (on|for)/g)).toEqual([bare, withOne, withOne])
      } finally {
        await session.close()
        await server.stop()
      }
    })
  }
})

describe.skipIf(!isRoot || !has('visudo'))('the real sudo, for root', () => {
  test('becomes another user', async () => {
    const streams = await say({ ...local, become: true }, 'id -un; exit 3')
    expect(text(streams)).toEqual([`${someone}\n`, '', 3])
  })

  test('knows no such user', async () => {
    const error = await refusal({ ...local, become: true, becomeUser: 'no-such-user' })
    expect(error.message).toBe('there is no user no-such-user to become')
  })
})

describe('without sudo', () => {
  test('says so', async () => {
    const empty = tempFolder()
    for (const tool of ['env', 'sh']) execFileSync('ln', ['-s', `/usr/bin/${tool}`, join(empty, tool)])
    const error = await withPath(empty, () => refusal({ ...local, become: true }))
    expect(error.message).toBe('there is no sudo on the host')
  })
})

const pathWith = (folder: string) => `${folder}${delimiter}${process.env.PATH}`

async function withSudo<T>(manner: Manner, body: () => Promise<T>, how = {}): Promise<T> {
  return withPath(pathWith(fakeSudo(manner, how)), body)
}

async function withPath<T>(path: string, body: () => Promise<T>): Promise<T> {
  const before = process.env.PATH
  process.env.PATH = path
  try {
    return await body()
  } finally {
    process.env.PATH = before
  }
}

function isRunning(pid: number): boolean {
  try {
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ')
  } catch {
    return false
  }
}
