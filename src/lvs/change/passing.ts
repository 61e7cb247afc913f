import { parseConf } from '../conf/parse.ts'
import { printConf } from '../conf/print.ts'
import { type ConfNode, isStatement, keywordOf } from '../conf/tree.ts'

/** Where `virtual_server` and its groups come from, and all else. */
export interface PassingParts {
  readonly services: string
  readonly others: string
}

/** A keepalived.conf made of two: the services of one, and everything else of the other. */
export function passingConf({ services, others }: PassingParts, director: string): string {
  const nodes = (text: string) => parseConf(text, { file: director }).nodes
  return printConf([...nodes(others).filter((node) => !isService(node)), ...nodes(services).filter(isService)])
}

const isService = (node: ConfNode) =>
  isStatement(node) && ['virtual_server', 'virtual_server_group'].includes(keywordOf(node))
