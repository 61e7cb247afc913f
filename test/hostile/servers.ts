import { spawn } from 'node:child_process'
import { createServer, type Socket } from 'node:net'
import type { ServerChannel, Session } from 'ssh2'
import { listening } from '../support/ports.ts'
import { type Client, type SshServer, startSshServer } from '../unit/transport/support/ssh-server.ts'

export type Hostile = Pick<SshServer, 'connection' | 'stop'>

/** Breaks the connection as a machine does that crashes. */
export const reset = (client: Client) => (client as unknown as { readonly _sock: Socket })._sock.resetAndDestroy()

/** A TCP server that does this with whoever comes. */
export async function raw(serve: (socket: Socket) => void): Promise<Hostile> {
  const sockets = new Set<Socket>()
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket.on('error', () => {}))
    socket.resume()
    serve(socket)
  })
  const port = await listening(server)
  const { connection, stop } = await startSshServer(() => {})
  await stop()
  return {
    connection: (other) => connection({ port, ...other }),
    async stop() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** One that says its version and, to the client's, this. */
export const afterVersion = (say: (socket: Socket) => void) =>
  raw((socket) => {
    socket.write('SSH-2.0-OpenSSH_9.6\r\n')
    socket.once('data', () => say(socket))
  })

/** Says the same without end, as fast as it is taken. */
export function flood(stream: NodeJS.WritableStream, chunk: Buffer | string): void {
  const more = (): void => {
    while ((stream as Socket).writable && stream.write(chunk));
  }
  stream.on('drain', more).on('error', () => {})
  more()
}

/** Says it piece by piece. */
export function drip(stream: NodeJS.WritableStream, pieces: Iterable<string | Buffer>, ms: number): void {
  const rest = pieces[Symbol.iterator]()
  const timer = setInterval(() => {
    const { value, done } = rest.next()
    if (done || !(stream as Socket).writable) clearInterval(timer)
    else stream.write(value)
  }, ms)
  stream.on('close', () => clearInterval(timer)).on('error', () => {})
}

export const u32 = (value: number) => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value >>> 0)
  return bytes
}
export const text = (value: string | Buffer) => Buffer.concat([u32(Buffer.byteLength(value)), Buffer.from(value)])

/** A packet before keys are agreed on. */
export function packet(payload: Buffer): Buffer {
  const padding = 8 - ((payload.length + 5) % 8) + 8
  return Buffer.concat([u32(payload.length + padding + 1), Buffer.from([padding]), payload, Buffer.alloc(padding)])
}

/** The offer of a server that knows what is known today. */
export const keyExchange = packet(
  Buffer.concat([
    Buffer.from([20]),
    Buffer.alloc(16, 7),
    ...[
      'curve25519-sha256',
      'ssh-ed25519',
      'aes128-ctr',
      'aes128-ctr',
      'hmac-sha2-256',
      'hmac-sha2-256',
      'none',
      'none',
      '',
      '',
    ].map(text),
    Buffer.alloc(5),
  ]),
)

interface Insides {
  readonly _packetRW: {
    readonly write: { allocStart: number; alloc(size: number): Buffer; finalize(packet: Buffer): Buffer }
  }
  readonly _cipher: { encrypt(packet: Buffer): void }
  readonly _handlers: Record<string, (...words: never[]) => void>
  channelOpenConfirm(remote: number, local: number, window: number, size: number): void
  channelWindowAdjust(channel: number, amount: number): void
}
export const insidesOf = (client: Client) => (client as unknown as { readonly _protocol: Insides })._protocol

/** Sends a packet that the server's own library would not. */
export function send(client: Client, payload: Buffer): void {
  const { _packetRW, _cipher } = insidesOf(client)
  const at = _packetRW.write.allocStart
  const bytes = _packetRW.write.alloc(payload.length)
  payload.copy(bytes, at)
  _cipher.encrypt(_packetRW.write.finalize(bytes))
}

/** Repeats it until the client has gone. */
export function endlessly(client: Client, act: () => void): void {
  let over = false
  client.on('close', () => {
    over = true
  })
  const more = () => {
    for (let i = 0; i < 200 && !over; i++) act()
    if (!over) setImmediate(more)
  }
  more()
}

