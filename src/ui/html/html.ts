import { xml } from '../junit.ts'

/** Text of a page that may stand as it is. */
export interface Html {
  readonly html: string
}

type Value = Html | string | number | readonly (Html | string)[]

/** A piece of a page; every value that is no piece itself is escaped. */
export function html(parts: TemplateStringsArray, ...values: readonly Value[]): Html {
  return { html: parts.map((part, i) => (i === 0 ? part : written(values[i - 1]!) + part)).join('') }
}

/** Text that is HTML or SVG already. */
export function raw(text: string): Html {
  return { html: text }
}

function written(value: Value): string {
  if (Array.isArray(value)) return value.map((one) => written(one as Html | string)).join('')
  return typeof value === 'object' ? (value as Html).html : xml(String(value)).replaceAll('&#10;', '\n')
}
