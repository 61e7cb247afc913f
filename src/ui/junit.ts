import { type Assertion, isGap, type Verification } from '../model/verification.ts'
import { cleaner } from './clean.ts'

/** A verification as JUnit XML, as CI servers read it: a suite an assertion, a case a subject. What must be looked at and was not is an error, what else was not is skipped. */
export function junit({ assertions, seconds, startedAt }: Verification, secrets: readonly string[]): string {
  const clean = cleaner(secrets)
  const text = (value: string) => xml(clean(value))
  const suites = [...Map.groupBy(assertions, ({ id }) => id).values()].map((own) => suite(own, startedAt, text))
  const head = `<testsuites name="lbprov verify" ${counts(assertions)} time="${seconds.toFixed(3)}">`
  return ['<?xml version="1.0" encoding="UTF-8"?>', head, ...suites, '</testsuites>', ''].join('\n')
}

type Text = (value: string) => string

function suite(own: readonly Assertion[], startedAt: string, text: Text): string {
  const { id, claim } = own[0]!
  const head = `  <testsuite name="${text(`${id}: ${claim}`)}" ${counts(own)} timestamp="${text(startedAt.replace(/\..*/, ''))}">`
  return [head, ...own.map((one) => testCase(one, text)), '  </testsuite>'].join('\n')
}

function counts(own: readonly Assertion[]): string {
  const count = (is: (one: Assertion) => boolean) => own.filter(is).length
  const skipped = count((one) => one.verdict === 'unchecked' && !isGap(one))
  return `tests="${own.length}" failures="${count(({ verdict }) => verdict === 'failed')}" errors="${count(isGap)}" skipped="${skipped}"`
}

function testCase(one: Assertion, text: Text): string {
  const name = [one.subject, ...one.hosts.filter((host) => host !== one.subject)].join(', ')
  const head = `    <testcase classname="${text(`lbprov.${one.id}`)}" name="${text(name)}"`
  if (one.verdict === 'ok') return `${head}/>`
  if (one.verdict === 'unchecked' && !isGap(one)) return `${head}><skipped message="${text(one.seen)}"/></testcase>`
  const tag = one.verdict === 'failed' ? 'failure' : 'error'
  const body = [`expected: ${one.expected}`, `seen: ${one.seen}`, ...(one.remedy ? [`to do: ${one.remedy}`] : [])]
  return `${head}><${tag} message="${text(one.seen)}">${text(body.join('\n'))}</${tag}></testcase>`
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
}

/** Text between tags and in attributes; what XML 1.0 has no place for is dropped. */
export function xml(value: string): string {
  return value
    .replace(/[^\t\n\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    .replace(/[&<>"\n]/g, (mark) => entities[mark]!)
}
