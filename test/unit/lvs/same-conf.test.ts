import { describe, expect, test } from 'vitest'
import { sameConf } from '../../../src/lvs/lint/same-conf.ts'

const rendered = `# Written by lbprov
global_defs {
    router_id dir1
}

vrrp_instance V {
    state BACKUP
    interface em1
    virtual_router_id 7
    priority 100
    advert_int 1
    authentication {
        auth_type PASS
        auth_pass s3cret
    }
    virtual_ipaddress {
        192.168.1.225/32 dev em1
    }
}

virtual_server 192.168.1.225 80 {
    delay_loop 6
    lb_algo wrr
    lb_kind DR
    protocol TCP
    real_server 192.168.1.222 80 {
        weight 1
        HTTP_GET {
            url {
                path /a
                status_code 200
            }
            url {
                path /b
                status_code 404
            }
            connect_timeout 3
        }
    }
}
`

/** The same cluster as somebody writes it: the order of old keepalived's parser, which renders it so, too. */
const byHand = `! the web cluster
vrrp_instance V {
  state MASTER
  interface em1
  virtual_router_id 7   # ask before changing
  priority 100
  authentication {
    auth_type PASS
    auth_pass s3cret
  }
  virtual_ipaddress {
    192.168.1.225
  }
}
virtual_server 192.168.1.225 80 {
  delay_loop 6
  lvs_sched wrr
  lvs_method DR
  protocol TCP
  real_server 192.168.1.222 80 {
    HTTP_GET {
      url {
        path /a
        status_code 200
      }
      url {
        path /b
        status_code 404
      }
      connect_timeout 3
    }
  }
}
`

const asked = (text: string, version = '2.2.8') => sameConf(text, rendered, { name: 'dir1', version })

/** The file made by hand with one thing in it otherwise. */
function but(from: string, to: string): string {
  expect(byHand.split(from).length, from).toBeGreaterThan(1)
  return byHand.replace(from, to)
}

describe('a file made by hand', () => {
  test.each(['1.2.13', '1.3.5', '2.0.10', '2.2.8'])('means the same for %s', (version) => {
    expect(asked(byHand, version)).toBe(true)
  })

  test('by synonyms and in another order, where the parser has both', () => {
    const [head, services] = byHand.split('virtual_server')
    expect(asked(`virtual_server${services}${head}`)).toBe(true)
  })

  test.each([
    ['another password', 's3cret', 'oth3r'],
    ['another priority', 'priority 100', 'priority 99'],
    ['priority 255, which starts as master', 'priority 100', 'priority 255'],
    ['nopreempt', 'interface em1', 'interface em1\n  nopreempt'],
    ['another interface', 'interface em1', 'interface em2'],
    ['a word said twice', 'priority 100', 'priority 100\n  priority 100'],
    ['another prefix', '192.168.1.225\n', '192.168.1.225/24\n'],
    ['status codes of one another’s pages', 'status_code 200', 'status_code 404'],
    ['no protocol, which is UDP in 2.2.7', '  protocol TCP\n', ''],
    ['another default', 'delay_loop 6', ''],
    ['a file included', 'virtual_server', 'include more/*.conf\nvirtual_server'],
    ['a condition', 'virtual_server', '@dir1 vrrp_version 2\nvirtual_server'],
    ['a block not closed', '\n}\nvirtual_server', '\nvirtual_server'],
    ['lb_kind in small letters, which is NAT', 'lvs_method DR', 'lvs_method dr'],
  ])('does not with %s', (_, from, to) => expect(asked(but(from, to))).toBe(false))

  test.each([
    ['a byte order mark', 'vrrp_instance', '\ufeffvrrp_instance'],
    ['a no-break blank as the indent', '  nopreempt', ' \u00a0nopreempt'],
    ['a no-break blank between word and value', 'priority 100', 'priority\u00a0100'],
    ['an ideographic blank', 'interface em1', 'interface\u3000em1'],
  ])('does not with %s, which is a letter to keepalived', (_, from, to) => {
    const text = byHand.replace('  interface em1\n', '  interface em1\n  nopreempt\n')
    expect(sameConf(text, text, { name: 'dir1', version: '2.2.8' })).toBe(true)
    expect(sameConf(text.replace(from, to), text, { name: 'dir1', version: '2.2.8' })).toBe(false)
  })

  test.each([
    ['protocol in small letters', 'protocol TCP', 'protocol tcp', true],
    ['no lb_algo', '  lvs_sched wlc\n', '', false],
    ['a comment in the middle of a word', 'em1\n', 'em1#x\n', true],
    ['a word in quotes', 'priority 100', '"priority" 100', true],
  ])('with %s not for 1.2.13', (_, from, to, later) => {
    const text = byHand.replace('wrr', 'wlc').replace(/HTTP_GET[\s\S]*\n {4}\}/, 'TCP_CHECK {\n    }')
    expect(text).toContain(from)
    const same = (version: string) => sameConf(text.replace(from, to), text, { name: 'dir1', version })
    expect([same('1.2.13'), same('2.2.8')]).toEqual([false, later])
  })

  test.each([
    ['1.3.5', true],
    ['2.2.8', false],
  ])('with the intervals of 0 that the sample of the package has, for %s: %s', (version, same) => {
    const text = 'global_defs {\n  vrrp_garp_interval 0\n  vrrp_gna_interval 0\n}\n'
    expect(asked(text + byHand, version)).toBe(same)
  })

  test('with an empty checker on one line for 1.2.13 where nothing stands behind its service', () => {
    const [empty, usual] = ['TCP_CHECK {}', 'TCP_CHECK {\n    }'].map((checker) =>
      byHand.replace('wrr', 'wlc').replace(/HTTP_GET[\s\S]*\n {4}\}/, checker),
    ) as [string, string]
    const behind = 'vrrp_script x {\nscript "/bin/x"\n}\n'
    const same = (end: string, version: string) => sameConf(empty + end, usual + end, { name: 'dir1', version })
    expect([same('', '1.2.13'), same(behind, '1.2.13'), same(behind, '2.2.8')]).toEqual([true, false, true])
  })

  test('does not in another order for a parser that acts on each word as it comes', () => {
    const [head, services] = byHand.split('virtual_server')
    expect(asked(`virtual_server${services}${head}`, '1.2.13')).toBe(false)
  })

  test('does not with what its keepalived can not read', () => {
    const text = but('virtual_ipaddress {\n    192.168.1.225\n  }', 'virtual_ipaddress { 192.168.1.225 }')
    expect([asked(text), asked(text, '1.2.13')]).toEqual([true, false])
  })
})

