import { randomBytes } from 'node:crypto'
import { isInFile } from '../model/position.ts'
import type { HostReport } from '../model/report.ts'
import { failureKeys, shareSteps } from './group.ts'
import { hostList } from './hosts.ts'
import { alikeHosts } from './own-words.ts'

/** What GitHub Actions takes from a log: groups that fold, and annotations. Everything between them is text, whatever a host says. */
export interface GitHub {
  readonly begin: () => string
  readonly group: (title: string) => string
  readonly endGroup: () => string
  /** One for each failure of the report, whose values have been cleaned; the last that is written. */
  readonly end: (hosts: readonly HostReport[]) => string
}

/** https://docs.github.com/actions/reference/workflow-commands-for-github-actions */
export function gitHub(token = randomBytes(8).toString('hex')): GitHub {
  const commands = (lines: readonly string[]) => [`::${token}::`, ...lines, `::stop-commands::${token}`, ''].join('\n')
  let open = false
  return {
    begin: () => `::stop-commands::${token}\n`,
    group: (title) => {
      const text = commands(['::endgroup::', `::group::${data(title)}`])
      open = true
      return text
    },
    endGroup: () => {
      const text = open ? commands(['::endgroup::']) : ''
      open = false
      return text
    },
    end: (hosts) => [`::${token}::`, ...annotations(hosts), ''].join('\n'),
  }
}

function annotations(hosts: readonly HostReport[]): readonly string[] {
  const failed = shareSteps(hosts, ({ outcome }) => outcome === 'failed', failureKeys()).map(
    ({ hosts: names, step: { resource, declared, failure } }) => {
      const title = `${hostList(names)}: ${resource}`
      const { file, line, column } = declared
      const place = isInFile(declared) ? `,file=${property(file)},line=${line},col=${column}` : ''
      return `::error title=${property(title)}${place}::${data([failure?.message, failure?.hint].join('\n'))}`
    },
  )
  const lost = hosts.filter(
    ({ outcome, message }) => message !== undefined && outcome !== 'ok' && outcome !== 'changed',
  )
  const whole = alikeHosts(lost).map((same) => {
    const { outcome, message, hint } = same[0]!
    const title = `${hostList(same.map(({ host }) => host))}: ${outcome}`
    return `::error title=${property(title)}::${data([message, hint].join('\n').trimEnd())}`
  })
  return [...failed, ...whole]
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
