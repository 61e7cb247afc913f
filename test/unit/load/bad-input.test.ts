import { describe, expect, test } from 'vitest'
import type { SiteOptions } from '../../../src/load/site.ts'
import { type Files, problemsOf, roleWith, siteOf } from './helpers.ts'

const good: Files = {
  hosts: '[web]\nweb1\nweb2\n',
  'site.yaml': '- hosts: web\n  roles: [serve]\n',
  'roles/serve/role.js': roleWith({
    port: { type: 'integer', minimum: 1, maximum: 65535, default: 80 },
    name: { type: 'string', default: '' },
  }),
}

type Row = readonly [what: string, files: Files, problems: readonly string[]]

const jinja = 'an expression of Jinja, which lbprov works out in variables only\n    Write the value itself.'

const undefinedX = 'x is not defined\n    Set it, or give it a default: {{ x | default(…) }}.'

function told(rows: readonly Row[]) {
  test.each(rows)('%s', async (_, files, problems) => {
    expect(await problemsOf(siteOf({ ...good, ...files }))).toEqual(problems)
  })
}

describe('inventory in INI form', () => {
  const hosts = (text: string): Files => ({ hosts: `${good.hosts}${text}` })
  const ranges = 'Ranges look like web[01:20], db[a:f] or n[1:9:2].'
  told([
    [
      'a range that ends too early',
      hosts('db[5:1]\n'),
      [`hosts:4:1: db[5:1] is not a host name: [5:1] ends before it begins\n    ${ranges}`],
    ],
    [
      'a port that is missing',
      hosts('db1:\n'),
      [`hosts:4:1: db1: is not a host name: a port must follow the :\n    ${ranges}`],
    ],
    [
      'two hosts on a line',
      hosts('db1 db2\n'),
      [
        'hosts:4:5: expected key=value, but found "db2"\n    A host line is a name and key=value pairs; put a value with spaces in quotes, and one host on each line.',
      ],
    ],
    [
      'a quote left open',
      hosts('db1 a="x\n'),
      ['hosts:4:7: a " is opened and not closed\n    Put the value in quotes.'],
    ],
    [
      'a # that would cut a value',
      hosts('web1 name=x#y\n'),
      ['hosts:4:12: name: a # inside a word: Ansible cuts the value here\n    Put the value in quotes.'],
    ],
    [
      'a section left open',
      hosts('[web:vars\na=1\n'),
      ['hosts:4:1: not a section header\n    Write [group], [group:children] or [group:vars].'],
    ],
    [
      'an unknown kind of section',
      hosts('[web:childrne]\n'),
      ['hosts:4:1: there are no sections of kind "childrne"\n    Did you mean children?'],
    ],
    [
      'a header that is none',
      hosts('[my web]\n'),
      ['hosts:4:1: not a section header\n    Write [group], [group:children] or [group:vars].'],
    ],
    [
      'an undefined child',
      hosts('[site:children]\nwbe\n'),
      ['hosts:5:1: there is no group wbe\n    Did you mean web? Declare it with a [wbe] section.'],
    ],
    [
      'variables of an undefined group',
      hosts('[dbs:vars]\na=1\n'),
      ['hosts:4:1: there is no group dbs\n    Declare it with a [dbs] section.'],
    ],
    [
      'a group inside itself',
      hosts('[a:children]\nb\n[b:children]\na\n'),
      ['hosts:7:1: the group a is inside itself: a > b > a\n    Take one of these children away.'],
    ],
    ['no = in [:vars]', hosts('[web:vars]\nport 80\n'), ['hosts:5:1: expected key=value, but found "port 80"']],
    [
      'a comment behind a value',
      hosts('[web:vars]\nname=a # b\n'),
      [
        'hosts:5:8: name: a comment after text becomes part of it\n    Put the comment on a line of its own, or the text in quotes.',
      ],
    ],
    [
      'a bad priority',
      hosts('[web:vars]\nansible_group_priority=high\n'),
      ['hosts:5:24: ansible_group_priority must be a whole number, but is "high"'],
    ],
    ['an expression', hosts('web1 name="{{ x }}"\n'), [`hosts:4:12: name: {{ x }}: ${undefinedX}`]],
  ])
})

