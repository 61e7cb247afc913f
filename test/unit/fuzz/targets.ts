import { expect } from 'vitest'
import { filesIn } from '../../../src/adopt/fetch.ts'
import { alternatives, braced } from '../../../src/load/braces.ts'
import { connectionOf } from '../../../src/load/connection/connection.ts'
import { connectionVariables } from '../../../src/load/connection/connection-words.ts'
import { newDraft } from '../../../src/load/inventory/draft.ts'
import { beginning } from '../../../src/load/inventory/expression.ts'
import { readExtraVars } from '../../../src/load/inventory/extra-vars.ts'
import { groupTree } from '../../../src/load/inventory/group-tree.ts'
import { readHostWord } from '../../../src/load/inventory/host-word.ts'
import { readIni } from '../../../src/load/inventory/ini.ts'
import { selectHosts } from '../../../src/load/inventory/pattern.ts'
import { looksLikeYamlInventory, readYamlInventory } from '../../../src/load/inventory/yaml-inventory.ts'
import { readPlays } from '../../../src/load/playbook/playbook.ts'
import { splitWords, WordError } from '../../../src/load/text/ini-words.ts'
import { newProblems, type Problems } from '../../../src/load/text/problems.ts'
import { parseLiteral } from '../../../src/load/text/python-literal.ts'
import { isTemplated } from '../../../src/load/text/variable.ts'
import { parseYaml, rootEntries } from '../../../src/load/text/yaml-file.ts'
import { variableOf } from '../../../src/load/text/yaml-source.ts'
import { adopt } from '../../../src/lvs/adopt/adopt.ts'
import { readAddresses, readSysctls } from '../../../src/lvs/adopt/given-host.ts'
import { readAdverts } from '../../../src/lvs/cluster/hearing.ts'
import { parseConf } from '../../../src/lvs/conf/parse.ts'
import { printConf } from '../../../src/lvs/conf/print.ts'
import { readCluster } from '../../../src/lvs/conf/read/cluster.ts'
import { compareVersions, keepalivedOf } from '../../../src/lvs/language/version.ts'
import { lintKeepalivedConf } from '../../../src/lvs/lint/keepalived-conf.ts'
import { sameConf } from '../../../src/lvs/lint/same-conf.ts'
import { compareTables, parseIpvsadm } from '../../../src/lvs/table/ipvsadm.ts'
import { advertCounts, advertSenders, readSyncDaemons, readTraffic } from '../../../src/lvs/verify/counts.ts'
import { promotedConf } from '../../../src/lvs/verify/promotion.ts'
import { socketOf } from '../../../src/lvs/verify/sockets.ts'
import { ConfigError } from '../../../src/model/errors.ts'
import { argumentsIn } from '../../../src/model/ssh-arguments.ts'
import { readIpAddr } from '../../../src/resources/facts/ip-addr.ts'
import { readFacts } from '../../../src/resources/facts/read.ts'
import { routes6Of } from '../../../src/resources/facts/routes6.ts'
import { readTranscript } from '../../../src/shell/frames.ts'
import { stepWatcher } from '../../../src/shell/watch.ts'
import { foreignLine, lookUp, parseKnownHosts } from '../../../src/transport/known-hosts.ts'
import { readClient, readSight } from '../../../src/verify/read.ts'
import { readServer } from '../../../src/verify/server-look.ts'
import { readStatus } from '../../../src/verify/status-look.ts'

/** A reader of what comes from outside. `words`: what its inputs are made of; `around`: where a long one stands. */
export interface Target {
  readonly words: readonly string[]
  readonly around?: readonly (readonly [head: string, tail: string])[]
  /** How many times fewer inputs it gets, since each takes longer; 1 where it is not said. */
  readonly fewer?: number
  /** Throws for a reader that does what it must not. */
  readonly read: (text: string) => void
}

