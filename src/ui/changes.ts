import type { Change } from '../model/change.ts'
import type { StepReport } from '../model/report.ts'
import type { Look } from './look.ts'
import type { Paint, Style } from './paint.ts'
import { countLines, patchOf } from './patch.ts'
import { counted } from './words.ts'

/** The lines below a step that say which attributes differ and how; texts of several lines as a patch if asked for. */
export function changeLines(step: StepReport, look: Look): string[] {
  const [texts, plain] = [step.changes.filter(isText), step.changes.filter((change) => !isText(change))]
  const path = nameOf(step.resource)
  const scalars = step.outcome === 'deleted' ? [] : step.outcome === 'created' ? created(plain) : plain.map(scalar)
  const wanted = step.outcome === 'deleted' && !look.diff ? [] : texts
  return [...scalars, ...wanted.flatMap((change) => textLines(change, path, look))]
}

function isText({ from, to }: Change): boolean {
  return [from, to].some((value) => value?.includes('\n'))
}

/** `/etc/hosts` of `file[/etc/hosts]`. */
function nameOf(resource: string): string {
  return resource.slice(resource.indexOf('[') + 1).replace(/\]$/, '')
}

function created(changes: readonly Change[]): string[] {
  const words = changes.map(({ attribute, to }) => `${attribute}: ${to ?? '(none)'}`)
  return words.length === 0 ? [] : [words.join(', ')]
}

function scalar({ attribute, from, to }: Change): string {
  return `${attribute}: ${from ?? '(none)'} → ${to ?? '(none)'}`
}

function textLines({ attribute, from, to }: Change, path: string, { diff, paint }: Look): string[] {
  if (!diff && from === null) return [`${attribute}: ${counted(countLines(to), 'line')}`]
  const { added, removed, lines } = patchOf(path, from, to)
  if (diff && lines) return [`${attribute}:`, ...lines.map((line) => paintLine(line, paint))]
  return [`${attribute}: +${added} −${removed} lines${lines ? '' : ' (too different to compare)'}`]
}

const patchStyles: Readonly<Record<string, Style>> = { '+': 'green', '-': 'red', '@': 'cyan', '\\': 'dim' }

function paintLine(line: string, paint: Paint): string {
  if (line.startsWith('--- before: ') || line.startsWith('+++ after: ')) return paint('bold', line)
  const style = patchStyles[line.charAt(0)]
  return style ? paint(style, line) : line
}
