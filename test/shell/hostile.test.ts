import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  address,
  authorizedKey,
  block,
  command,
  directory,
  file,
  hostname,
  ipvsService,
  kernelModule,
  line,
  pkg,
  repo,
  selinux,
  service,
  sh,
  sudoers,
  sysctl,
  user,
  virtualAddress,
} from '../../src/index.ts'
import { ConfigError } from '../../src/model/errors.ts'
import type { Facts } from '../../src/model/facts.ts'
import { label, type Resource } from '../../src/model/resource.ts'
import { joined, type Script } from '../../src/shell/script.ts'
import { declared } from '../support/conformance.ts'
import { debian12 } from '../support/facts.ts'
import { type LittleHost, startLittleHost, whyNoLittleHost } from '../support/little-host.ts'
import { shells } from '../support/shells.ts'
import { hostNamed } from '../support/site.ts'
import { isThorough } from '../support/thorough.ts'
import { factsOf } from '../unit/lvs/support/site.ts'

/** Where what breaks out leaves its trace: the program `canary` makes it. */
const canary = '/etc/canary-was-run'

/** Each would do something, were it read by a shell, a tool or a file's format as more than a value. */
const hostile: readonly string[] = [
  '',
  '-x',
  '--',
  '-oDPkg::Pre-Invoke::=canary',
  '..',
  '../../canary',
  `$(canary)`,
  `\`canary\``,
  `'; canary; '`,
  `"; canary; "`,
  `| canary`,
  `\n1e canary`,
  `x\ncanary`,
  'x\r',
  'x\0',
  '\u001b[2J',
  'a\\nb\\1',
  '&',
  '{ } [a-z]* ?',
  '%s%n',
  '%i',
  '( ! = -o',
  '#',
  'nginx-',
  'a/b',
  '/etc/shadow',
]

/** The folder of the paths that the values become. */
const root = '/etc/lbprov-hostile'

interface Field {
  readonly make: (value: string) => Resource
  /** On whose facts; Debian 12 unless said. */
  readonly facts?: Facts
  /** Prints what arrived, which shall end as the value does; left out: a program is asked, which has it as one word. */
  readonly arrived?: (value: string) => { readonly print: Script; readonly text: string } | null
}

const content = (path: string, text: string) => ({ print: sh`cat -- ${path}`, text })
/** No folder of that name is there. */
const unlessNested = (value: string, arrived: ReturnType<typeof content>) => (value.includes('/') ? null : arrived)
const inside = (name: string) => `${root}/${name}`
const here = (value: string) => `${root}/x${value}`
const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ6'
const el6 = factsOf('el6')
const el9 = factsOf('el9')

