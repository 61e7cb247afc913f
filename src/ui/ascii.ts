/** lbprov's own signs, and what stands for each where a terminal has ASCII alone. */
const signs: Readonly<Record<string, string>> = {
  '…': '...',
  '→': '->',
  '↻': '*',
  '✖': 'x',
  '✔': 'v',
  '·': '.',
  '−': '-',
  '–': '-',
  '│': '|',
  '─': '-',
  '‹': '<',
  '›': '>',
  '’': "'",
}

/** The text in signs that every terminal has; names of hosts stay as they are. */
export function asciiOf(text: string): string {
  return text.replace(/[…→↻✖✔·−–│─‹›’]/g, (sign) => signs[sign]!)
}

/** False where the locale names another encoding; true, too, where none is set. */
export function takesUtf8({ LC_ALL, LC_CTYPE, LANG }: Readonly<Record<string, string | undefined>>): boolean {
  const locale = LC_ALL || LC_CTYPE || LANG || ''
  return locale === '' || /utf-?8/i.test(locale)
}
