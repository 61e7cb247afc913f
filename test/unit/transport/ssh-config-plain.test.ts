import { chmodSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Connection } from '../../../src/model/host.ts'
import { asConfigured } from '../../../src/transport/ssh-config.ts'
import { plainAnswer } from '../../../src/transport/ssh-config-plain.ts'
import { isThorough } from '../../support/thorough.ts'
import { tempFolder } from './support/temp.ts'
import { unconfigured } from './support/unconfigured.ts'

const names = ['lb1', 'lb2.example.org', 'web10', '192.0.2.7', 'gate']
const folder = tempFolder()
let files = 0

function configured(text: string): string {
  const file = join(folder, `config-${++files}`)
  writeFileSync(file, text, { mode: 0o600 })
  return file
}

const connection = (address: string, file: string): Connection => ({
  ...unconfigured,
  address,
  ssh: { options: [], file, given: address === 'lb1' ? ['user'] : [] },
})

/** What counts of a way in, jump hosts with it. */
function way(found: Connection): unknown {
  const { ssh, configured, jump, ...rest } = found
  const paths = JSON.parse(JSON.stringify(rest).replaceAll('"~/', `"${homedir()}/`))
  return { ...paths, said: configured?.replace(/ \(.*/, ''), ...(jump && { jump: way(jump) }) }
}

const some = (...values: readonly string[]) => fc.constantFrom(...values)
const line = fc.oneof(
  some('lb*', 'lb1 web1?', '* !lb1', '!gate *', '192.0.2.*', 'lb2.*.org', 'LB1', '*').map(
    (patterns) => `Host ${patterns}`,
  ),
  some('10.0.0.1', '%h.example.net', 'other').map((name) => `  HostName ${name}`),
  some('22', '2222', '70').map((port) => `  Port ${port}`),
  some('  User admin', 'user=ops', '\tUser  me  '),
  some('~/.ssh/lab', '/keys/a', '/keys/b').map((key) => `  IdentityFile ${key}`),
  some('yes', 'no').map((word) => `  IdentitiesOnly ${word}`),
  some('no', 'yes', 'ask', 'accept-new', 'off').map((word) => `  StrictHostKeyChecking ${word}`),
  some('/known/a', '/known/a ~/known', '~/.ssh/known_hosts').map((file) => `  UserKnownHostsFile ${file}`),
  some('gate', 'ops@gate:2200', 'outer,gate').map((jump) => `  ProxyJump ${jump}`),
  some(
    '  HostKeyAlias first',
    '  ConnectTimeout 30',
    '  AddressFamily inet',
    '  PasswordAuthentication no',
    '# Host *',
    '',
  ),
  some('  PreferredAuthentications publickey', '  ServerAliveInterval 60', '  ForwardAgent yes', '  Compression yes'),
  some('Include FOLDER/*', '  Include FOLDER/b'),
)

describe('what is read of ssh’s configuration without ssh', () => {
  test('is what ssh says', async () => {
    const seen = { plain: 0, all: 0 }
    const all = fc.tuple(fc.array(line, { maxLength: 12 }), fc.array(line, { maxLength: 4 }))
    const texts = fc.sample(all, { seed: 15, numRuns: isThorough ? 200 : 20 })
    for (const [i, [lines, more]] of texts.entries()) {
      const own = tempFolder()
      const inner = more.filter((one) => !one.includes('Include')).join('\n')
      writeFileSync(join(own, 'a'), 'Host web*\n  Port 7\n', { mode: 0o600 })
      writeFileSync(join(own, 'b'), `${inner}\n`, { mode: 0o600 })
      const text = `${lines.join('\n')}\n`.replaceAll('FOLDER', own)
      // Of Match ssh is asked.
      const [plain, asked] = [configured(text), configured(`${text}Match all\n`)]
      // Where it is to be quick, two of the five in turn.
      for (const name of isThorough ? names : [names[i % 5]!, names[(i + 2) % 5]!]) {
        seen.all++
        if (plainAnswer(connection(name, plain))) seen.plain++
        expect(plainAnswer(connection(name, asked))).toBeUndefined()
        const ways = await Promise.all(
          [plain, asked].map((file) => asConfigured(connection(name, file)).then(way, () => 'refused')),
        )
        expect([text, name, ways[0]]).toEqual([text, name, ways[1]])
      }
    }
    expect(seen.plain).toBeGreaterThan(seen.all * 0.6)
  }, 240_000)

  test.each([
    'Match all\n',
    'Host lb1\n HostName "10.0.0.1"x\n',
    'Host "lb1 x"y\n',
    'Host lb1\n IdentityFile %d/key\n',
    'Host lb1\n IdentityFile ${KEYS}/key\n',
    'Host lb1\n ProxyCommand nc %h %p\n',
    'Host lb1\n ProxyJump none\n',
    'Host lb1\n ProxyJump lb1\n',
    'CanonicalizeHostname yes\n',
    'Host lb1\n HostKeyAlgorithms +ssh-rsa\n',
    'Host lb1\n Port ssh\n',
    'Host web\n Prot 22\n',
    'Host lb1 # mine\n Port 22\n',
    'Host *a*b*c*d\n Port 22\n',
    '-\n',
  ])('of %j ssh is asked', (text) => {
    expect(plainAnswer(connection('lb1', configured(text)))).toBeUndefined()
  })

  test('of a file that others may write, and of names with capitals, ssh is asked', () => {
    const file = join(folder, 'open')
    writeFileSync(file, 'Port 7\n')
    expect(plainAnswer(connection('lb1', file))?.settings.get('port')).toEqual(['7'])
    expect(plainAnswer(connection('LB1', file))).toBeUndefined()
    const open = join(folder, 'open2')
    writeFileSync(open, 'Port 7\n')
    chmodSync(open, 0o666)
    expect(plainAnswer(connection('lb1', open))).toBeUndefined()
  })
})
