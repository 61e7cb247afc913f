import { describe, expect, test } from 'vitest'
import { lintKeepalivedConf } from '../../../src/lvs/lint/keepalived-conf.ts'
import { sameConf } from '../../../src/lvs/lint/same-conf.ts'

const plain = `vrrp_script up {
    script "/usr/bin/true"
}

vrrp_instance one {
    state BACKUP
    interface em1
    virtual_router_id 51
    unicast_src_ip 192.168.1.220
    unicast_peer {
        192.168.1.221
    }
    track_interface {
        em2
    }
    track_script {
        up
    }
    virtual_ipaddress {
        192.168.1.225/32 dev em1
    }
    notify_master "/usr/bin/true master"
}

vrrp_instance two {
    state BACKUP
    interface em2
    virtual_router_id 52
    virtual_ipaddress {
        192.168.1.228/32
    }
}

vrrp_sync_group both {
    group {
        one
        two
    }
}

virtual_server 192.168.1.225 80 {
    delay_loop 6
    lb_algo rr
    lb_kind DR
    persistence_timeout 300
    protocol TCP
    real_server 192.168.1.222 80 {
        weight 1
        TCP_CHECK {
            connect_timeout 3
        }
    }
}
`

function told(text: string, version: string): readonly (number | undefined)[] {
  const { errors, warnings } = lintKeepalivedConf(text, { file: 'keepalived.conf', version })
  return [...errors, ...warnings].map(({ where }) => where?.line)
}

const lineOf = (text: string) => plain.split('\n').findIndex((line) => line.includes(text)) + 1

/** What stood there, what stands there now, the versions to which it is something else, and those to which it is the same. */
const cases: readonly (readonly [was: string, now: string, others: readonly string[], same: readonly string[]])[] = [
  ['        192.168.1.221', '        @', ['1.2.13', '1.3.5'], []],
  ['192.168.1.225/32 dev em1', '192.168.1.225/32 dev em1 \\', ['1.2.13', '1.3.5'], []],
  ['"/usr/bin/true master"', "'/usr/bin/true master'", ['1.3.5'], ['2.0.10', '2.3.4']],
  ['notify_master "/usr', 'notify_master"/usr', ['2.0.10', '2.1.5', '2.3.4'], []],
  ['        em2', '        "em2 weight -10"', ['1.3.5', '2.1.5'], []],
  ['vrrp_sync_group both {', 'vrrp_sync_group both { {', ['1.3.5'], []],
  ['virtual_server 192.168.1.225 80 {', 'virtual_server 192.168.1.225 {', ['1.3.5'], []],
  ['persistence_timeout 300', 'persistence_timeout 300,', ['1.2.13', '1.3.5', '2.1.5'], []],
  ['persistence_timeout 300', 'persistence_timeout 300;', ['1.2.13', '1.3.5', '2.1.5'], []],
]

describe('words as each version reads them', () => {
  test.each(['1.3.5', '2.0.10', '2.3.4'])('%s finds nothing wrong where all is plain', (version) => {
    expect(told(plain, version).filter((line) => line === undefined)).toEqual([])
  })

  test.each(cases)('%s as %s', (was, now, others, same) => {
    const text = plain.replace(was, now)
    for (const version of others) {
      const before = told(plain, version).filter((line) => line === lineOf(was)).length
      expect(told(text, version).filter((line) => line === lineOf(was)).length, version).toBeGreaterThan(before)
      expect(sameConf(text, plain, { name: 'lb1', version }), version).toBe(false)
    }
    for (const version of same) {
      expect(told(text, version), version).toEqual(told(plain, version))
      expect(sameConf(text, plain, { name: 'lb1', version }), version).toBe(true)
    }
  })

  test('1.2.13 passes over a word that newer ones take for a condition', () => {
    const text = plain.replace('    interface em1', '    @main\n    interface em1')
    expect(told(text, '1.2.13').length).toBe(told(plain, '1.2.13').length)
  })
})