/** Every text that a kind takes. */
const fields: Readonly<Record<string, Field>> = {
  'file path': { make: (v) => file(here(v), { content: 'x' }), arrived: (v) => unlessNested(v, content(here(v), 'x')) },
  'file content': { make: (v) => file(here('1'), { content: v }), arrived: (v) => content(here('1'), v) },
  'file content, large': {
    make: (v) => file(here('1'), { content: v + 'z'.repeat(5000) + v }),
    arrived: (v) => content(here('1'), v + 'z'.repeat(5000) + v),
  },
  'file mode': { make: (v) => file(here('2'), { mode: v }) },
  'file owner': { make: (v) => file(here('2'), { owner: v }) },
  'file group': { make: (v) => file(here('2'), { group: v }) },
  'directory path': {
    make: (v) => directory(here(`d${v}`)),
    arrived: (v) => ({ print: sh`ls -d -- ${here(`d${v}`)}`, text: `${here(`d${v}`)}\n` }),
  },
  'block path': { make: (v) => block(here(`b${v}`), { content: 'x' }) },
  'block content': {
    make: (v) => block(inside('block'), { content: v }),
    arrived: (v) => content(inside('block'), `\n${v.replace(/\n$/, '')}\n# end lbprov\n`),
  },
  'line path': {
    make: (v) => line(here(v), { match: '^x', line: 'x' }),
    arrived: (v) => unlessNested(v, content(here(v), 'x\n')),
  },
  'line match': { make: (v) => line(inside('line'), { match: v, line: 'last' }) },
  'line line': {
    make: (v) => line(inside('line2'), { match: 'nothing of the kind', line: v }),
    arrived: (v) => content(inside('line2'), `\n${v}\n`),
  },
  'command name': { make: (v) => command(v, { run: sh`:`, unless: sh`false` }) },
  'sysctl key': { make: (v) => sysctl(v, { value: 1, live: false }) },
  'sysctl value': {
    make: (v) => sysctl('net.ipv4.x', { value: v, live: false }),
    arrived: (v) => content('/etc/sysctl.d/zz-lbprov.conf', `\nnet.ipv4.x = ${v}\n`),
  },
  'kernel-module': { make: (v) => kernelModule(v) },
  'kernel-module of EL6': { make: (v) => kernelModule(v), facts: el6 },
  'service name': { make: (v) => service(v, { running: true, enabled: true }) },
  'service name on EL6': { make: (v) => service(v, { running: true, enabled: true }), facts: el6 },
  'service configuration': { make: (v) => service('x', { running: true }, { configuration: v }) },
  'pkg name, apt': { make: (v) => pkg(v) },
  'pkg name, dnf': { make: (v) => pkg(v), facts: el9 },
  'pkg name, yum': { make: (v) => pkg(v), facts: el6 },
  'pkg version': { make: (v) => pkg('x', { installed: true, version: v }) },
  'pkg removed': { make: (v) => pkg(v, null) },
  'repo name': { make: (v) => repo(v, { url: 'http://x/' }) },
  'repo url': {
    make: (v) => repo('a', { url: `http://x/${v}` }),
    arrived: (v) => content('/etc/apt/sources.list.d/lbprov-a.sources', `\nURIs: http://x/${v}\nSuites: ./\n`),
  },
  'repo url, yum': {
    make: (v) => repo('a', { url: `http://x/${v}` }),
    facts: el6,
    arrived: (v) => content('/etc/yum.repos.d/lbprov-a.repo', `\nbaseurl=http://x/${v}\nenabled=1\ngpgcheck=1\n`),
  },
  'repo suite': { make: (v) => repo('b', { url: 'http://x/', suite: v }) },
  'repo components': { make: (v) => repo('b', { url: 'http://x/', components: v }) },
  'repo key': { make: (v) => repo('b', { url: 'http://x/', key: `/${v}` }) },
  'address interface': { make: (v) => address('192.0.2.1/32', { interface: v, boot: true }) },
  'address interface on EL6': { make: (v) => address('192.0.2.1/32', { interface: v, boot: true }), facts: el6 },
  address: { make: (v) => address(`192.0.2.1/32${v || 'x'}`, { interface: 'lo', boot: true }) },
  selinux: { make: (v) => selinux(v, { on: true }), facts: { ...el9, selinux: 'enforcing' } },
  hostname: { make: (v) => hostname(v) },
  'user name': { make: (v) => user(v) },
  'user shell': {
    make: (v) => user('someone', { shell: `/bin/${v}` }),
    arrived: (v) => ({ print: sh`cat /run/lbprov-test/said`, text: `<-s><${`/bin/${v}`}><--><someone>\n` }),
  },
  'user home': { make: (v) => user('someone', { home: `/home/${v}` }) },
  'user group': { make: (v) => user('someone', { groups: [v] }) },
  'authorized-key user': { make: (v) => authorizedKey(v, key) },
  'authorized-key line': {
    make: (v) => authorizedKey('lbprovkey', `${key} ${v}`),
    arrived: (v) => content('/home/lbprovkey/.ssh/authorized_keys', `\n${`${key} ${v}`.trim()}\n`),
  },
  'sudoers name': { make: (v) => sudoers(v, '# x') },
  'virtual-address instance': { make: (v) => virtualAddress('192.0.2.1', { instance: v }) },
  'ipvs-service options': { make: (v) => ipvsService('-t 192.0.2.1:80', { options: v, servers: new Map() }) },
  'ipvs-service server': {
    make: (v) => ipvsService('-t 192.0.2.1:80', { options: '-s wrr', servers: new Map([[v, '-g']]) }),
  },
}

/** Programs that change what is not the little host's own; they say with which words they were called. Nothing waits for the disk. */
const programs =
  'apt-get dnf yum rpm dpkg-query systemctl service chkconfig useradd usermod userdel modprobe setsebool ip ipvsadm keepalived sync sleep'

const standIns = `
  cat >/usr/local/sbin/say <<'END'
#!/bin/sh
for word in "\${0##*/}" "$@"; do printf '<%s>' "$word"; done >>/run/lbprov-test/said
echo >>/run/lbprov-test/said
case \${0##*/} in rpm | dpkg-query) exit 1 ;; esac
END
  printf '#!/bin/sh\nfor word; do shift; set -- "$@" "\${word%%,fsync}"; done; exec /usr/bin/dd "$@"\n' >/usr/local/sbin/dd
  chmod 0755 /usr/local/sbin/say /usr/local/sbin/dd
  printf '#!/bin/sh\nexec touch ${canary}\n' >/usr/local/sbin/canary; chmod 0755 /usr/local/sbin/canary
  for program in ${programs}; do ln -sf say /usr/local/sbin/$program; done
`

const setUp = `
  mkdir -p ${root} /etc/yum.repos.d /etc/sysconfig/network-scripts /home/lbprovkey
  printf 'first\\n' | tee ${root}/line ${root}/line2 ${root}/block >/dev/null
  grep -q '^lbprovkey:' /etc/passwd || echo 'lbprovkey:x:0:0::/home/lbprovkey:/bin/sh' >>/etc/passwd
  mkdir -p -m 0700 /home/lbprovkey/.ssh; echo '# first' >/home/lbprovkey/.ssh/authorized_keys
`

