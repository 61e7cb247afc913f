import { describe, expect, it } from 'vitest'
import { atLeast, compareVersions, keepalivedOf } from '../../../src/lvs/language/version.ts'
import { factsOf } from './support/site.ts'

describe('compareVersions', () => {
  it.each([
    ['1.2.13', '1.2.9', 1],
    ['2.1', '2.1.0', 0],
    ['1.3.5', '2.0.0', -1],
    ['2.2.10', '2.2.8', 1],
  ])('%s, %s: %i', (a, b, sign) => expect(Math.sign(compareVersions(a, b))).toBe(sign))

  it('counts the same version as new enough', () => expect(atLeast('2.0.4', '2.0.4')).toBe(true))
})

describe('keepalivedOf', () => {
  it.each([
    ['debian12', '2.2.7'],
    ['el7', '1.3.5'],
    ['el8', '2.1.5'],
    ['el9', '2.2.8'],
    ['el10', '2.2.8'],
  ])('%s ships %s', (release, version) => expect(keepalivedOf(factsOf(release))).toBe(version))

  it.each([
    ['debian', 'debian', '13', '2.3.3'],
    ['debian', 'debian', '14', '2.3.3'],
    ['debian', 'ubuntu', '22.04', '2.2.4'],
    ['rhel', 'centos', '6.10', '1.2.13'],
    ['rhel', 'centos', '5', '1.2.13'],
  ] as const)('%s %s %s ships %s', (family, distribution, release, version) =>
    expect(keepalivedOf(factsOf('debian12', { family, distribution, release }))).toBe(version),
  )

  it('believes the host when one is installed', () => {
    expect(keepalivedOf(factsOf('el8', { keepalived: '2.0.10' }))).toBe('2.0.10')
  })
})
