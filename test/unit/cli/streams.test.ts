import { spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { lbprovProgram } from '../../support/bundle.ts'
import { called } from '../../support/called.ts'
import { quietSite } from '../../support/quiet-site.ts'

const program = await lbprovProgram()
const folder = quietSite('a ansible_connection=local\nb ansible_host=127.0.0.1 ansible_port=1\n')

/** A line of a shell, with this on stdin. */
function typed(words: string, input = '') {
  const command = `set -o pipefail; ${words.replace('lbprov', `"${process.execPath}" "${program}"`)}`
  const { status, stdout, stderr } = spawnSync('bash', ['-c', command], { cwd: folder, encoding: 'utf8', input })
  return { status, stdout, stderr }
}

const lbprov = (words: string) => called(folder, words.split(' '))

describe('a reader that has gone away', () => {
  test.each([
    'lbprov run --help | true',
    'lbprov lint --list | true',
    'lbprov lint site.yaml -i hosts --format sarif | true',
  ])('ends the output and nothing else: %s', (words) =>
    expect(typed(words)).toEqual({ status: 0, stdout: '', stderr: '' }),
  )
})

describe('a question without anyone to answer', () => {
  test('is a mistake of the call, for both passwords', () => {
    const { status, stderr } = typed('lbprov run site.yaml -i hosts --list-hosts -k -K', 'first\n')
    expect(status).toBe(3)
    expect(stderr).toContain('no answer to "sudo password [the login password]:": stdin has ended')
    expect(stderr).toContain('leave -k and -K out')
  })

  test('takes a line of stdin for each', () => {
    const { status, stdout } = typed('lbprov run site.yaml -i hosts --list-hosts -k -K', 'first\nsecond\n')
    expect({ status, stdout }).toEqual({ status: 0, stdout: 'all (2)\n  a\n  b\n' })
  })
})

describe('options that make no sense together', () => {
  test('a run that would change something is not what --detailed-exitcode asks for', async () => {
    const { status, stdout, stderr } = await lbprov('run site.yaml -i hosts --detailed-exitcode')
    expect({ status, stdout }).toEqual({ status: 3, stdout: '' })
    expect(stderr).toContain('--detailed-exitcode goes with --check')
  })

  test('a version of keepalived is one', async () => {
    const { status, stderr } = await lbprov('lint site.yaml -i hosts --keepalived-version abc')
    expect(status).toBe(3)
    expect(stderr).toContain('Expected a version as 2.2.8.')
  })
})

describe('lists', () => {
  test('of hosts, as JSON', async () => {
    const { status, stdout } = await lbprov('run site.yaml -i hosts --list-hosts --format json')
    expect(status).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ plays: [{ hosts: ['a', 'b'] }] })
  })

  test('of steps name the hosts that could not be looked at', async () => {
    const { status, stdout, stderr } = await lbprov('run site.yaml -i hosts --list-steps')
    expect(status).toBe(4)
    expect(stdout).toContain('command[rest]')
    expect(stderr).toMatch(/UNREACHABLE b\n {2}\S/)
    const json = await lbprov('run site.yaml -i hosts --list-steps --format json')
    expect(json.status).toBe(4)
    expect(JSON.parse(json.stdout)).toMatchObject({
      exitCode: 4,
      steps: expect.arrayContaining([expect.objectContaining({ host: 'a', resource: 'command[rest]' })]),
      notListed: [{ host: 'b', outcome: 'unreachable' }],
    })
  })
})
