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

  const move = (release: string) => {
    const facts = factsOf('el7', { release })
    const [command] = movedRepositories(facts, 'http://vault.example') as readonly Resource[]
    host.exec(`set -e\n${declared(command!, facts).provider.apply(command!, { refresh: true }).text}`)
  }

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
