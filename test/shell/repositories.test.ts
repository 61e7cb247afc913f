import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { movedRepositories } from '../../roles/bootstrap/repositories.ts'
import type { Resource } from '../../src/model/resource.ts'
import { declared } from '../support/conformance.ts'
import { type LittleHost, startLittleHost, whyNoLittleHost } from '../support/little-host.ts'
import { factsOf } from '../unit/lvs/support/site.ts'

/** A section as CentOS has it, its place below the mirror in `path`. */
const section = (path: string) => `[base]
mirrorlist=http://mirrorlist.centos.org/?release=$releasever&arch=$basearch&repo=os&infra=$infra
#baseurl=http://mirror.centos.org/${path}
gpgcheck=1
`

const asked = [
  ['6.10', 'centos/$releasever/os/$basearch/', '6.10/os/$basearch/'],
  ['7', 'centos/$releasever/os/$basearch/', '7.9.2009/os/$basearch/'],
  ['8', '$contentdir/$releasever/BaseOS/$basearch/os/', '8.5.2111/BaseOS/$basearch/os/'],
  ['8', '$contentdir/$stream/BaseOS/$basearch/os/', '8-stream/BaseOS/$basearch/os/'],
] as const

describe.skipIf(whyNoLittleHost() !== null)('repositories whose mirrors are gone', () => {
  let host: LittleHost
  beforeAll(async () => {
    host = await startLittleHost('rpm')
  })
  afterAll(() => host.close())

  const move = (release: string, vault = 'http://vault.example') => {
    const facts = factsOf('el7', { release })
    const [command] = movedRepositories(facts, vault) as readonly Resource[]
    host.exec(`set -e\n${declared(command!, facts).provider.apply(command!, { refresh: true }).text}`)
  }

  test.each([
    'http://v/?a&b',
    'http://v/\\1\\n',
    'http://v/!x!e;w /etc/canary',
    'http://v/\'"$(touch /etc/canary)',
    'v\n1e touch /etc/canary',
    '/ | *[a](b)',
  ])('a vault is text and no program: %j', (vault) => {
    host.exec(
      `mkdir -p /etc/yum.repos.d; cat >/etc/yum.repos.d/Base.repo <<'END'\n${section('centos/$releasever/os/')}END`,
    )
    move('7', vault)
    expect(host.exec('cat /etc/yum.repos.d/Base.repo')).toContain(`\nbaseurl=${vault}/7.9.2009/os/\n`)
    expect(host.exec('ls /etc/canary 2>&1 || :')).toContain('No such file')
  })

  test.each(asked)('CentOS %s: %s', (release, path, kept) => {
    host.exec(`mkdir -p /etc/yum.repos.d; cat >/etc/yum.repos.d/Base.repo <<'END'\n${section(path)}END`)
    host.exec("printf '[mine]\\nmirrorlist=http://mirrors.example.org/\\n' >/etc/yum.repos.d/mine.repo")
    move(release)
    expect(host.exec('grep -v "^#" /etc/yum.repos.d/Base.repo')).toBe(
      `[base]\nbaseurl=http://vault.example/${kept}\ngpgcheck=1\n`,
    )
    expect(host.exec('cat /etc/yum.repos.d/Base.repo.lbprov-save')).toBe(section(path))
    expect(host.exec('ls /etc/yum.repos.d')).toBe('Base.repo\nBase.repo.lbprov-save\nmine.repo\n')
  })
})
