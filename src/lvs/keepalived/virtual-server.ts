import type { RealServer, Service } from '../service.ts'
import { flag, type Node, word } from './block.ts'
import { checkerNodes } from './checker.ts'

/** A virtual_server with its real servers. nat_mask is never written: it went with 1.2.20 and meant nothing before. */
export function virtualServerBlock(service: Service, version: string): Node {
  const { words, target } = service
  return {
    head: `virtual_server ${target.address === null ? `fwmark ${target.fwmark}` : `${target.address} ${target.port}`}`,
    body: [
      `delay_loop ${service.delayLoop}`,
      `lb_algo ${service.scheduler}`,
      `lb_kind ${service.forwarding}`,
      ...word('persistence_timeout', service.persistenceTimeout),
      ...word('persistence_granularity', service.persistenceGranularity),
      ...(target.address === null ? [] : [`protocol ${service.protocol}`]),
      ...flag('alpha', words.alpha),
      ...flag('omega', words.omega),
      ...word('quorum', words.quorum),
      ...word('hysteresis', words.hysteresis),
      ...sorryServer(service),
      ...service.realServers.map((server) => realServerBlock(server, service, version)),
    ],
  }
}

function sorryServer({ sorryServer: sorry }: Service): readonly string[] {
  return sorry ? [`sorry_server ${sorry.address} ${sorry.port}`] : []
}

function realServerBlock(server: RealServer, service: Service, version: string): Node {
  const port = service.target.address === null ? '' : ` ${server.port}`
  return {
    head: `real_server ${server.address}${port}`,
    body: [
      `weight ${server.weight}`,
      ...(server.forwarding === service.forwarding ? [] : [`lvs_method ${server.forwarding}`]),
      ...flag('inhibit_on_failure', server.inhibitOnFailure),
      ...word('uthreshold', server.upperThreshold),
      ...word('lthreshold', server.lowerThreshold),
      ...(service.checker ? checkerNodes(service.checker, version) : []),
    ],
  }
}