describe('inventory in YAML form', () => {
  const hosts = (text: string): Files => ({ hosts: text })
  told([
    [
      'an unknown key of a group',
      hosts('all:\n  host:\n    web1:\n'),
      ['hosts:2:3: host is not a key of a group\n    Did you mean hosts? A group has hosts, children and vars.'],
    ],
    [
      'hosts as a list',
      hosts('all:\n  hosts:\n    - web1\n'),
      ['hosts:3:5: hosts must be a mapping of names to values\n    Write "name: value" lines.'],
    ],
    [
      'names without their colons',
      hosts('all:\n  hosts:\n    web1\n    web2\n'),
      [
        'hosts:3:5: web1 web2 is not a host name: it has " " in it; a host name has letters, digits, ".", "-" and "_"\n    Each name has a line of its own, with a colon behind it.',
      ],
    ],
    [
      'a placeholder',
      hosts('all:\n  hosts:\n    <backend-1>:\n'),
      [
        'hosts:3:5: <backend-1> is not a host name: it has "<" in it; a host name has letters, digits, ".", "-" and "_"\n    Where that is a placeholder, write the name of a host.',
      ],
    ],
    [
      'a key given twice',
      hosts('web:\n  hosts:\n    web1:\n    web1:\n'),
      ['hosts:4:5: the key web1 is already given on line 3\n    Keep one of the two.'],
    ],
    [
      'a bad range',
      hosts('web:\n  hosts:\n    web[01:5]:\n'),
      [
        'hosts:3:5: web[01:5] is not a host name: both ends of [01:5] must have as many digits\n    Ranges look like web[01:20], db[a:f] or n[1:9:2].',
      ],
    ],
    [
      'a group inside itself',
      hosts('web:\n  hosts:\n    web1:\n  children:\n    a:\n      children:\n        web:\n'),
      ['hosts:7:9: the group web is inside itself: web > a > web\n    Take one of these children away.'],
    ],
  ])
})

describe('files of variables', () => {
  const vars = (text: string): Files => ({ 'group_vars/web.yml': text })
  told([
    [
      'bad YAML',
      vars('port: [1\n'),
      [
        'group_vars/web.yml:2:1: not valid YAML: a line inside of brackets is not indented\n    Indent it further than its key, and look for brackets that are not closed.',
      ],
    ],
    [
      'a quote left open',
      vars('a: "x"\nb: "y\nc: z\n'),
      ['group_vars/web.yml:2:4: not valid YAML: a quote is opened here and not closed\n    Close it.'],
    ],
    [
      'a tab',
      vars('a:\n\tb: 1\n'),
      ['group_vars/web.yml:2:1: not valid YAML: a tab is used to indent\n    Indent with spaces.'],
    ],
    [
      'two keys on a line',
      vars('a: b: c\n'),
      [
        'group_vars/web.yml:1:4: not valid YAML: a second "key:" on the same line\n    Put the value in quotes if ": " is part of it.',
      ],
    ],
    [
      'a list',
      vars('- a\n'),
      [
        'group_vars/web.yml:1:1: a file of variables must be a mapping of names to values\n    Write "name: value" lines.',
      ],
    ],
    [
      'two documents',
      vars('a: 1\n---\nb: 2\n'),
      [
        'group_vars/web.yml:2:1: not valid YAML: a second document starts here\n    Keep one document in a file: take the --- away.',
      ],
    ],
    ['an expression', vars('name: "{{ x }}"\n'), [`group_vars/web.yml:1:7: name: {{ x }}: ${undefinedX}`]],
    ['an expression without quotes', vars('a: {{ x }}\n'), [`group_vars/web.yml:1:5: ${jinja}`]],
    [
      'a vault',
      vars('name: !vault |\n  $ANSIBLE_VAULT;1.1;AES256\n  3031\n'),
      [
        'group_vars/web.yml:1:14: name: !vault: the vault stays closed: it is not whole\n    Give its password: --vault-password-file FILE, --vault-id LABEL@FILE, or --ask-vault-pass.',
      ],
    ],
    [
      'an alias of nothing',
      vars('a: *b\n'),
      ['group_vars/web.yml:1:4: there is no anchor &b above this alias\n    Put text that begins with * in quotes.'],
    ],
    [
      'an alias of itself',
      vars('a: &a [*a]\n'),
      [
        'group_vars/web.yml:1:8: the alias *a stands inside what it stands for\n    Put text that begins with * in quotes.',
      ],
    ],
    ['a wrong value', vars('port: 0\n'), ['group_vars/web.yml:1:7: port must be an integer from 1 to 65535, but is 0']],
    [
      'a number that is another one to Ansible',
      vars('port: 0100\n'),
      [
        'group_vars/web.yml:1:7: port: without quotes 0100 is the number 64, as in Ansible\n    Write "0100" in quotes, or 64.',
      ],
    ],
    [
      'a key given twice',
      vars('name: a\nport: 1\nname: b\n'),
      ['group_vars/web.yml:3:1: name: the key name is already given on line 1\n    Keep one of the two.'],
    ],
  ])
})

