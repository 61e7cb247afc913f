import { expandRange } from './range.ts'

/** The hosts a word of an inventory stands for, and the port behind it: `web[1:3]:2222`, `[2001:db8::1]:22`. */
export interface HostWord {
  readonly names: readonly string[]
  readonly port: number | undefined
}

/** Reads such a word. Throws a RangeError that says what is wrong. */
export function readHostWord(word: string): HostWord {
  const [, bracketed, bracketedPort] = /^\[([^\]]*:[^\]]*:[^\]]*|[\d.]+)\](?::(\d+))?$/.exec(word) ?? []
  if (bracketed !== undefined) return { names: [bracketed], port: portOf(bracketedPort) }
  const [, name, port] = /^((?:[^:[\]]|\[[^\]]*\])+):(\d*)$/.exec(word) ?? []
  if (name === undefined) return { names: expandRange(word), port: undefined }
  if (port === '') throw new RangeError('a port must follow the :')
  return { names: expandRange(name), port: portOf(port) }
}

function portOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text)
}