const odd = [
  '__proto__',
  'constructor',
  'toString',
  '\0',
  '\u001b',
  'é漢',
  '\ud800',
  ' ',
  '\t',
  '\n',
  '\r',
  '1',
  'a',
  '-',
  '.',
]
const noProblems = (read: (problems: Problems) => void) => {
  const problems = newProblems()
  read(problems)
  for (const { message } of problems.list()) expect(typeof message).toBe('string')
}
const throwing = (kind: new (...args: never[]) => Error, read: () => void) => {
  try {
    read()
  } catch (error) {
    if (!(error instanceof kind)) throw error
  }
}
const section = (id: string, values: Readonly<Record<string, string>>) => ({
  begun: true,
  ended: true,
  flooded: false,
  sections: new Map([[id, { exitCode: 0, values, stdout: '', stderr: '' }]]),
})
const here = { file: 'f', line: 1, column: 1 }
const reading = (problems: Problems) => ({ cwd: '/', home: '/', problems })
const conf = [
  ...odd,
  '{',
  '}',
  '"',
  '\\',
  '#',
  '!',
  '$A',
  '$A=',
  '${A}',
  '@x ',
  '@^x ',
  '~SEQ(A, 1, 3) ',
  '~LST({A,B},{1,2}) ',
  'include ',
  'global_defs',
  'vrrp_instance',
  'vrrp_sync_group',
  'vrrp_script',
  'virtual_server',
  'virtual_server_group',
  'real_server',
  'bfd_instance',
  'interface em1',
  'virtual_router_id 1',
  'virtual_ipaddress {\n192.0.2.1\n}\n',
  'priority 100',
  'authentication',
  'auth_pass',
  'group',
  'fwmark',
  'script "x"',
  'TCP_CHECK',
  'HTTP_GET',
  'url',
  'weight',
  'track_script',
  'quorum',
  'lvs_sync_daemon',
  'router_id',
  '192.0.2.1',
  '80',
  '2001:db8::1/64',
  'dev em1',
]
const yaml = [
  ...odd,
  ':',
  ': ',
  '- ',
  '? ',
  '[',
  ']',
  '{',
  '}',
  ',',
  '&a ',
  '*a',
  '<<: *a',
  '!!binary ',
  '!!str ',
  '|\n',
  '>\n',
  '"',
  "'",
  '#',
  '---\n',
  'hosts:',
  'children:',
  'vars:',
  'all:\n',
  'roles:',
  'a: ',
  '\n  ',
  '\n    ',
  '{{',
]
const host = { name: 'lb1', groups: [], vars: {} }

