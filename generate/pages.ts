import { readFileSync } from 'node:fs'
import { lintKeepalivedConf } from '../src/lvs/lint/keepalived-conf.ts'
import { rules } from '../src/lvs/lint/rules.ts'
import { assertions } from '../src/lvs/verify/assertion.ts'
import { lintText } from '../src/ui/lint-text.ts'
import { changesTable } from './changes.ts'
import { kindsTable } from './kinds.ts'
import { leftOutTable } from './left-out.ts'
import { settingsTable } from './settings.ts'
import { table } from './table.ts'
import { checkersTable, checkerWordsTable, wordsTable } from './words.ts'

type Part = (words: readonly string[], page: string) => string

/** What may stand between `<!-- generate: NAME WORD… -->` and `<!-- /generate -->`, by its name. */
const parts: Readonly<Record<string, Part>> = {
  words: ([path, ...which]) => wordsTable(path!, which),
  changes: changesTable,
  checkers: checkersTable,
  'checker-words': checkerWordsTable,
  'left-out': leftOutTable,
  rules: rulesTable,
  assertions: () =>
    table(
      ['id', 'what must hold', 'how it is seen', 'essential'],
      Object.entries(assertions).map(([id, { claim, how, essential }]) => [
        `\`${id}\``,
        claim,
        how,
        essential ? 'yes' : 'no',
      ]),
    ),
  file: ([path, language]) =>
    `\`\`\`${language}\n${readFileSync(new URL(`../${path}`, import.meta.url), 'utf8').trimEnd()}\n\`\`\``,
  kinds: kindsTable,
  settings: settingsTable,
  'lint-of-example': (_, page) => lintOfExample(page),
}

/** The page with its generated parts as they should be. */
export function generated(page: string): string {
  const text = page.replace(
    /^(<!-- generate: (.*?) -->\n)[\s\S]*?^(<!-- \/generate -->)$/gm,
    (_, begin, words, end) => {
      const [name, ...rest] = words.split(' ')
      const part = parts[name]
      if (!part) throw new Error(`nothing generates "${name}"; there are ${Object.keys(parts).join(', ')}`)
      return `${begin}${part(rest, page)}\n${end}`
    },
  )
  const [begins, ends] = [/^<!-- generate: /gm, /^<!-- \/generate -->$/gm].map(
    (mark) => [...text.matchAll(mark)].length,
  )
  if (begins !== ends) throw new Error(`${begins} generated parts begin and ${ends} end`)
  return text
}

/** L01, L02, …, then those with a name. */
function rulesTable(): string {
  const isNumbered = ({ id }: { readonly id: string }) => /^L\d+$/.test(id)
  const byId = rules.toSorted((a, b) => Number(isNumbered(b)) - Number(isNumbered(a)) || (a.id < b.id ? -1 : 1))
  return table(
    ['rule', 'severity', 'what must hold', 'keepalived -t'],
    byId.map(({ id, severity, title, keepalivedTest }) => [id, severity, title, keepalivedTest]),
  )
}

/** What lint says of the page's own keepalived.conf, as EL7 reads it. */
function lintOfExample(page: string): string {
  const [, conf] = /```conf\n([\s\S]*?)```/.exec(page)!
  const result = lintKeepalivedConf(conf!, { file: 'keepalived.conf', version: '1.3.5' })
  return `\`\`\`\n${lintText(result, { color: false, secrets: [] }).trimEnd()}\n\`\`\``
}
