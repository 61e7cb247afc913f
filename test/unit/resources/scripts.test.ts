import { expect, test } from 'vitest'
import { address, pkg } from '../../../src/index.ts'
import { apt } from '../../../src/resources/pkg/apt.ts'
import { declared } from '../../support/conformance.ts'
import { debian12 } from '../../support/facts.ts'

const install = (name: string, version?: string) =>
  unquoted(apt.apply(pkg(name, { installed: true, ...(version && { version }) }) as never, { refresh: false }).text)

/** The work is one word of the script. */
const unquoted = (script: string) => script.replaceAll("'\\''", "'")

test.each([
  ['nginx', undefined, ' install -- nginx '],
  ['python3.1', undefined, " install -- '^python3[.]1$' "],
  ['python3.11', '3.11.2-6', " install -- '^python3[.]11$=3.11.2-6' "],
  ['g++', undefined, " install -- '^g[+][+]$' "],
  ['libfoo1.0:i386', undefined, " install -- '^libfoo1[.]0$:i386' "],
])('of %s %s apt is asked for that package alone, not for what fits', (name, version, words) => {
  expect(install(name, version)).toContain(words)
})

test('an unneeded package is removed by the same name', () => {
  expect(unquoted(apt.apply(pkg('libfoo1.0', null) as never, { refresh: false }).text)).toContain(
    " remove -- '^libfoo1[.]0$'",
  )
})

test('a boot unit waits for an interface by the name that systemd has for it', () => {
  const resource = address('192.0.2.1/32', { interface: 'br-lan', boot: true })
  const script = declared(resource, debian12).provider.apply(resource, { refresh: false }).text
  expect(script).toContain('BindsTo=sys-subsystem-net-devices-br\\x2dlan.device\n')
})