describe('playbook', () => {
  const play = (text: string): Files => ({ 'site.yaml': text })
  const web = '- hosts: web\n  roles: [serve]\n'
  told([
    [
      'a * without quotes',
      play('- hosts: *\n  roles: [serve]\n'),
      ['site.yaml:1:10: not valid YAML: Alias cannot be an empty string\n    Put text that begins with * in quotes.'],
    ],
    ['nothing in it', play(''), ['site.yaml:1:1: a playbook without plays\n    Begin each play with "- hosts: …".']],
    [
      'no list',
      play('hosts: web\n'),
      ['site.yaml:1:1: a playbook must be a list of plays\n    Begin each play with "- hosts: …".'],
    ],
    [
      'a play that is none',
      play('- web\n'),
      ['site.yaml:1:3: a play must be a mapping\n    Begin it with "- hosts: …".'],
    ],
    [
      'no hosts',
      play('- roles: [serve]\n'),
      ['site.yaml:1:3: this play does not say which hosts\n    Add hosts: GROUP (or all).'],
    ],
    ['no roles', play('- hosts: web\n'), ['site.yaml:1:3: this play has no roles\n    Add roles: [NAME].']],
    [
      'a slip in a key',
      play(`${web}  serail: 1\n`),
      [
        'site.yaml:3:3: serail is not a key of a play\n    Did you mean serial? A play has name, hosts, roles, serial, order, tags, become, vars.',
      ],
    ],
    [
      'gather_facts',
      play(`${web}  gather_facts: no\n`),
      [
        'site.yaml:3:3: gather_facts is not a key of a play\n    Facts are always gathered, in the same trip: delete the line.',
      ],
    ],
    [
      'tasks',
      play(`${web}  tasks: []\n`),
      [
        'site.yaml:3:3: tasks is not a key of a play\n    A playbook has roles only: put the work into a role, roles/NAME/role.ts (docs/playbooks.md).',
      ],
    ],
    [
      'when beside a role',
      play('- hosts: web\n  roles:\n    - {role: serve, when: x}\n'),
      [
        'site.yaml:3:21: the role serve has no param when\n    Roles decide in TypeScript, from params and facts. To leave hosts out, narrow "hosts".',
      ],
    ],
    [
      'a bad serial',
      play(`${web}  serial: 0\n`),
      ['site.yaml:3:11: serial must be a whole number from 1, or a share like "30%", but is 0'],
    ],
    [
      'a list of serials',
      play(`${web}  serial: [1, 5]\n`),
      ['site.yaml:3:11: serial must be a whole number from 1, or a share like "30%", but is a list of 2'],
    ],
    [
      'bad tags',
      play(`${web}  tags: {a: 1}\n`),
      ['site.yaml:3:9: tags must be a word or a list of words, but is a mapping'],
    ],
    ['a bad become', play(`${web}  become: sudo\n`), ['site.yaml:3:11: become must be true or false, but is "sudo"']],
    [
      'a name without an inventory',
      { ...play(web), hosts: '# nobody yet\n' },
      [
        'site.yaml:1:10: the inventory has no host or group web\n    The inventory has no host at all: name each on a line of its own.',
      ],
    ],
    [
      'an unknown host',
      play('- hosts: web3\n  roles: [serve]\n'),
      ['site.yaml:1:10: the inventory has no host or group web3\n    Did you mean web1? Groups are all and web.'],
    ],
    [
      'nobody',
      play('- hosts: web:!web\n  roles: [serve]\n'),
      ['site.yaml:1:10: no host matches web:!web\n    Groups without hosts and exclusions of everybody match nothing.'],
    ],
    [
      'a role that is missing',
      play('- hosts: web\n  roles: [serv]\n'),
      [
        'site.yaml:2:11: there is no role serv\n    Did you mean serve? Looked for serv/role.ts in roles and built-in. Roles are serve.',
      ],
    ],
    [
      'a role without its name',
      play('- hosts: web\n  roles:\n    - name: serve\n'),
      ['site.yaml:3:7: a role must be a name, or a mapping with role: NAME'],
    ],
    [
      'a slip in a param',
      play('- hosts: web\n  roles:\n    - {role: serve, prot: 80}\n'),
      ['site.yaml:3:21: the role serve has no param prot\n    Did you mean port? Params are port and name.'],
    ],
    [
      'a slip in vars',
      play(`${web}  vars: {prot: 80}\n`),
      ['site.yaml:3:10: no role of this play has a param prot\n    Did you mean port? Params are port and name.'],
    ],
    [
      'a connection variable in vars',
      play(`${web}  vars: {ansible_user: root}\n`),
      [
        'site.yaml:3:10: no role of this play has a param ansible_user\n    lbprov enters a host once: set it in the inventory.',
      ],
    ],
    [
      'a number where text is wanted',
      play('- hosts: web\n  roles:\n    - {role: serve, name: 0644}\n'),
      [
        'site.yaml:3:27: name: without quotes 0644 is the number 420, as in Ansible\n    Write "0644" in quotes, or 420.',
      ],
    ],
    [
      'plays that disagree',
      play(`${web}  become: true\n- hosts: web1\n  become: false\n  roles: [serve]\n`),
      [
        'site.yaml:5:11: become differs from that of another play for the same hosts\n    lbprov enters a host once; web1 is also in the play that says true (site.yaml:3:11).',
      ],
    ],
    [
      'an expression',
      play('- hosts: "{{ target }}"\n  roles: [serve]\n'),
      [
        `site.yaml:1:10: ${jinja}`,
        'site.yaml:1:10: the inventory has no host or group {{ target }}\n    Groups are all and web.',
      ],
    ],
  ])
})

