/** A program: an SSH server that is any number of hosts, 127.1.0.1 and on: lets everybody in and runs what is sent on this machine. For `--check` alone. Words: PORT HOSTS. */
import { spawn } from 'node:child_process'
import { createServer } from 'node:net'
import ssh2 from 'ssh2'

const [port = 2299, hosts = 1000] = process.argv.slice(2).map(Number)
const key = ssh2.utils.generateKeyPairSync('ed25519')

function runShell(channel: ssh2.ServerChannel, command: string): void {
  const shell = spawn('sh', ['-c', command])
  channel.pipe(shell.stdin)
  shell.stdout.pipe(channel, { end: false })
  shell.stderr.pipe(channel.stderr, { end: false })
  for (const stream of [shell.stdin, channel]) stream.on('error', () => {})
  shell.on('close', (code) => {
    channel.exit(code ?? 1)
    channel.end()
  })
}

const server = new ssh2.Server({ hostKeys: [key.private] }, (client) => {
  client.on('authentication', (asked) => asked.accept())
  client.on('session', (accept) => {
    accept().on('exec', (take, _refuse, { command }) => runShell(take(), command))
  })
  client.on('error', () => {})
})
for (let i = 0; i < hosts; i++) {
  const listener = createServer({ noDelay: true }, (socket) => server.injectSocket(socket))
  listener.listen(port, `127.1.${Math.floor(i / 250)}.${1 + (i % 250)}`)
}
