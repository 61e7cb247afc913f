import { type Host, type Inventory, localConnection } from '../../model/host.ts'
import type { LintResult } from '../../model/lint.ts'
import { own } from '../../model/own.ts'
import { resolveCluster } from '../cluster/cluster.ts'
import { firstSaid } from '../cluster/member.ts'
import type { Scene } from '../cluster/scene.ts'
import { namedAs } from '../conf/read/twins.ts'
import type { ClusterData } from '../language/cluster.ts'
import { agreementRules } from './agreement.ts'
import { type ConfLintOptions, judgedConf, problemsOf, type ReadConf, resultOf } from './keepalived-conf.ts'
import { otherPeers } from './peers.ts'
import { rules } from './rules.ts'
import { otherServices } from './services-differ.ts'

/** The keepalived.conf of one director; `options.file` is what it is called in what is told. */
export interface DirectorConf {
  readonly text: string
  readonly options: ConfLintOptions
}

/** What is wrong with the files of one cluster's directors: with each of them, and where they do not go together. */
export function lintKeepalivedConfs(confs: readonly DirectorConf[]): LintResult {
  const judged = confs.map(({ text, options }) => ({ file: options.file, ...judgedConf(text, options) }))
  const alone = judged.flatMap(({ told }) => told)
  const [first, second] = confs
  if (!first || !second) return resultOf(alone)
  const all = judged.map((conf, i) => (i === 0 ? conf : { ...conf, read: namedAs(judged[0]!.read, conf.read).read }))
  const scene = sceneOfAll(all)
  return resultOf([
    ...alone,
    ...ofTogether.flatMap((rule) => problemsOf({ ...rule, checkVersion: () => [] }, scene, first.options.version)),
    ...otherPeers(all),
    ...otherServices(all),
  ])
}

const ofTogether = [...agreementRules, ...rules.filter(({ id }) => id === 'L09' || id === 'L46')]

/** The directors of the files, each with its own variables; priorities, which are each one's own, by file. */
function sceneOfAll(all: readonly ReadConf[]): Scene {
  const hosts = all.map(({ file, read }): Host => {
    const origin: Host['origin'] = (variable, path = []) =>
      (all.find((one) => path.includes(one.file))?.read ?? read).origin(variable, path)
    return { name: file, groups: [], vars: {}, origin, connection: localConnection }
  })
  const host = (name: string) => hosts.find((one) => one.name === name)
  const inventory: Inventory = { hosts, groups: new Map(), host }
  const directors = all.map(({ read }, i) => ({
    host: hosts[i]!,
    roles: [],
    data: withPriorities(read.data, all),
    priority: null,
  }))
  const data = firstSaid(directors.map((director) => director.data))
  const about = { members: [], directorGroup: 'directors', withRepositories: [] }
  return { ...resolveCluster(data, inventory), data, directors, inventory, ...about }
}

/** keepalived takes 100 where a file says no priority. */
function withPriorities(data: ClusterData, all: readonly ReadConf[]): ClusterData {
  const instances = Object.entries(data.vrrp_instances ?? {}).map(([name, words]) => {
    const having = all.filter(({ read }) => own(read.data.vrrp_instances, name) !== undefined)
    const priorities = having.map(({ file, read }) => [
      file,
      own(own(read.data.vrrp_instances, name)?.priority, file) ?? 100,
    ])
    return [name, { ...words, priority: Object.fromEntries(priorities) }]
  })
  return { ...data, vrrp_instances: Object.fromEntries(instances) }
}
