import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'

/** Asks on the terminal without showing what is typed; where stdin is no terminal, its first line is taken. */
export function askSecret(question: string): Promise<string> {
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
  const reader = createInterface({ input: process.stdin, output: silent, terminal: process.stdin.isTTY === true })
  process.stderr.write(question)
  return new Promise((resolve, reject) => {
    reader.once('SIGINT', () => reject(new Error('broken off')))
    reader.once('line', (answer) => {
      reader.close()
      process.stderr.write('\n')
      resolve(answer)
    })
  })
}
