import type { Problems } from './problems.ts'

/** Signs of a Chinese input method where a file's own are meant, by what each stands for. */
const signs: Readonly<Record<string, string>> = {
  '：': ':',
  '，': ',',
  '＝': '=',
  '［': '[',
  '］': ']',
  '｛': '{',
  '｝': '}',
  '　': 'a space',
}

/** Behind a name, around a flow list, or as indentation: in text they are welcome. */
const places = [
  /^\s*(?:- )?["']?[\w.-]+["']?\s*([：＝])/,
  /^ *(　)/,
  /^\s*(?:- )?(?:[\w.-]+\s*[:=]\s*)?([［｛])/,
  /^[^"'#]*[[{][^"'\]}#]*([，］｝])/,
  /^[\w.-]+ +\w+(＝)/,
]

/** Tells of signs of full width that are taken for text; true when there were any. */
export function tellFullWidth(text: string, file: string, problems: Problems): boolean {
  // Nearly no file has one.
  if (!/[：，＝［］｛｝　]/.test(text)) return false
  let found = false
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (/^\s*[#;]/.test(line)) continue
    const match = places.map((place) => place.exec(line)).find((one) => one !== null)
    if (!match) continue
    const sign = match[1]!
    const code = sign.codePointAt(0)!.toString(16).toUpperCase()
    const column = match.index + match[0].lastIndexOf(sign) + 1
    const hint = `Write ${signs[sign]} instead: it was typed with an input method that was on.`
    problems.lose({ file, line: index + 1, column }, `${sign} (U+${code}, full width) is text here`, hint)
    found = true
  }
  return found
}
