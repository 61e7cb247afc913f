import { expect, test } from 'vitest'
import { schemaCheck } from '../../../src/load/schema/schema-check.ts'
import { resolveCluster } from '../../../src/lvs/cluster/cluster.ts'
import { parseConf } from '../../../src/lvs/conf/parse.ts'
import { readCluster } from '../../../src/lvs/conf/read/cluster.ts'
import { keepalivedConf } from '../../../src/lvs/keepalived/keepalived-conf.ts'
import { clusterVariables } from '../../../src/lvs/language/cluster.ts'
import { lintKeepalivedConf } from '../../../src/lvs/lint/keepalived-conf.ts'
import { exampleInventory, exampleVars } from './support/site.ts'

const own = { script_user: 'nobody nogroup' }
const scripts = { check: { script: '/usr/libexec/keepalived/check', user: 'daemon adm' } }
const vars = { ...exampleVars(), global_defs: own, vrrp_scripts: scripts } as never

test('a user may have a group with it, in the variables', () => {
  expect(schemaCheck(clusterVariables.global_defs).faults(own)).toEqual([])
  expect(schemaCheck(clusterVariables.vrrp_scripts).faults(scripts)).toEqual([])
  expect(schemaCheck(clusterVariables.global_defs).faults({ script_user: 'one two three' })).toHaveLength(1)
})

test.each(['1.3.5', '2.2.8', '2.3.4'])('in the file of keepalived %s, and back', (version) => {
  const director = { name: 'dir1', address: null, priority: 100, peers: [] }
  const conf = keepalivedConf(resolveCluster(vars, exampleInventory()).cluster, director, version)
  expect(conf).toMatch(/^ +script_user nobody nogroup$/m)
  expect(conf).toMatch(/^ +user daemon adm$/m)
  const { data, leftOut } = readCluster(parseConf(conf, { file: 'k.conf' }).nodes, 'dir1')
  expect(leftOut).toEqual([])
  expect([data.global_defs?.script_user, data.vrrp_scripts?.check?.user]).toEqual(['nobody nogroup', 'daemon adm'])
  const { errors } = lintKeepalivedConf(conf, { file: 'k.conf', version })
  expect(errors.filter(({ message }) => /user/.test(message))).toEqual([])
})
