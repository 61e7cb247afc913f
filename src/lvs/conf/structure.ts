import { atLeast, between } from '../language/version.ts'
import type { Flaw } from './flaw.ts'
import {
  type ConfNode,
  keywordOf,
  type Statement,
  says,
  statements,
  titleOf,
  valuesOf,
  whereOf,
  whereToAdd,
} from './tree.ts'

/** What a block lacks, or says twice, in a way that keepalived makes something else of. */
export function checkStructure(nodes: readonly ConfNode[], version: string): readonly Flaw[] {
  const blocks = statements(nodes)
  const of = (keyword: string) => blocks.filter((block) => keywordOf(block) === keyword)
  return [
    ...of('vrrp_instance').flatMap((block) => [
      ...incomplete(block, version),
      ...masterWithoutPreemption(block),
      ...unheard(block),
    ]),
    ...of('virtual_server').flatMap((block) => [
      ...withoutForwarding(block, version),
      ...portsLacking(block, version),
      ...beforeSorryServer(block),
    ]),
    ...['vrrp_instance', 'vrrp_sync_group', 'vrrp_script'].flatMap((keyword) => repeatedNames(of(keyword))),
  ]
}

function incomplete(block: Statement, version: string): readonly Flaw[] {
  const needsAddress = atLeast(version, '2.1.0') ? ['virtual_ipaddress'] : []
  const needsInterface = atLeast(version, '2.1.0') && says(block, 'unicast_peer') ? [] : ['interface']
  return [...needsInterface, 'virtual_router_id', ...needsAddress]
    .filter((keyword) => !says(block, keyword, `no_${keyword}`))
    .map((keyword) => ({
      ...error('value', block, `${titleOf(block)} has no ${keyword}`, `add ${keyword}`),
      where: whereToAdd(block),
    }))
}

/** L33: nopreempt stays in force beside MASTER before 1.2.20, preempt_delay before 2.0.0; later they are dropped. */
function masterWithoutPreemption(block: Statement): readonly Flaw[] {
  const state = says(block, 'state')
  const word = says(block, 'nopreempt', 'preempt_delay')
  if (!state || valuesOf(state) !== 'MASTER' || !word) return []
  const hint = 'write state BACKUP on every director; the priority decides'
  const from = keywordOf(word) === 'nopreempt' ? '1.2.20' : '2.0.0'
  return [{ ...error('L33', word, `${keywordOf(word)} beside state MASTER`, hint), from }]
}

/** Before 2.1.0 the adverts go nowhere, from 2.2.0 on keepalived adds the word and complains. */
function unheard(block: Statement): readonly Flaw[] {
  const word = says(block, 'use_vmac')
  if (!word || !says(block, 'unicast_peer') || says(block, 'vmac_xmit_base')) return []
  return [
    error(
      'value',
      word,
      `${titleOf(block)} has use_vmac and unicast_peer, and no vmac_xmit_base`,
      'add vmac_xmit_base: adverts go out of the interface that the peers are on',
    ),
  ]
}

/** L28, L27: what keepalived puts where these are not said is rarely meant. */
function withoutForwarding(block: Statement, version: string): readonly Flaw[] {
  const first = block.words[1]?.text
  const flaws: Flaw[] = []
  const lacks = (rule: string, word: string, values: string, taken: string) => {
    const hint = `add ${word} ${values}; keepalived ${version} takes ${taken}`
    flaws.push(error(rule, block, `${titleOf(block)} has no ${word}`, hint))
  }
  if (first !== 'fwmark' && first !== 'group' && !says(block, 'protocol'))
    lacks('L28', 'protocol', 'TCP, UDP or SCTP', atLeast(version, '2.0.0') ? 'UDP' : 'none')
  if (!says(block, 'lb_kind', 'lvs_method')) lacks('L27', 'lb_kind', 'DR, NAT or TUN', 'NAT')
  if (!says(block, 'lb_algo', 'lvs_sched') && !between(version, '2.0.0', '2.1.0'))
    lacks('L27', 'lb_algo', 'rr, wrr, wlc …', atLeast(version, '2.0.0') ? 'wlc' : 'none')
  return flaws
}

/** They are of the sorry_server that is there already. */
function beforeSorryServer(block: Statement): readonly Flaw[] {
  const words = statements(block.body)
  const at = words.findIndex((word) => keywordOf(word) === 'sorry_server')
  return (at < 0 ? words : words.slice(0, at))
    .filter((word) => ofSorryServer.has(keywordOf(word)))
    .map((word) =>
      error('value', word, `${keywordOf(word)} stands before any sorry_server`, 'write it behind sorry_server'),
    )
}

const ofSorryServer = new Set(['sorry_server_inhibit', 'sorry_server_lvs_method'])

/** Before 2.0.15 a server without a port is one with port 0, or the end of keepalived; 2.0.7 to 2.0.14 refuse 0 as well. Before 2.0.7 it ends without that of a virtual_server, too. */
function portsLacking(block: Statement, version: string): readonly Flaw[] {
  if (!atLeast(version, '1.3.0')) return zeroPorts(block, version)
  if (!between(version, '1.3.0', '2.0.15')) return []
  const own = addressWithoutPort(block) && !atLeast(version, '2.0.7') ? [withoutPort(block, version, 1)] : []
  const least = between(version, '2.0.7', '2.0.15') ? 1 : 0
  const servers = statements(block.body)
    .filter((server) => ['real_server', 'sorry_server'].includes(keywordOf(server)))
    .filter(({ words: [, , port] }) => port === undefined || Number(port.text) < least)
  return [...own, ...servers.map((server) => withoutPort(server, version, least))]
}

const addressWithoutPort = ({ words: [, first, port] }: Statement) =>
  first !== undefined && port === undefined && !['group', 'fwmark'].includes(first.text)

function withoutPort(statement: Statement, version: string, least: number): Flaw {
  const message = `${titleOf(statement)} has no port, and keepalived ${version} needs one`
  return error('value', statement, message, `write the port of the service, with a firewall mark ${least}`)
}

/** 1.2.x takes port 0 where none is said, which only a firewall mark makes sense of. */
function zeroPorts(block: Statement, version: string): readonly Flaw[] {
  if (block.words[1]?.text === 'fwmark' || block.words[1]?.text === 'group') return []
  return statements(block.body)
    .filter(({ words }) => ['real_server', 'sorry_server'].includes(words[0].text) && words.length === 2)
    .map((server) =>
      error(
        'value',
        server,
        `${titleOf(server)} has no port, and keepalived ${version} takes 0`,
        'write the port of the service',
      ),
    )
}

function repeatedNames(blocks: readonly Statement[]): readonly Flaw[] {
  const again = [...Map.groupBy(blocks, valuesOf).values()].flatMap(([, ...others]) => others)
  return again.map((block) =>
    error('L21', block, `${titleOf(block)} is there twice`, 'give one of the two another name'),
  )
}

function error(rule: string, statement: Statement, message: string, hint: string): Flaw {
  return { rule, severity: 'error', where: whereOf(statement), message, hint }
}