/** Every reader of a host's or a user's words. */
export const targets: Readonly<Record<string, Target>> = {
  'frames of a script': {
    words: [
      ...odd,
      '\nt ',
      '\nt 0 begin\n',
      '\nt 1 step a\n',
      '\nt 2 = __proto__\n',
      '\nt 3 done a 0\n',
      '\nt sub raw\n',
      '\nt err a\n',
      '\nt was a\n',
      '\nt 4 end\n',
      ' = a\n',
    ],
    read: (text) => {
      const bytes = Buffer.from(text)
      for (const part of readTranscript('t', { stdout: bytes, stderr: bytes }).sections.values())
        expect(Object.getPrototypeOf(part.values)).toBeNull()
      const watch = stepWatcher('t', { onStep: () => {}, onWait: () => {}, onLine: () => {} })
      for (let at = 0; at < bytes.length; at += 4096) watch(bytes.subarray(at, at + 4096))
    },
  },
  facts: {
    fewer: 2,
    words: [
      ...odd,
      ' release ',
      '=',
      '/',
      ':',
      '#',
      '192.0.2.1',
      '1: a    inet 192.0.2.1/24\n',
      'Keepalived v',
      'Config options:',
      'Version : ',
      '  Candidate: 1:2-',
      'debian',
      '/etc/x:',
    ],
    read: (text) => {
      const names = [
        'hostname',
        'like',
        'release',
        'redhat-release',
        'packageTools',
        'units',
        'locks',
        'networkManager',
        'keepalived',
        'candidate.keepalived',
        'links',
        'addresses',
        'routes6',
        'sysctls',
        'configured',
        'gateway',
        'distribution',
      ]
      const facts = readFacts(Object.fromEntries(names.map((name) => [name, text])))
      for (const map of [facts.interfaces, facts.sysctls, facts.candidates, facts.configuredAddresses])
        expect(map).toBeInstanceOf(Map)
      expect(typeof keepalivedOf(facts)).toBe('string')
    },
  },
  'routes of IPv6': {
    words: [...odd, '0'.repeat(32), 'fe80', '00450003', ' 00 ', ' em1\n'],
    read: (text) => expect(routes6Of(text).gateway6 ?? '').toMatch(/^$|^([0-9a-fA-F]{4}:){7}[0-9a-fA-F]{4}$/),
  },
  'ip -o addr': {
    words: [...odd, '1: ', ' inet ', '    inet6 ', '/24', ': '],
    read: (text) => {
      const found = readIpAddr(text)
      const written = found.map((one) => `1: ${one.interface}    inet ${one.cidr} x`).join('\n')
      expect(readIpAddr(written)).toEqual(found)
    },
  },
  'ipvsadm -Sn': {
    words: [
      ...odd,
      '-A ',
      '-a ',
      '-t ',
      '-u ',
      '-f ',
      '-6 ',
      '-r ',
      '-s rr ',
      '-w 1 ',
      '-g ',
      '-b ',
      'ops ',
      'pe sip ',
      '192.0.2.1:80 ',
      '[2001:db8::1]:80 ',
      '-x 1 ',
      '#',
      ':',
      ']',
    ],
    around: [
      ['', ''],
      ['-A -t 192.0.2.1:80 -s rr ', ''],
    ],
    read: (text) =>
      throwing(ConfigError, () => expect(compareTables(parseIpvsadm(text), parseIpvsadm(text))).toEqual([])),
  },
  'counters, adverts and sockets': {
    words: [
      ...odd,
      'VRRP Instance: ',
      'Received: 1\n',
      'Errors:',
      ' IP ',
      ' IP6 ',
      ' > ',
      ': ',
      ' vrid ',
      'master sync daemon (mcast=',
      ', syncid=',
      'TCP ',
      '-> ',
      '192.0.2.1:80 ',
      'E101A8C0:0050',
      'em1 IP a > b: ',
      'priority 100',
      'nopreempt\n',
    ],
    read: (text) => {
      for (const { id } of readAdverts(text)) expect(Number.isInteger(id)).toBe(true)
      for (const key of advertSenders(text).keys()) expect(Number.isInteger(key)).toBe(true)
      for (const { sent } of advertCounts('', text).values()) expect(Number.isFinite(sent)).toBe(true)
      for (const key of readTraffic(text).keys()) expect(typeof key).toBe('string')
      readSyncDaemons(text)
      socketOf(text)
      promotedConf(text, 100)
    },
  },
  "verify's looks": {
    fewer: 2,
    words: [
      ...odd,
      '1: a    inet 192.0.2.1/24\n',
      'em1 02:00:00:00:00:01\n',
      '02:00:00:00:00:01',
      'E101A8C0:0050\n',
      '1 0',
      '-A -t 192.0.2.1:80 -s rr\n',
    ],
    read: (text) => {
      const names = [
        'clock',
        'addresses',
        'macs',
        'tcp',
        'udp',
        'wire',
        'before',
        'after',
        'barriers',
        'table',
        'daemons',
        'traffic',
        'no-table',
      ]
      const values = Object.fromEntries(names.map((name) => [name, text]))
      for (const id of ['place', 'adverts', 'table', 'barriers']) readSight(section(id, values), 0, 1)
      const shown = [
        'addresses',
        'list',
        'stats',
        'rates',
        'table',
        'daemons',
        'changed',
        'owned',
        'last',
        'log',
        'account',
        'arp',
        'tcp',
      ]
      const told = Object.fromEntries(shown.map((name) => [name, text]))
      for (const id of ['figures', 'tables', 'account', 'log']) readStatus(section(id, told), undefined)
      readServer(section('server', told))
      const client = { 'macs.192.0.2.1': text, 'how.192.0.2.1': text, 'connections.192.0.2.1:80': text }
      readClient(section('client', client), {
        addresses: ['192.0.2.1'],
        services: [{ address: '192.0.2.1', port: 80 }],
        count: 1,
      })
      filesIn({ [`path.${text.slice(0, 5)}`]: text, [`text.${text.slice(0, 5)}`]: text })
    },
  },
  'keepalived.conf, linted': {
    fewer: 20,
    words: conf,
    around: [
      ['', ''],
      ['vrrp_instance A {\n', '\n}'],
      ['global_defs {\nrouter_id ', '\n}'],
      ['virtual_server 192.0.2.1 80 {\n', '\n}'],
      ['$A=', '\n$A'],
    ],
    read: (text) => {
      const result = lintKeepalivedConf(text, {
        file: 'k.conf',
        version: '2.2.8',
        configId: 'x',
        read: () => [{ file: 'k.conf', text: 'x' }],
      })
      for (const { message } of [...result.errors, ...result.warnings])
        expect(message).not.toMatch(/native code|\[object /)
    },
  },
  'keepalived.conf, adopted': {
    fewer: 5,
    words: conf,
    around: [
      ['vrrp_instance A {\n', '\n}'],
      ['virtual_server 192.0.2.1 80 {\nreal_server 192.0.2.2 80 {\n', '\n}\n}'],
    ],
    read: (text) => {
      const { nodes } = parseConf(text, { file: 'k.conf' })
      const printed = printConf(nodes)
      adopt([{ name: 'lb1', read: readCluster(nodes, 'lb1') }], new Map())
      sameConf(text, printed, { name: 'lb1', version: '2.2.8' })
    },
  },
  'an INI inventory': {
    words: [
      ...odd,
      '[',
      ']',
      ':children]\n',
      ':vars]\n',
      '=',
      '#',
      ';',
      '"',
      "'",
      '\\',
      'web[1:3]',
      ':22',
      '{',
      ',',
      '[all:vars]\na=',
    ],
    around: [
      ['', ''],
      ['[all:vars]\na=', ' x'],
      ['lb1 a=', '\n'],
      ['[a:children]\n', ' x'],
    ],
    read: (text) =>
      noProblems((problems) => {
        const draft = newDraft('hosts')
        readIni(text, 'hosts', draft, problems)
        groupTree(draft, problems)
      }),
  },
  'a YAML inventory': {
    fewer: 2,
    words: yaml,
    around: [
      ['', ''],
      ['a: ', '\nb: 1'],
      ['all:\n  hosts:\n    ', '\n'],
    ],
    read: (text) =>
      noProblems((problems) => {
        const draft = newDraft('hosts.yml')
        const source = parseYaml(text, 'hosts.yml', problems)
        if (source) readYamlInventory(source, draft, problems)
        groupTree(draft, problems)
        looksLikeYamlInventory(text)
      }),
  },
  'a file of variables': {
    fewer: 2,
    words: yaml,
    around: [
      ['', ''],
      ['a: &a [x]\nb: ', '\nc: *a'],
    ],
    read: (text) =>
      noProblems((problems) => {
        const source = parseYaml(text, 'all.yml', problems)
        for (const entry of source ? rootEntries(source, 'it', problems).values() : []) {
          const { value, locate } = variableOf(source!, entry)
          JSON.stringify(value)
          locate(['a', 0])
        }
      }),
  },
  'a playbook': {
    fewer: 4,
    words: [...yaml, '- hosts: a\n', '  serial: ', '  roles: [', 'role: '],
    around: [
      ['', ''],
      ['- hosts: a\n  roles:\n  - ', '\n'],
      ['- hosts: ', '\n  roles: [a]\n'],
    ],
    read: (text) =>
      noProblems((problems) => {
        const source = parseYaml(text, 'site.yaml', problems)
        if (source) readPlays(source, problems)
      }),
  },
  'patterns of hosts': {
    words: [
      ...odd,
      ',',
      ':',
      '&',
      '!',
      '~',
      '*',
      '?',
      '[',
      ']',
      '[0]',
      '[1:2]',
      '(',
      ')',
      '+',
      '|',
      'web',
      '{a,b}',
      '{a}',
      '\\d',
    ],
    around: [
      ['', ''],
      ['~', ''],
      ['web[', ']'],
    ],
    read: (text) => {
      const hosts = new Set(['web1', 'web2', '__proto__'])
      const groups = new Map([
        ['all', [...hosts]],
        ['constructor', ['web1']],
      ])
      noProblems((problems) => void selectHosts([{ text, where: here }], { hosts, groups }, problems))
      braced(text)('web1')
      expect(alternatives(text).length).toBeLessThanOrEqual(1001)
      if (text.length < 1000) throwing(Error, () => beginning(text)('web1'))
    },
  },
  'literals of Python': {
    words: [...odd, '[', ']', '(', ')', '{', '}', ',', ':', '"', "'", '\\', '1.5', 'True', 'None', 'e9'],
    around: [
      ['', ''],
      ['[', ']'],
      ['"', '"'],
    ],
    read: (text) => {
      const { value, offsetOf } = parseLiteral(text)
      offsetOf([])
      isTemplated(value)
      const written = `'${text.replaceAll(/[\\']/g, '\\$&')}'`
      expect(parseLiteral(written).value).toBe(text)
    },
  },
  'words of a host line': {
    words: [...odd, '[', ']', ':', '1:3', 'a:f', '"', "'", '\\', '#', '=', '@', '::1', '【'],
    around: [
      ['', ''],
      ['web[', ']'],
      ['[', ']:22'],
    ],
    read: (text) => {
      throwing(WordError, () => splitWords(text))
      throwing(RangeError, () => readHostWord(text))
    },
  },
  'extra vars': {
    words: [...odd, '=', '{', '}', '[', ']', '"', "'", '\\', '#', 'a=', ', '],
    around: [
      ['a=', ''],
      ['{a: ', '}'],
      ['a=[', ']'],
    ],
    read: (text) => noProblems((problems) => void (text.startsWith('@') || readExtraVars([text], reading(problems)))),
  },
  'variables of a connection': {
    fewer: 2,
    words: [
      ...odd,
      '-J ',
      '-o ',
      'ProxyJump=',
      'ProxyCommand="ssh -W %h:%p ',
      '-p 22',
      '-l ',
      '"',
      "'",
      '=',
      ',',
      '@',
      ':',
      '[::1]',
      'ssh://',
      'yes',
      '22',
    ],
    around: [
      ['', ''],
      ['-J ', ''],
      ['-o "ProxyCommand=ssh', '"'],
      ['-o "a', '\nb\nc"'],
    ],
    read: (text) => {
      argumentsIn(text)
      const variable = () => ({ value: text, text, locate: () => here })
      const about = {
        ...host,
        variable: (name: string) =>
          Object.values(connectionVariables)
            .flat()
            .includes(name as never)
            ? variable()
            : undefined,
        file: undefined,
        dynamic: () => [],
        names: () => [],
      }
      const defaults = {
        user: 'root',
        privateKey: undefined,
        become: false,
        password: undefined,
        becomePassword: undefined,
      }
      noProblems((problems) => void connectionOf(about, defaults, reading(problems), () => undefined))
    },
  },
  'known hosts': {
    words: [
      ...odd,
      '@revoked ',
      '@cert-authority ',
      '*',
      '?',
      '!',
      ',',
      '|1|',
      '[lb1]:22 ',
      'ssh-ed25519 ',
      'AAAAC3NzaC1lZDI1NTE5AAAAI',
      '#',
      '=',
      'lb1 ',
    ],
    around: [
      ['', ''],
      ['', ' ssh-ed25519 AAAA\n'],
      ['lb1,', ' ssh-ed25519 AAAA'],
    ],
    read: (text) => {
      const { named, others } = parseKnownHosts(text, 'known_hosts')
      for (const [name, lines] of named)
        for (const line of lines) expect([typeof name, typeof line.key]).toEqual(['string', 'string'])
      for (const { names } of others) expect(typeof names).toBe('string')
      foreignLine(text)
      lookUp(['/dev/null'], text)
    },
  },
  'files of a host that is adopted': {
    words: [
      ...odd,
      '1: em1: ',
      ' inet 192.0.2.1/24 ',
      'DEVICE=',
      'IPADDR=',
      'NETMASK=255.',
      'PREFIX=',
      '"',
      '#',
      '=',
      'net.ipv4.ip_forward = ',
    ],
    read: (text) => {
      for (const { cidr } of readAddresses(text)) expect(cidr.text).toMatch(/\/\d+$/)
      expect(readSysctls(text)).toBeInstanceOf(Map)
      expect(compareVersions(text, text)).toBe(0)
    },
  },
}