/** An SSH server that lets everybody in. */
export const entered = (serve: (client: Client) => void): Promise<Hostile> =>
  startSshServer((client) => {
    client.on('authentication', (context) => context.accept())
    serve(client)
  })

/** One that lets in everybody, and does this where a shell is asked for. */
export const onShell = (serve: (channel: ServerChannel, client: Client) => void): Promise<Hostile> =>
  entered((client) => shells(client, serve))

function shells(client: Client, serve: (channel: ServerChannel, client: Client) => void): void {
  client.on('session', (accept) => onExec(accept(), (channel) => serve(channel, client)))
}

function onExec(session: Session, serve: (channel: ServerChannel) => void): void {
  session.on('exec', (accept) => {
    const channel = accept()
    channel.on('error', () => {})
    channel.stderr.on('error', () => {})
    serve(channel)
  })
}

/** A real shell of this machine on the channel. */
export function serveShell(channel: ServerChannel): void {
  const shell = spawn('sh', ['-s'], { stdio: 'pipe' })
  for (const stream of shell.stdio) stream?.on('error', () => {})
  channel.pipe(shell.stdin)
  shell.stdout.pipe(channel, { end: false })
  shell.stderr.pipe(channel.stderr, { end: false })
  shell.on('close', (code) => {
    channel.exit(code ?? 1)
    channel.end()
  })
  channel.on('close', () => shell.kill('SIGKILL'))
}

/** One with real shells that crashes in the middle of a change, and after that another machine answers; `logins`: how often somebody wanted to log in. */
export async function exchanged(): Promise<SshServer & { readonly logins: () => number }> {
  let logins = 0
  const server = await startSshServer(
    (client) => {
      client.on('authentication', (context) => {
        logins++
        context.accept()
      })
      shells(client, (channel) => {
        serveShell(channel)
        channel.on('data', (chunk: Buffer) => chunk.includes('step act:0') && reset(client))
      })
    },
    {},
    { exchanged: true },
  )
  return { ...server, logins: () => logins }
}

/** What a host says in the place of a shell: told the token of each script, how its shell shows itself, and how its end is marked. */
export interface Said {
  readonly token: string
  readonly ready: string
  /** What the session waits for on both streams behind a script. */
  readonly over: string
}

/** Answers every script that comes. */
export const answering = (answer: (said: Said, channel: ServerChannel, client: Client) => void): Promise<Hostile> =>
  onShell((channel, client) => {
    let heard = ''
    let ready = ''
    channel.on('data', (chunk: Buffer) => {
      heard += chunk.toString('latin1')
      ready = /lbprov-ready-""(\w+)/.exec(heard)?.[1] ?? ready
      const over = /lbprov-over-""(\w+) >&2\n/.exec(heard)?.[1]
      const token = /(?<=lb_token=)\w+/.exec(heard)?.[0]
      if (!over || !token) return
      heard = ''
      answer({ token, ready: `lbprov-ready-${ready}\n`, over: `lbprov-over-${over}` }, channel, client)
    })
  })

/** Says these frames as a script's whole answer. */
export function sayFrames(
  { token, ready, over }: Said,
  channel: ServerChannel,
  frames: readonly (string | Buffer)[],
): void {
  channel.write(ready)
  // The library forgets what waits for the window behind stdout.
  channel.stderr.write(`\n${over}\n`)
  frames.forEach((frame, i) => {
    channel.write(`\n${token} ${i} `)
    channel.write(frame)
  })
  channel.write(`\n${over} 0\n`)
}

/** The frames of a script's answer, with this in the middle of the facts. */
export const facts = (...middle: readonly (string | Buffer)[]) => [
  'begin\n',
  'step facts\n',
  ...middle,
  'done facts 0\n',
  'end\n',
]

/** One whose facts have no end. */
export const endlessFact = () =>
  answering(({ token, ready }, channel) => {
    channel.write(`${ready}\n${token} 0 begin\n\n${token} 1 step facts\n\n${token} 2 = links\n`)
    flood(channel, Buffer.alloc(32_768, 'x'))
  })