describe('roles', () => {
  const role = (text: string): Files => ({ 'roles/serve/role.js': text })
  told([
    [
      'no role',
      role('export default 5\n'),
      [
        'roles/serve/role.js:1:1: this is not a role\n    Write export default defineRole({ params: {…}, resources({ … }) { … } }).',
      ],
    ],
    [
      'a schema that is none',
      role(roleWith({ port: { type: 'int' } })),
      [
        'roles/serve/role.js:1:1: the schema of the param port is not valid: schema is invalid: data/type must be equal to one of the allowed values, data/type must be array, data/type must match a schema in anyOf\n    Mend the schema in the role; docs/playbooks.md lists the formats.',
      ],
    ],
    [
      'a default that does not fit',
      role(roleWith({ port: { type: 'integer', default: '80' } })),
      [
        'roles/serve/role.js:1:1: the schema of the param port is not valid: its default does not fit it: port must be an integer, but is "80"\n    Mend the schema in the role; docs/playbooks.md lists the formats.',
      ],
    ],
    [
      'a param that nobody gives',
      role(roleWith({ vips: { type: 'array' } })),
      [
        "site.yaml:2:11: the role serve needs vips, which web1 and web2 do not have\n    It must be a list. Set it in group_vars, host_vars, the play's vars, or beside the role.",
      ],
    ],
    [
      'a param under another name',
      {
        ...role(roleWith({ virtual_ips: { type: 'array' } })),
        'host_vars/web1': 'virtual_ip: 5\n',
        'host_vars/web2': 'virtual_ips: []\n',
      },
      [
        "site.yaml:2:11: the role serve needs virtual_ips, which web1 does not have\n    Did you mean virtual_ip (host_vars/web1:1:1)? It must be named virtual_ips. It must be a list. Set it in group_vars, host_vars, the play's vars, or beside the role.",
      ],
    ],
  ])
})

