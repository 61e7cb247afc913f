/** A plain scalar's value; `doubt`: Ansible has a number that nobody means who writes it so. */
export interface PlainScalar {
  readonly value: unknown
  readonly doubt?: { readonly message: string; readonly hint: string }
}

const truth = /^(?:(?:yes|Yes|YES|true|True|TRUE|on|On|ON)|(?:no|No|NO|false|False|FALSE|off|Off|OFF))$/
const float = /^(?:[-+]?\d[\d_]*\.[\d_]*(?:[eE][-+]\d+)?|\.\d[\d_]*(?:[eE][-+]\d+)?)$/
const integer = /^[-+]?(?:0b[01_]+|0x[\da-fA-F_]+|0[0-7_]+|0|[1-9][\d_]*)$/
const sexagesimal = /^[-+]?[1-9][\d_]*(?::[0-5]?\d)+(?:\.[\d_]*)?$/

/** What a word without quotes means in YAML 1.1 as Ansible reads it: `yes` is true, `0644` is 420, `1:30` is 90; `1e5` and `08` are text. */
export function plainScalar(text: string): PlainScalar {
  if (/^(?:~|null|Null|NULL|)$/.test(text)) return { value: null }
  if (truth.test(text)) return { value: /^(?:y|t|on)/i.test(text) }
  if (integer.test(text)) return wholeNumber(text)
  if (float.test(text)) return { value: Number(text.replaceAll('_', '')) }
  return sexagesimal.test(text) ? { value: inSixties(text), doubt: doubtOf(text, inSixties(text)) } : { value: text }
}

function wholeNumber(text: string): PlainScalar {
  const [, sign = '', digits = ''] = /^([-+]?)(.*)$/.exec(text.replaceAll('_', '')) ?? []
  const isOctal = /^0\d+$/.test(digits)
  const value = (sign === '-' ? -1 : 1) * Number(isOctal ? `0o${digits}` : digits)
  if (!Number.isSafeInteger(value)) return { value: text }
  return isOctal && value !== Number(digits) ? { value, doubt: doubtOf(text, value) } : { value }
}

function inSixties(text: string): number {
  const parts = text.replace(/^[-+]/, '').replaceAll('_', '').split(':')
  return (text.startsWith('-') ? -1 : 1) * parts.reduce((sum, part) => sum * 60 + Number(part), 0)
}

function doubtOf(text: string, value: number) {
  return {
    message: `without quotes ${text} is the number ${value}, as in Ansible`,
    hint: `Write "${text}" in quotes, or ${value}.`,
  }
}
