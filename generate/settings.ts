import { settingsSchema } from '../src/load/schema/settings-schema.ts'
import { settingWords } from '../src/load/settings/setting-words.ts'
import { table } from './table.ts'

/** Every setting of lbprov.yaml, then what ansible.cfg alone has, by its sections. */
export function settingsTable(): string {
  const { properties } = settingsSchema() as {
    readonly properties: Readonly<Record<string, { readonly description: string }>>
  }
  const both = settingWords.flatMap(({ own, cfg = [] }) =>
    own ? [[`\`${own}\``, bySection(cfg).join(', '), properties[own]!.description]] : [],
  )
  const others = bySection(settingWords.filter(({ own }) => !own).flatMap(({ cfg = [] }) => cfg))
  return table(['`lbprov.yaml`', '`ansible.cfg`', ''], [...both, ...others.map((names) => ['', names, ''])])
}

/** `defaults.forks` and the like as `[defaults] forks`, a text for each section. */
function bySection(names: readonly string[]): readonly string[] {
  const sections = Map.groupBy(names, (name) => name.split('.')[0]!)
  return [...sections].map(
    ([section, all]) => `\`[${section}] ${all.map((name) => name.slice(section.length + 1)).join('`, `')}\``,
  )
}
