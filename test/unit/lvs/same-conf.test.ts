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

test('what lbprov writes is what lbprov writes, for every version', () => {
  for (const version of ['1.2.13', '1.3.5', '2.0.10', '2.3.3']) expect(asked(rendered, version)).toBe(true)
})
