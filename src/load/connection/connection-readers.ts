import { isAddress, isPath, isUserName } from '../../model/address.ts'
import type { HostKeyPolicy } from '../../model/host.ts'
import { Secret } from '../../shell/script.ts'
import type { Problems } from '../text/problems.ts'
import { listed } from '../text/sentences.ts'
import { shown, textOf, type Variable } from '../text/variable.ts'

/** Gives the value, or undefined after telling why there is none. */
export type Reader<T> = (variable: Variable, name: string, problems: Problems) => T | undefined

const quotes = 'Put it in quotes.'

/** Text that passes the test. */
function word(expected: string, test: (text: string) => boolean, hint: string): Reader<string> {
  return (variable, name, problems) => {
    const value = variable.text !== undefined && typeof variable.value !== 'object' ? variable.text : variable.value
    if (typeof value !== 'string') return wrong(variable, name, 'text', problems, quotes)
    return value !== '' && test(value) ? value : wrong(variable, name, expected, problems, hint)
  }
}

const oneAddress = word(
  'a host name or an address',
  (text) => isAddress(unbracketed(text)),
  'A name has letters, digits, ".", "-" and "_"; an IPv6 address may end in %interface. The port is ansible_port.',
)
const unbracketed = (text: string) => text.replace(/^\[([^:\n]*:.*)\]$/, '$1')

export const address: Reader<string> = (...about) => {
  const text = oneAddress(...about)
  return text && unbracketed(text)
}

export const user: Reader<string> = word('a user name', isUserName, 'One word, not beginning with "-".')

export const file: Reader<string> = word('the path of a file', isPath, 'In one line, without control characters.')

export const secret: Reader<Secret> = (variable, name, problems) => {
  const value = typeof variable.value === 'string' ? variable.value : variable.text
  if (value === undefined) problems.add(variable.locate(), `${name} must be text`, quotes)
  else if (/[\0\r\n]/.test(value)) problems.add(variable.locate(), `${name} must be one line`, oneLine)
  else return new Secret(value)
  return undefined
}

const oneLine = 'In YAML, a text after | ends in a line feed: put it in quotes instead.'

export const flag: Reader<boolean> = (variable, name, problems) => {
  const said = textOf(variable.value).toLowerCase()
  if (['true', 'yes', 'on', '1'].includes(said)) return true
  if (['false', 'no', 'off', '0'].includes(said)) return false
  return wrong(variable, name, 'true or false', problems)
}

export const port: Reader<number> = (variable, name, problems) => {
  const number = /^\d+$/.test(textOf(variable.value)) ? Number(variable.value) : 0
  return number >= 1 && number <= 65535 ? number : wrong(variable, name, 'a whole number from 1 to 65535', problems)
}

export const seconds: Reader<number> = (variable, name, problems) => {
  const number = Number(textOf(variable.value))
  return number > 0 && number <= 3600 ? number : wrong(variable, name, 'a number of seconds from 1 to 3600', problems)
}

export const policyOfFlag: Reader<HostKeyPolicy> = (variable, name, problems) => {
  const checked = flag(variable, name, problems)
  return checked === undefined ? undefined : checked ? 'strict' : 'off'
}

export function oneOf<const W extends string>(...words: readonly W[]): Reader<W> {
  return (variable, name, problems) =>
    words.find((one) => one === variable.value) ??
    wrong(variable, name, listed(words).replace(/ and /, ' or '), problems)
}

export const sudoOnly: Reader<string> = (variable, name, problems) =>
  variable.value === 'sudo'
    ? 'sudo'
    : wrong(variable, name, 'sudo', problems, 'lbprov becomes another user with sudo only.')

function wrong(variable: Variable, name: string, expected: string, problems: Problems, hint?: string): undefined {
  problems.add(variable.locate(), `${name} must be ${expected}, but is ${shown(variable.value)}`, hint)
}
