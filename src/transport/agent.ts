import { connect } from 'node:net'
import { keyType } from './known-hosts.ts'
import { type ParsedKey, publicKey } from './ssh2.ts'

/** The public keys an agent holds: those that the SSH client can use, and the types of the others. */
export interface AgentKeys {
  readonly keys: readonly ParsedKey[]
  readonly others: readonly string[]
}

// SSH_AGENTC_REQUEST_IDENTITIES and its answer, of the agent's protocol. The SSH client leaves out in silence what it can't use.
const request = Buffer.from([0, 0, 0, 1, 11])
const answer = 12
const mostBytes = 256 * 1024

/** Rejects when the agent doesn't answer, or `patience` ends. */
export function agentKeys(socketPath: string, patience: AbortSignal): Promise<AgentKeys> {
  const { promise, resolve, reject } = Promise.withResolvers<AgentKeys>()
  const socket = connect(socketPath)
  patience.addEventListener('abort', () => reject(new Error('no answer')), { once: true })
  let heard = Buffer.alloc(0)
  socket.on('error', reject)
  socket.on('close', () => reject(new Error('it hung up')))
  socket.on('data', (chunk) => {
    heard = Buffer.concat([heard, chunk])
    if (heard.length > mostBytes) return reject(new Error(`it said more than ${mostBytes / 1024} KiB`))
    if (heard.length < 4 || heard.length < 4 + heard.readUInt32BE(0)) return
    if (heard[4] !== answer) return reject(new Error('it gave no list of keys'))
    resolve(sorted(blobsIn(heard.subarray(9))))
  })
  socket.write(request)
  return promise.finally(() => socket.destroy())
}

/** Of pairs of a key and a comment, the keys. */
function blobsIn(list: Buffer): readonly Buffer[] {
  const words: Buffer[] = []
  for (let at = 0; at + 4 <= list.length; ) {
    const end = at + 4 + list.readUInt32BE(at)
    words.push(list.subarray(at + 4, end))
    at = end
  }
  return words.filter((_, i) => i % 2 === 0)
}

function sorted(blobs: readonly Buffer[]): AgentKeys {
  const all = blobs.map((blob) => [blob, publicKey(blob)] as const)
  return {
    keys: all.flatMap(([, key]) => key ?? []),
    others: all.flatMap(([blob, key]) => (key ? [] : keyType(blob) || [])),
  }
}
