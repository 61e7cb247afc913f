import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { movedRepositories } from '../../roles/bootstrap/repositories.ts'
import { Link } from '../../src/engine/link.ts'
import type { Facts } from '../../src/model/facts.ts'
import type { Resource } from '../../src/model/resource.ts'
import type { Resources } from '../../src/model/role.ts'
import { declared, factsOf as gathered } from '../support/conformance.ts'
import { type LittleHost, startLittleHost, whyNoLittleHost } from '../support/little-host.ts'
import { releaseShells } from '../support/shells.ts'
import { hostNamed } from '../support/site.ts'
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

  const applied = (resources: Resources, facts: Facts) => {
    for (const one of (resources as readonly unknown[]).flat(9) as readonly Resource[])
      host.exec(`set -e\n${declared(one, facts).provider.apply(one, { refresh: false }).text}`)
  }
  const move = (release: string, vault = 'http://vault.example') => {
    const facts = factsOf('el7', { release })
    applied(movedRepositories(facts, { vault, epel: '', optional: [] }), facts)
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

  const epel = (id: string, list: string, more = '') =>
    `[${id}]\nname=EPEL\n#baseurl=http://download.fedoraproject.org/pub/epel/6/$basearch\n${list}\n${more}`
  const metalink = 'metalink=https://mirrors.fedoraproject.org/metalink?repo=epel-6&arch=$basearch'
  const older = metalink.replace('metalink', 'mirrorlist')
  const el6 = factsOf('el6')
  const place = (files: Readonly<Record<string, string>>) => {
    host.exec('rm -rf /etc/yum.repos.d; mkdir -p /etc/yum.repos.d')
    for (const [name, text] of Object.entries(files))
      host.exec(`cat >/etc/yum.repos.d/${name}.repo <<'END'\n${text}END`)
  }
  const active = (name: string) => host.exec(`grep -v '^#' /etc/yum.repos.d/${name}.repo`)

  test('EPEL 6 points to its archive, and may be missing', () => {
    const source = epel('epel-source', metalink.replace('epel-6', 'epel-source-6'), 'enabled=0\n')
    place({
      epel: `${epel('epel', metalink, 'gpgcheck=1\n')}\n${source}`,
      epel7: epel('epel', metalink.replace('epel-6', 'epel-7')),
    })
    applied(movedRepositories(el6, { vault: '', epel: 'http://archive.example/epel', optional: [] }), el6)
    const moved = (place: string) => `baseurl=http://archive.example/epel/${place}\nskip_if_unavailable=1\n`
    expect(active('epel')).toBe(
      `[epel]\nname=EPEL\n${moved('6/$basearch')}gpgcheck=1\n\n[epel-source]\nname=EPEL\n${moved('6/SRPMS')}enabled=0\n`,
    )
    expect(host.exec('ls /etc/yum.repos.d')).toBe('epel.repo\nepel.repo.lbprov-save\nepel7.repo\n')
    expect(movedRepositories(factsOf('el7'), { vault: '', epel: 'x', optional: [] }).flat()).toEqual([])
  })

  test('a repository that is named may be missing, and no other', () => {
    place({
      forge: '[rpmforge]\nname = RPMforge\nskip_if_unavailable = 0\n[rpmforge-extras]\nenabled=0\n',
      own: '[own]\nbaseurl=http://own.example\n',
    })
    const resources = movedRepositories(el6, { vault: '', epel: '', optional: ['rpmforge', 'gone'] }).flat(
      9,
    ) as Resource[]
    expect(resources.map(({ name }) => name)).toEqual([
      'repository rpmforge may be missing',
      'repository gone may be missing',
    ])
    for (let again = 0; again < 2; again++) applied(resources, el6)
    expect(host.exec('cd /etc/yum.repos.d; cat forge.repo own.repo; ls')).toBe(
      '[rpmforge]\nskip_if_unavailable=1\nname = RPMforge\n[rpmforge-extras]\nenabled=0\n[own]\nbaseurl=http://own.example\nforge.repo\nforge.repo.lbprov-save\nown.repo\n',
    )
  })

  test.each(releaseShells.map((shell) => [shell.join(' '), shell] as const))(
    'lint sees which ask a list that is gone, in %s',
    async (_, shell) => {
      place({
        'CentOS-Base': section('centos/$releasever/os/'),
        epel: `${epel('epel', metalink)}${epel('epel-off', metalink, 'enabled=0\n')}${epel('epel-may', older, 'skip_if_unavailable=1\n')}`,
        old: epel('epel-old', older),
        alive: `${epel('epel-7', metalink.replace('epel-6', 'epel-7'))}[mine]\nmirrorlist=http://mirrors.example.org/\n`,
      })
      const seen = async () => {
        const link = new Link(host.connect(shell), hostNamed('here').connection)
        const { deadRepositories } = await gathered(link)
        await link.close()
        return deadRepositories.toSorted()
      }
      expect(await seen()).toEqual(['base', 'epel', 'epel-old'])
      const facts = factsOf('el7', { release: '6.10' })
      applied(
        movedRepositories({ ...facts, family: 'rhel' }, { vault: 'http://v', epel: 'http://e', optional: [] }),
        facts,
      )
      expect(await seen()).toEqual([])
    },
  )
})
