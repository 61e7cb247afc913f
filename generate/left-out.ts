import { confBlocks } from '../src/lvs/language/blocks.ts'
import { furtherEntries } from '../src/lvs/language/further-entries.ts'
import { table } from './table.ts'

/** The words of keepalived.conf that the variables do not have, those of one reason in one row. */
export function leftOutTable(): string {
  const words = Object.entries({ ...confBlocks, ...furtherEntries }).flatMap(([path, block]) =>
    Object.entries(block).flatMap(([word, { model, instead }]) =>
      model === undefined && instead !== undefined ? [{ block: path.split(' ').at(-1)!, word, instead }] : [],
    ),
  )
  return table(
    ['in', 'words', 'what to do'],
    [...Map.groupBy(words, ({ instead }) => instead)].map(([instead, own]) => {
      const blocks = [...new Set(own.map(({ block }) => block))].filter(
        (block) => !own.some(({ word }) => word === block),
      )
      const names = [...new Set(own.filter(({ block }) => blocks.includes(block)).map(({ word }) => `\`${word}\``))]
      return [
        blocks.map((block) => (block === '' ? 'outermost' : `\`${block}\``)).join(', '),
        names.join(', '),
        instead,
      ]
    }),
  )
}