describe('an address written otherwise', () => {
  const alike = (one: string, other: string, version: string) =>
    [one, other].map((text) => sameConf(text, text === one ? other : one, { name: 'dir1', version }))
  const instance = (list: string, more = '') =>
    `vrrp_instance V {\n  interface em1\n${more}  virtual_router_id 7\n  virtual_ipaddress {\n    ${list}\n  }\n}\n`
  const six = (list: string) => instance(`fe80::1\n    ${list}`)
  const everywhere = ['1.2.13', '1.3.5', '2.0.10', '2.1.5', '2.2.8', '2.3.4']

  test.each([
    ['192.168.1.225', '192.168.1.225/32'],
    ['192.168.1.225', '192.168.1.225/32 dev em1'],
    ['192.168.1.225/24 scope link', '192.168.1.225/24 dev em1 scope link'],
    ['192.168.1.225 dev em2 scope link', '192.168.1.225/32 scope link dev em2'],
    ['192.168.1.225/24 broadcast 192.168.1.255', '192.168.1.225/24 brd 192.168.1.255 dev em1'],
  ])('%s is %s', (one, other) => {
    for (const version of everywhere)
      expect(alike(instance(one), instance(other), version), version).toEqual([true, true])
  })

  test.each([
    ['2001:db8::1', '2001:DB8:0::1/128'],
    ['2001:db8::1/64', '2001:db8:0:0:0:0:0:1/64 dev em1'],
  ])('%s is %s', (one, other) => {
    for (const version of everywhere.slice(1))
      expect(alike(six(one), six(other), version), version).toEqual([true, true])
  })

  test.each([
    ['192.168.1.225', '192.168.1.225/24'],
    ['192.168.1.225', '192.168.1.225 dev em2'],
    ['192.168.1.225 scope link', '192.168.1.225 scope host'],
    ['192.168.1.225', '192.168.1.226'],
  ])('%s is not %s', (one, other) => {
    for (const version of everywhere)
      expect(alike(instance(one), instance(other), version), version).toEqual([false, false])
  })

  test.each([
    ['1.3.5', false],
    ['2.1.5', false],
    ['2.2.0', true],
    ['2.2.8', true],
  ])('with use_vmac and dev it goes to the interface itself before 2.2.0: %s', (version, same) => {
    const [bare, named] = ['192.168.1.225', '192.168.1.225 dev em1'].map((list) => instance(list, '  use_vmac\n'))
    expect(alike(bare!, named!, version)).toEqual([same, same])
  })

  test.each([
    ['1.2.13', false],
    ['1.3.5', false],
    ['2.0.10', true],
  ])('the interface counts that was named above it before 2.0.0: %s', (version, same) => {
    const below = (list: string) =>
      instance(list).replace('  interface em1\n', '').replace(/\}\n$/, '  interface em1\n}\n')
    expect(alike(below('192.168.1.225'), below('192.168.1.225 dev em1'), version)).toEqual([same, same])
  })

  test('a route without dev is not one with it, and has its prefix', () => {
    const routes = (route: string) =>
      `${instance('192.168.1.225').slice(0, -2)}  virtual_routes {\n    ${route}\n  }\n}\n`
    expect(alike(routes('10.9.0.0/16'), routes('10.9.0.0/16 dev em1'), '2.3.4')).toEqual([false, false])
    expect(alike(routes('10.9.0.1 dev em1'), routes('10.9.0.1/32 dev em1'), '2.3.4')).toEqual([true, true])
  })

  test('elsewhere it has no prefix', () => {
    const unicast = (source: string, peer: string) =>
      instance('192.168.1.225', `  unicast_src_ip ${source}\n  unicast_peer {\n    ${peer}\n  }\n`)
    for (const version of everywhere)
      expect(alike(unicast('10.0.0.1/24', '10.0.0.2/24'), unicast('10.0.0.1', '10.0.0.2'), version)).toEqual([
        true,
        true,
      ])
    const statics = (address: string) => `static_ipaddress {\n  ${address} dev em1\n}\n`
    expect(alike(statics('10.0.0.5'), statics('10.0.0.5/32'), '2.2.8')).toEqual([true, true])
    const served = (text: string) => byHand.replaceAll('192.168.1.222', text)
    expect(alike(served('2001:DB8::1'), served('2001:db8:0::1'), '2.2.8')).toEqual([true, true])
    expect(alike(served('2001:db8::1'), served('2001:db8::2'), '2.2.8')).toEqual([false, false])
  })
})

test('what lbprov writes is what lbprov writes, for every version', () => {
  for (const version of ['1.2.13', '1.3.5', '2.0.10', '2.3.3']) expect(asked(rendered, version)).toBe(true)
})
