import { odd } from '../../language/kinds.ts'
import type { Check } from './entry.ts'

/** Whom mail goes to; several on a line are parted by blanks. */
export const checkReceiver: Check = ({ words }) =>
  words
    .filter(({ text }, i) => odd.test(text) || !(i === 0 ? /^[^-,;][^,;]*$/ : /^[^@,;]+@[^@,;]+$/).test(text))
    .map((word) => [word, `${JSON.stringify(word.text)} is no address to mail to`, 'one as ops@example.net'])