/** All at once that may stand in one line. */
const together = hostile.filter((value) => /^[^\p{Cc}/:]+$/u.test(value)).join(' ')

/** Undefined where the field refuses the value. */
function made({ make }: Field, value: string): Resource | undefined {
  try {
    return make(value)
  } catch (error) {
    if (error instanceof ConfigError) return undefined
    throw new Error(`${JSON.stringify(value)} is refused, but by no ConfigError`, { cause: error })
  }
}

/** What is brought to the host: where all at once is taken, that stands for those in it. */
const taken = Object.entries(fields).flatMap(([name, field]) => {
  const values = made(field, together) ? [together, ...hostile.filter((value) => !together.includes(value))] : hostile
  return values.flatMap((value) => {
    const resource = made(field, value)
    return resource ? [{ name, field, value, resource }] : []
  })
})

describe.skipIf(whyNoLittleHost() !== null)('a hostile value is refused, or arrives as it is', () => {
  let host: LittleHost
  beforeAll(async () => {
    host = await startLittleHost()
    host.exec(standIns)
  })
  afterAll(() => host.close())

  /** Looks and applies, each in a shell of its own, and prints what arrived. */
  const all = (token: string) =>
    joined(
      taken.map(({ field, value, resource }, i) => {
        const { provider } = declared(resource, field.facts ?? debian12)
        const print = field.arrived?.(value)?.print ?? sh`:`
        return sh`
          lb_main() {
          : >/run/lbprov-test/said
          ( lb_look() { ${provider.probe(resource)}
          }; lb_look
          ) >/dev/null 2>&1
          ( set -e
          ${provider.apply(resource, { refresh: true })}
          ) >/dev/null 2>&1
          if [ -e ${canary} ]; then rm -f ${canary}; printf ${`\n${token} ${i} canary\n`}; fi
          printf ${`\n${token} ${i} arrived\n`}; ( ${print}
          ) 2>&1
          }; lb_main </dev/null
        `
      }),
    )

  // Where it is to be quick dash alone, whose echo reads backslashes, too.
  const those = isThorough ? shells.filter((shell) => shell.join(' ') !== 'bash -s') : shells.slice(0, 1)
  test.each(those.map((shell) => [shell.join(' '), shell] as const))('%s', { timeout: 300_000 }, async (_, shell) => {
    host.exec(setUp)
    const token = 'token-of-the-test'
    const connection = await host.connect(shell)(hostNamed('here').connection)
    const body = sh`
      PATH=/usr/local/sbin:$PATH; umask 022
      lb_token=token; put() { :; }; attr() { :; }
      ${all(token)}
    `
    writeFileSync(join(host.home, 'hostile.sh'), body.text)
    const { stdout, exitCode } = await connection.run('. /home/hostile.sh', { deadlineMs: 300_000 })
    expect(exitCode).toBe(0)
    const frames = stdout.toString().split(`\n${token} `).slice(1)
    expect(frames.filter((frame) => /^\d+ canary\n/.test(frame)).map((frame) => whose(frame))).toEqual([])
    expect(frames.filter((frame) => /^\d+ arrived\n/.test(frame))).toHaveLength(taken.length)
    const wrong = taken.flatMap(({ name, field, value }, i) => {
      const frame = frames.find((one) => one.startsWith(`${i} arrived\n`)) ?? 'nothing'
      const text = field.arrived?.(value)?.text ?? ''
      return `\n${frame}`.endsWith(text) ? [] : [[name, value, frame]]
    })
    expect(wrong).toEqual([])
  })
})

const whose = (frame: string) => {
  const { name, value, resource } = taken[Number(frame.split(' ')[0])]!
  return [name, value, label(resource)]
}

const free = [
  'file path',
  'file content',
  'file content, large',
  'directory path',
  'block path',
  'block content',
  'line path',
  'line match',
  'line line',
  'command name',
  'sysctl value',
  'user shell',
  'user home',
  'authorized-key line',
  'ipvs-service options',
]

test('text is taken as it is; a name is none of what a shell, a tool or a file would read as more', () => {
  expect(Object.keys(fields).filter((name) => made(fields[name]!, together))).toEqual(free)
  const names = taken.filter(({ name }) => !free.includes(name))
  // What is behind a prefix of ours, or compared as text alone.
  const words = ['repo url', 'repo url, yum', 'repo key', 'virtual-address instance', 'user shell', 'user home']
  const more = names.filter(
    ({ name, value }) => !(words.includes(name) ? /^[^\s\p{Cc}]*$/u : /^[\w./][\w./\\-]*$/).test(value),
  )
  expect(more.map(({ name, value }) => [name, value])).toEqual([])
  expect(names.filter(({ name, value }) => name.startsWith('pkg') || value === '\0')).toEqual([])
})
