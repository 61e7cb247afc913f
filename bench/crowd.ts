/** A program: an SSH server that is any number of hosts: lets everybody in and runs what is sent on this machine. For `--check` alone. Words: PORT. */
import { spawn } from 'node:child_process'
import ssh2 from 'ssh2'

const port = Number(process.argv[2] ?? 2299)
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
server.listen(port, '127.0.0.1')
