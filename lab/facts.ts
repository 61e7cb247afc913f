import { factsScript } from '../src/engine/scripts.ts'
import { must } from './process.ts'
import { sshCommand } from './ssh.ts'

/** What the facts script prints on a machine, byte for byte, its marker lines made with the word `facts`; with the keepalived that it would get. */
export function rawFacts(name: string): Promise<string> {
  return must([...sshCommand(name), 'sh', '-s'], factsScript('facts', ['keepalived']).text)
}