describe('command line', () => {
  test.each<[string, Partial<SiteOptions>, string[]]>([
    [
      'no such playbook',
      { playbook: 'sit.yaml' },
      [
        'there is no playbook "sit.yaml"\n    Looked at sit.yaml, sit.yaml.yaml, sit.yaml.yml, playbooks/sit.yaml, playbooks/sit.yaml.yaml and playbooks/sit.yaml.yml. Did you mean site.yaml?',
      ],
    ],
    [
      'no such inventory',
      { inventory: ['host'] },
      [
        'there is no inventory "host"\n    Looked at host, host.yml, host.yaml, host.ini, inventory/host, inventory/host.yml, inventory/host.yaml and inventory/host.ini. Did you mean hosts?',
      ],
    ],
    ['no inventory', { inventory: [] }, ['no inventory is given\n    Name one with -i FILE.']],
    [
      'a limit for nobody',
      { limit: ['web9*'] },
      ["--limit 'web9*': no host matches\n    --list-hosts without --limit shows who there is."],
    ],
    [
      'an unknown host in the limit',
      { limit: ['web9'] },
      ['--limit web9: the inventory has no host or group web9\n    Did you mean web1? Groups are all and web.'],
    ],
    [
      'a playbook that is a directory',
      { playbook: 'roles' },
      [
        'there is no playbook "roles"\n    Looked at roles, roles.yaml, roles.yml, playbooks/roles, playbooks/roles.yaml and playbooks/roles.yml.',
      ],
    ],
    [
      'a limit file that is a directory',
      { limit: ['@roles'] },
      ['--limit @roles: cannot read roles: it is a directory'],
    ],
    [
      'a limit file that is missing',
      { limit: ['@retry'] },
      ['--limit @retry: cannot read retry: there is no such file'],
    ],
    [
      'an extra variable that nothing uses',
      { extraVars: ['prot=80'] },
      [
        "--extra-vars 'prot=…': nothing uses prot\n    Did you mean port? It is no param of a role in the playbook and no variable of the inventory.",
      ],
    ],
    [
      'an extra variable of the wrong type, in YAML',
      { extraVars: ['{name: x, port: http}'] },
      ['--extra-vars \'{name: …\', column 17: port must be an integer from 1 to 65535, but is "http"'],
    ],
    [
      'a list of hosts with a slip',
      { inventory: ['web1,web['] },
      [
        "--inventory 'web[': this is not a host name: a [ without its ]\n    Ranges look like web[01:20], db[a:f] or n[1:9:2].",
      ],
    ],
    [
      'an extra variable of the wrong type',
      { extraVars: ['name=x port=http'] },
      ['--extra-vars \'port=…\': port must be an integer from 1 to 65535, but is "http"'],
    ],
  ])('%s', async (_, options, problems) => {
    expect(await problemsOf(siteOf(good, options))).toEqual(problems)
  })
})

test('everything is told at once, file by file, line by line', async () => {
  const files = {
    ...good,
    'site.yaml': '- hosts: web\n  gather_facts: no\n  roles: [serve, nothing]\n',
    'group_vars/web.yml': 'ansible_port: x\nport: x\nname: 5\n',
  }
  const places = (await problemsOf(siteOf(files))).map((text) => text.split(': ')[0])
  expect(places).toEqual([
    'site.yaml:2:3',
    'site.yaml:3:18',
    'group_vars/web.yml:1:15',
    'group_vars/web.yml:2:7',
    'group_vars/web.yml:3:7',
  ])
})
