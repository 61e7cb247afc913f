import { randomBytes } from 'node:crypto'
import { type AuthContext, type Client, startSshServer } from '../unit/transport/support/ssh-server.ts'
import {
  afterVersion,
  answering,
  drip,
  endlessFact,
  endlessly,
  entered,
  facts,
  flood,
  type Hostile,
  insidesOf,
  keyExchange,
  onShell,
  packet,
  raw,
  reset,
  sayFrames,
  send,
  serveShell,
  text,
  u32,
} from './servers.ts'

/** One way in which a host misbehaves, and what is to come of it. */
export interface Behaviour {
  readonly name: string
  readonly start: () => Promise<Hostile>
  /** `ok`: it is only odd, and the host is looked at as any. */
  readonly outcome: 'unreachable' | 'failed' | 'ok'
  readonly message: RegExp
  /** Seconds for the login, and one more for each script: few for those that come to an end by it. */
  readonly limit: number
}

const behaviours: Behaviour[] = []
const add =
  (outcome: Behaviour['outcome'], limit = 60) =>
  (name: string, message: RegExp, start: () => Promise<Hostile>) =>
    void behaviours.push({ name, start, outcome, message, limit })
const unreachable = add('unreachable')
/** Of these nothing more comes. */
const silent = add('unreachable', 2)
const failed = add('failed')
const odd = (name: string, start: () => Promise<Hostile>) => add('ok')(name, /^$/, start)

const authenticating = (answer: (context: AuthContext) => void) =>
  startSshServer((client) => client.on('authentication', answer))
const forged = `\r\n\u001b[2J\u001b]0;x\u0007ok: good\nchanged: good \u202e\u009b31m`

// Before there are keys.
const handshake =
  /did not finish the SSH handshake within 2 s|said more than 1 MiB before the login|SSH handshake with .* failed: |closed the connection before logging in/
