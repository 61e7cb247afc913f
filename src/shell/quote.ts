const plainWord = /^[A-Za-z0-9_@%+:,./-]+$/

/** One word of POSIX `sh` that stands for exactly `text`. Throws on NUL, which no shell word can hold. */
export function quote(text: string): string {
  if (text.includes('\0')) throw new RangeError('a NUL byte cannot be part of a shell word')
  return plainWord.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}

/** An extended regular expression, of grep -E and awk, for exactly `text`; to be quoted for the shell as well. */
export function literally(text: string): string {
  return text.replaceAll(/[\\^]/g, '\\$&').replaceAll(/[.[*+?(){}|$]/g, '[$&]')
}
