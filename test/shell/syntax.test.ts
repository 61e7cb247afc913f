import { spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { factsScript, probeScript } from '../../src/engine/scripts.ts'
import { label, type Provider, type Resource } from '../../src/model/resource.ts'
import { applyScript } from '../support/conformance.ts'
import { samples } from '../support/samples.ts'
import { shells } from '../support/shells.ts'
import { has } from '../support/tools.ts'

/** Every script of every provider of every kind. */
const scripts: [string, string][] = [
  ['facts', factsScript('token', ['keepalived']).text],
  ...samples.flatMap((resource) => resource.kind.providers.flatMap((provider) => scriptsOf(resource, provider))),
]

function scriptsOf(resource: Resource, provider: Provider): [string, string][] {
  const declarations = [{ resource, provider, play: null as never, assignment: null as never }]
  const step = { resource, changes: [], action: 'update', refresh: resource.refreshOn.length > 0 } as const
  const name = `${label(resource)} by ${provider.name}`
  return [
    [`probe of ${name}`, probeScript('token', declarations).text],
    [`apply of ${name}`, applyScript('token', declarations, [step]).text],
  ]
}

describe.each(shells.map((shell) => [shell.slice(0, -1).join(' '), shell]))('%s', (_, [program, ...args]) => {
  test.each(scripts)('%s parses', (_name, script) => {
    const words = [...args.slice(0, -1), '-n', '-s']
    expect(spawnSync(program!, words, { input: script }).stderr.toString()).toBe('')
  })
})

test.skipIf(!has('shellcheck')).each(scripts)('shellcheck has nothing to say of the %s', (_name, script) => {
  // SC2317 unreachable (called through a function); SC2034 a variable read to be passed over; SC2043 and SC2234 come of generating;
  // SC2086 is meant where it stands: a value of the kernel's is split into words; SC2030 and SC2031: what a step of its own finds
  // out is found out anew after it; SC3013: dash, bash and busybox have -ef, and without it `put` writes at once;
  // SC2119 and SC2120: lb_trusted is given files, or none
  const run = spawnSync(
    'shellcheck',
    ['-s', 'sh', '-e', 'SC2317,SC2034,SC2043,SC2234,SC2086,SC2030,SC2031,SC3013,SC2119,SC2120', '-f', 'gcc', '-'],
    {
      input: script,
    },
  )
  expect(run.stdout.toString()).toBe('')
})