silent('takes the connection and is silent', handshake, () => raw(() => {}))
silent('says its version letter by letter', handshake, () =>
  raw((socket) => drip(socket, 'SSH-2.0-OpenSSH_9.6 and so on and on and on'.repeat(9), 50)),
)
unreachable('has a megabyte in the place of its version', handshake, () =>
  raw((socket) => socket.write('x'.repeat(1 << 20))),
)
unreachable('says lines without end before its version', handshake, () =>
  raw((socket) => flood(socket, 'hello\r\n'.repeat(50))),
)
unreachable('says lines that draw on the terminal', handshake, () => raw((socket) => socket.end(`${forged}\r\n`)))
unreachable('speaks SSH 1', handshake, () => raw((socket) => socket.write('SSH-1.5-OpenSSH_1.2\r\n')))
unreachable('speaks HTTP', handshake, () => raw((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')))
unreachable('says bytes of chance for keys', handshake, () => afterVersion((socket) => socket.write(randomBytes(4096))))
unreachable('has a packet of 4 GiB', handshake, () =>
  afterVersion((socket) => flood(socket, Buffer.alloc(65_536, 255))),
)
unreachable('has packets of no length', handshake, () => afterVersion((socket) => socket.write(Buffer.alloc(4096))))
silent('offers keys and is silent', handshake, () => afterVersion((socket) => socket.write(keyExchange)))
unreachable('offers keys again and again', handshake, () => afterVersion((socket) => flood(socket, keyExchange)))
unreachable('says nothing without end in the place of keys', handshake, () =>
  afterVersion((socket) => flood(socket, packet(Buffer.concat([Buffer.from([2]), text('x'.repeat(1000))])))),
)
unreachable('hangs up with 30 KB of forged lines', handshake, () =>
  afterVersion((socket) =>
    socket.end(packet(Buffer.concat([Buffer.from([1]), u32(2), text(`${forged}`.repeat(700)), text('')]))),
  ),
)
unreachable('hangs up after its version', handshake, () => afterVersion((socket) => socket.end()))
unreachable('resets at once', handshake, () => raw((socket) => socket.resetAndDestroy()))
unreachable('resets while keys are agreed on', handshake, () => afterVersion((socket) => socket.resetAndDestroy()))

// While it is entered.
const login =
  /said more than 1 MiB before the login|did not finish the login within 2 s|broke off the login|closed the connection during the login/
silent('never answers a login', login, () => authenticating(() => {}))
unreachable('takes each login for half of one', /Permission denied/, () =>
  authenticating((context) => context.reject(['password', 'keyboard-interactive'], true)),
)
unreachable('greets without end while it is entered', /said more than 1 MiB before the login/, () =>
  startSshServer((client) =>
    client.on('authentication', () => {
      endlessly(client, () => send(client, Buffer.concat([Buffer.from([53]), text(forged.repeat(100)), text('')])))
    }),
  ),
)
const asking = (question: () => { prompt: string; echo: boolean }[]) =>
  authenticating((context) => {
    if (context.method !== 'keyboard-interactive') return context.reject(['keyboard-interactive'])
    const ask = () => context.prompt(question(), forged, forged, ask)
    ask()
  })
silent('asks nothing, round after round', login, () => asking(() => []))
unreachable('asks for a password, round after round', /for more than a password: "Password:"/, () =>
  asking(() => [{ prompt: 'Password:', echo: false }]),
)
unreachable('asks with forged lines', /for more than a password/, () =>
  asking(() => [{ prompt: forged.repeat(99), echo: true }]),
)
unreachable('wants another password', /has expired/, () =>
  authenticating((context) => {
    if (context.method === 'password') context.requestChange(forged, () => context.reject())
    else context.reject(['password'])
  }),
)
unreachable('resets during the login', login, () =>
  startSshServer((client) => client.on('authentication', () => reset(client))),
)

/** Those that show before anybody is logged in. */
export const beforeLogin: readonly Behaviour[] = [...behaviours]

// Where a shell is asked for.
const early = /, before anything was changed$/
unreachable('refuses the session', /started no shell|before anything/, () =>
  entered((client) => client.on('session', (_, reject) => reject())),
)
silent('never answers for the session', early, () => entered((client) => client.on('session', () => {})))
unreachable('refuses the shell', /started no shell|before anything/, () =>
  entered((client) => client.on('session', (accept) => accept().on('exec', (_, reject) => reject()))),
)
silent('never answers for the shell', early, () =>
  entered((client) => client.on('session', (accept) => accept().on('exec', () => {}))),
)
unreachable('resets where a session is asked for', early, () =>
  entered((client) => client.on('session', () => reset(client))),
)
silent('has a shell that is silent', early, () => onShell(() => {}))
unreachable('has a shell that ends at once', /got no shell \(exit code 0\)/, () =>
  onShell((channel) => {
    channel.exit(0)
    channel.end()
  }),
)
unreachable('has a shell that is killed', /got no shell \(killed\)/, () =>
  onShell((channel) => {
    channel.exit('SEGV', true, forged)
    channel.end()
  }),
)
silent('lets nothing be sent to the shell', early, () =>
  entered((client) => {
    insidesOf(client)._handlers.CHANNEL_OPEN = ((_: unknown, { sender }: { sender: number }) =>
      insidesOf(client).channelOpenConfirm(sender, 0, 0, 32_768)) as never
    insidesOf(client)._handlers.CHANNEL_REQUEST = (() =>
      send(client, Buffer.concat([Buffer.from([99]), u32(0)]))) as never
  }),
)
unreachable('closes the shell without its end', early, () => onShell((channel) => channel.close()))

// What a shell says.
const tooMuch = /more than \d+ MiB/
unreachable('prints without end', tooMuch, () => onShell((channel) => flood(channel, Buffer.alloc(32_768, 'x'))))
unreachable('prints errors without end', tooMuch, () =>
  onShell((channel) => flood(channel.stderr, Buffer.alloc(32_768, 'x'))),
)
unreachable('prints a fact without end', tooMuch, endlessFact)
silent('says it letter by letter', early, () =>
  answering(({ token, ready }, channel) => drip(channel, `${ready}\n${token} 0 begin\n${'x'.repeat(1000)}`, 100)),
)
silent('never ends', early, () =>
  answering(({ token, ready }, channel) => channel.write(`${ready}\n${token} 0 begin\n\n${token} 1 step facts\n`)),
)
failed('has a fact of 2 MiB', /hostname has more than 1024 KiB/, () =>
  answering((said, channel) => sayFrames(said, channel, facts(`= hostname\n${'x'.repeat(2 << 20)}`))),
)
unreachable('answers with another token', /ran no script/, () =>
  answering((said, channel) => sayFrames({ ...said, token: 'f'.repeat(16) }, channel, facts())),
)
const strange = /probe|the host|facts|init|suits|gone/
failed('answers with forged frames', strange, () =>
  answering((said, channel) =>
    sayFrames(
      said,
      channel,
      facts(
        'step act:999\n',
        'done act:999 0\n',
        'step look:999\n',
        '= __proto__\nx',
        'done look:999 7\n',
        'step __proto__\n',
        'done __proto__ 0\n',
      ),
    ),
  ),
)
failed('answers out of order and twice', strange, () =>
  answering(({ token, ready, over }, channel) => {
    for (const n of [4, 4, 2, 0, 0, 1, 3])
      channel.write(`\n${token} ${n} ${['begin', 'step facts', '= links', 'done facts 0', 'end'][n]}\n`)
    sayFrames({ token, ready, over }, channel, facts())
  }),
)
failed('answers with NUL and what is no UTF-8', strange, () =>
  answering((said, channel) =>
    sayFrames(
      said,
      channel,
      facts(
        Buffer.concat([Buffer.from('= links\n'), Buffer.from([0, 255, 254, 0, 0xc3, 0x28, 10])]),
        `= hostname\n${forged}`,
      ),
    ),
  ),
)
unreachable('resets in the middle of an answer', early, () =>
  answering(({ token, ready }, channel, client) => {
    channel.write(`${ready}\n${token} 0 begin\n`, () => reset(client))
  }),
)
unreachable('closes its half in the middle of an answer', early, () =>
  answering(({ token, ready }, channel, client) => {
    channel.write(`${ready}\n${token} 0 begin\n`, () => (client as unknown as { _sock: { end(): void } })._sock.end())
  }),
)
unreachable('hangs up in the middle of an answer with forged lines', early, () =>
  answering(({ token, ready }, channel, client) => {
    channel.write(`${ready}\n${token} 0 begin\n`)
    send(client, Buffer.concat([Buffer.from([1]), u32(2), text(forged.repeat(700)), text('')]))
  }),
)

// Of a jump host: what comes is told of the host behind it.
const jump = async (serve: (client: Client) => void): Promise<Hostile> => {
  const { connection, stop } = await entered(serve)
  return { stop, connection: (other) => ({ ...connection({ ...other, port: 22 }), jump: connection(other) }) }
}
unreachable(
  "a jump host's refusal with forged lines",
  /^127.0.0.1:\d+, the jump host, can't reach 127.0.0.1:22: /,
  () =>
    jump((client) => {
      insidesOf(client)._handlers.CHANNEL_OPEN = ((_: unknown, { sender }: { sender: number }) =>
        send(
          client,
          Buffer.concat([Buffer.from([92]), u32(sender), u32(2), text(forged.repeat(700)), text('')]),
        )) as never
    }),
)
silent('a jump host that never answers', /the jump host, gave no way to 127.0.0.1:22 within 2 s/, () =>
  jump((client) => client.on('tcpip', () => {})),
)
unreachable('a jump host that forwards noise without end', handshake, () =>
  jump((client) => client.on('tcpip', (accept) => flood(accept(), 'x'.repeat(32_768)))),
)
unreachable('a jump host that closes each way', handshake, () =>
  jump((client) => client.on('tcpip', (accept) => accept().close())),
)

// Odd, and no more.
const beside = (act: (client: Parameters<typeof send>[0]) => void) =>
  onShell((channel, client) => {
    serveShell(channel)
    act(client)
  })
odd('opens more of its window than there is', () =>
  beside((client) => {
    for (let i = 0; i < 5; i++) insidesOf(client).channelWindowAdjust(0, 0xffffffff)
  }),
)
odd('agrees on keys anew while a script runs', () => beside((client) => client.rekey()))
odd('opens channels of its own', () =>
  beside((client) => {
    client.x11('127.0.0.1', 1, () => {})
    client.forwardOut('127.0.0.1', 1, '127.0.0.1', 2, () => {})
    client.openssh_forwardOutStreamLocal('/x', () => {})
    send(client, Buffer.concat([Buffer.from([90]), text('auth-agent@openssh.com'), u32(9), u32(1 << 20), u32(1 << 15)]))
  }),
)
odd('asks again and again whether somebody is there', () =>
  beside((client) => {
    for (let i = 0; i < 5000; i++)
      send(client, Buffer.concat([Buffer.from([80]), text('keepalive@openssh.com'), Buffer.from([1])]))
  }),
)
odd('says things nobody asked for', () =>
  beside((client) => {
    for (let i = 0; i < 1000; i++) send(client, Buffer.concat([Buffer.from([4, 1]), text(forged), text('')]))
    send(client, Buffer.concat([Buffer.from([2]), text('x'.repeat(9000))]))
    send(
      client,
      Buffer.concat([Buffer.from([80]), text('hostkeys-00@openssh.com'), Buffer.from([0]), text('x'.repeat(999))]),
    )
    send(client, Buffer.concat([Buffer.from([192]), text('x')]))
  }),
)

export { behaviours }
