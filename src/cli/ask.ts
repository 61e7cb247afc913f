import { readSync } from 'node:fs'
import { Writable } from 'node:stream'
import { setTimeout as wait } from 'node:timers/promises'
import { ConfigError } from '../model/errors.ts'
import type { Out } from './out.ts'

/** Asks on the terminal without showing what is typed; where stdin is no terminal, its next line is taken. Throws ConfigError where there is none. */
export async function askSecret(out: Out, question: string): Promise<string> {
  out.stderr.write(question)
  const answer =
    process.stdin.isTTY === true
      ? await typed(new Writable({ write: (_, _encoding, done) => done() }))
      : await nextLine()
  out.stderr.write('\n')
  if (answer !== null) return answer
  const hint = 'run it on a terminal, give the password as a line of stdin, or leave -k and -K out'
  throw new ConfigError([{ message: `no answer to "${question.trim()}": stdin has ended`, hint }])
}

/** Asks, and shows what is typed; where stdin is no terminal, its next line is taken. Throws ConfigError where there is none. */
export async function askLine(out: Out, question: string): Promise<string> {
  out.stderr.write(out.clean(question))
  const before = pasted.shift()
  if (before !== undefined) {
    out.stderr.write(`${out.clean(before)}\n`)
    return before
  }
  const keep = (line: string) => pasted.push(line)
  const answer = process.stdin.isTTY === true ? await typed(process.stderr, keep).catch(() => null) : await nextLine()
  if (process.stdin.isTTY !== true) out.stderr.write('\n')
  if (answer !== null) return answer
  throw new ConfigError([
    { message: `no answer to "${question.trim()}"`, hint: 'the options of the command answer beforehand' },
  ])
}

/** True where a person can be asked, and sees what about. Node makes stdin when it is first named, which takes a while. */
export const isTerminal = (): boolean => process.stdout.isTTY === true && process.stdin.isTTY === true

/** Asks on the terminal; true for y or yes, false for all else, Ctrl-C among it. Throws ConfigError where there is no terminal. */
export async function confirmed(out: Out, question: string): Promise<boolean> {
  if (process.stdin.isTTY !== true)
    throw new ConfigError([
      { message: 'this asks before it begins, and stdin is no terminal', hint: '--yes goes on without asking' },
    ])
  out.stderr.write(`${out.clean(question)} [y/N] `)
  const answer = await typed(process.stderr).catch(() => null)
  if (answer === null) out.stderr.write('\n')
  return /^y(es)?$/i.test((answer ?? '').trim())
}

/** Lines that came with one that was asked for: answers to the next questions, but never a password or a yes. */
const pasted: string[] = []

/** The line that is typed, shown on `output`; `more` gets those that came with it; null when the terminal is closed, or Ctrl-D typed. Few runs ask, and Node's reader of lines takes long to load. */
async function typed(output: NodeJS.WritableStream, more: (line: string) => void = () => {}): Promise<string | null> {
  const { createInterface } = await import('node:readline')
  const reader = createInterface({ input: process.stdin, output, terminal: true })
  return new Promise((resolve, reject) => {
    reader.once('SIGINT', () => reject(new Error('broken off')))
    reader.once('close', () => resolve(null))
    reader.once('line', (answer) => {
      resolve(answer)
      reader.on('line', more)
      setImmediate(() => reader.close())
    })
  })
}

/** The next line of stdin, byte by byte: what comes after it is for the next question. Null at its end. */
async function nextLine(): Promise<string | null> {
  const bytes: number[] = []
  for (;;) {
    const byte = await nextByte()
    if (byte === null) return bytes.length === 0 ? null : textOf(bytes)
    if (byte === 10) return textOf(bytes)
    bytes.push(byte)
  }
}

const textOf = (bytes: readonly number[]) => Buffer.from(bytes).toString().replace(/\r$/, '')

async function nextByte(): Promise<number | null> {
  const buffer = Buffer.alloc(1)
  for (;;) {
    try {
      return readSync(0, buffer) === 0 ? null : buffer[0]!
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code === 'EOF') return null
      // A pipe that does not block has nothing yet.
      if (code !== 'EAGAIN') throw error
      await wait(50)
    }
  }
}
