import { execFileSync } from 'node:child_process'
import { appendFileSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import {
  fingerprint,
  hostLabel,
  keysFor,
  keyType,
  lookUp,
  parseKnownHosts,
} from '../../../src/transport/known-hosts.ts'
import { addKey, whileLocked } from '../../../src/transport/known-hosts-write.ts'
import { makeKey } from './support/sshd.ts'
import { tempFolder } from './support/temp.ts'

const folder = tempFolder()
makeKey(join(folder, 'one'), 'ed25519')
makeKey(join(folder, 'two'), 'rsa')
const publicKey = (name: string) =>
  readFileSync(join(folder, `${name}.pub`), 'utf8')
    .split(' ')
    .slice(0, 2)
    .join(' ')
const one = publicKey('one')
const two = publicKey('two')

function found(text: string, name: string): string[] {
  return keysFor(parseKnownHosts(text, 'f'), name).map(({ marker, type, line }) => `${marker}${type}:${line}`)
}

describe('known_hosts', () => {
  test('finds a host by name, by alias, in any case', () => {
    const text = `# comment\n\nLB1,192.0.2.1 ${one} root@lb1\n`
    expect(found(text, hostLabel('Lb1', 22))).toEqual(['ssh-ed25519:3'])
    expect(found(text, '192.0.2.1')).toEqual(['ssh-ed25519:3'])
    expect(found(text, 'lb2')).toEqual([])
  })

  test('keeps ports apart', () => {
    const text = `lb1 ${one}\n[lb1]:2222 ${two}\n`
    expect(found(text, hostLabel('lb1', 22))).toEqual(['ssh-ed25519:1'])
    expect(found(text, hostLabel('lb1', 2222))).toEqual(['ssh-rsa:2'])
    expect(found(text, hostLabel('lb1', 2223))).toEqual([])
  })

  test('knows wildcards and negation', () => {
    const text = `*.example.com,!db?.example.com ${one}\n`
    expect(found(text, 'lb1.example.com')).toHaveLength(1)
    expect(found(text, 'db1.example.com')).toHaveLength(0)
    expect(found(text, 'db10.example.com')).toHaveLength(1)
    expect(found(text, 'lb1xexample.com')).toHaveLength(0)
  })

  test('a wildcard may hold a port', () => {
    expect(found(`[*.example.com]:2222 ${one}\n`, '[a.example.com]:2222')).toHaveLength(1)
  })

  test('reads what ssh-keygen -H hashed', () => {
    const file = join(folder, 'hashed')
    writeFileSync(file, `lb1.example.com ${one}\n[192.0.2.7]:2222 ${two}\n`)
    execFileSync('ssh-keygen', ['-q', '-H', '-f', file], { stdio: 'ignore' })
    const text = readFileSync(file, 'utf8')
    expect(text).not.toContain('lb1.example.com')
    expect(found(text, hostLabel('LB1.example.com', 22))).toEqual(['ssh-ed25519:1'])
    expect(found(text, hostLabel('192.0.2.7', 2222))).toEqual(['ssh-rsa:2'])
    expect(found(text, 'lb2.example.com')).toEqual([])
  })

  test('agrees with ssh-keygen -F', () => {
    const file = join(folder, 'mixed')
    writeFileSync(file, `a,b ${one}\n*.c,!x.c ${two}\n[d]:99 ${one}\n`)
    for (const name of ['a', 'b', 'y.c', 'x.c', '[d]:99', 'd', '[a]:99']) {
      const theirs = keygenFinds(file, name)
      expect(`${name} ${lookUp([file], name).keys.length > 0}`).toBe(`${name} ${theirs}`)
    }
  })

  test('keeps revoked keys and authorities apart, and skips what it does not understand', () => {
    const file = join(folder, 'marked')
    writeFileSync(file, `@revoked * ${one}\n@cert-authority *.c ${two}\n@other a ${one}\na\na 1024 35 1234\n`)
    const { keys, revoked, authorities } = lookUp([file, join(folder, 'none')], 'a.c')
    expect([keys.length, revoked.length, authorities.length]).toEqual([0, 1, 1])
    expect(authorities[0]).toMatchObject({ file, line: 2, type: 'ssh-rsa' })
  })

  test('joins several files and sees a file that has grown', () => {
    const [a, b] = [join(folder, 'a'), join(folder, 'b')]
    writeFileSync(a, `h ${one}\n`)
    expect(lookUp([a, b], 'h').keys).toHaveLength(1)
    writeFileSync(b, `h ${two}\n`)
    expect(lookUp([a, b], 'h').keys.map((key) => key.file)).toEqual([a, b])
    appendFileSync(b, `h ${one}\n`)
    expect(lookUp([a, b], 'h').keys).toHaveLength(3)
  })

  test('shows a fingerprint as ssh-keygen does', () => {
    const theirs = execFileSync('ssh-keygen', ['-lf', join(folder, 'one.pub')], { encoding: 'utf8' }).split(' ')[1]
    expect(fingerprint(one.split(' ')[1]!)).toBe(theirs)
    expect(keyType(Buffer.from(two.split(' ')[1]!, 'base64'))).toBe('ssh-rsa')
  })
})

describe('writing', () => {
  const key = (line: string) => Buffer.from(line.split(' ')[1]!, 'base64')

  test('makes folder and file for the user alone, and closes an open last line', async () => {
    const file = join(folder, 'new', '.ssh', 'known_hosts')
    await whileLocked(file, () => addKey(file, 'a', key(one)))
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(statSync(join(folder, 'new', '.ssh')).mode & 0o777).toBe(0o700)
    writeFileSync(file, `a ${one}`)
    await addKey(file, '[2001:db8::1]:2222', key(two))
    expect(readFileSync(file, 'utf8')).toBe(`a ${one}\n[2001:db8::1]:2222 ${two}\n`)
  })

  test('goes on behind all that a known_hosts file may have', async () => {
    const file = join(folder, 'varied')
    const text = `# comment\n\n|1|c2FsdA==|aGFzaA== ${one}\n@revoked * ${two} why\n@cert-authority *.c,!d.c\t${one}\nold 1024 35 1234 c\n`
    writeFileSync(file, text)
    await addKey(file, 'a', key(one))
    expect(readFileSync(file, 'utf8')).toBe(`${text}a ${one}\n`)
  })

  test.each([
    ['a shell script', 'export A=1\n', 'it is no file of known hosts: see its line 1'],
    ['comments, then a command', '# ~/.bashrc\n\n. /etc/bashrc\n', 'it is no file of known hosts: see its line 3'],
    ['public keys alone', 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5 me\n', 'it is no file of known hosts: see its line 1'],
  ])('adds nothing to %s', async (name, text, message) => {
    const file = join(folder, name)
    writeFileSync(file, text)
    await expect(addKey(file, 'a', key(one))).rejects.toThrow(message)
    expect(readFileSync(file, 'utf8')).toBe(text)
  })

  test('adds nothing to a device or a folder', async () => {
    await expect(addKey('/dev/null', 'a', key(one))).rejects.toThrow('it is no regular file')
    await expect(addKey(folder, 'a', key(one))).rejects.toThrow('EISDIR')
  })

  const names = [
    '',
    ' ',
    'a b',
    'a\nb',
    'a\n',
    '*',
    '!a',
    '|1|a',
    'a,b',
    '#a',
    '@revoked',
    'a\0',
    '[a]:22 b',
    '[a\n]:22',
    '[*]:22',
  ]

  test.each(names)('writes no line under the name %j', async (name) => {
    const file = join(folder, 'untouched')
    await expect(addKey(file, name, key(one))).rejects.toThrow('is no name of a host')
    expect(existsSync(file)).toBe(false)
  })

  test('writes no line of a key whose type is no word', async () => {
    const type = Buffer.from('a\nb ssh-rsa')
    const forged = Buffer.concat([Buffer.from([0, 0, 0, type.length]), type])
    await expect(addKey(join(folder, 'untouched'), 'a', forged)).rejects.toThrow('showed no key')
  })

  test('lets one in at a time, in this process and others', async () => {
    const file = join(folder, 'counter')
    writeFileSync(file, '0')
    const here = Array.from({ length: 10 }, () => whileLocked(file, async () => addOne(file)))
    const there = Array.from({ length: 3 }, () => inAnotherProcess(file))
    await Promise.all([...here, ...there])
    expect(readFileSync(file, 'utf8')).toBe('40')
  })

  test('a failure leaves the lock free', async () => {
    const file = join(folder, 'failing')
    await expect(whileLocked(file, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect(await whileLocked(file, async () => 'in')).toBe('in')
  })
})

function keygenFinds(file: string, name: string): boolean {
  try {
    execFileSync('ssh-keygen', ['-F', name, '-f', file], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

async function addOne(file: string): Promise<void> {
  const value = Number(readFileSync(file, 'utf8'))
  await new Promise((resolve) => setImmediate(resolve))
  writeFileSync(file, String(value + 1))
}

async function inAnotherProcess(file: string): Promise<void> {
  const { execFile } = await import('node:child_process')
  const { promisify } = await import('node:util')
  const program = `
    import { readFileSync, writeFileSync } from 'node:fs'
    import { whileLocked } from ${JSON.stringify(new URL('../../../src/transport/known-hosts-write.ts', import.meta.url).href)}
    const file = ${JSON.stringify(file)}
    for (let i = 0; i < 10; i++) await whileLocked(file, async () => {
      const value = Number(readFileSync(file, 'utf8'))
      await new Promise((resolve) => setTimeout(resolve, 1))
      writeFileSync(file, String(value + 1))
    })`
  await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program])
}
