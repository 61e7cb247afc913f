const name = /^[A-Za-z0-9_][A-Za-z0-9._-]*$/
const six = /^(?=[^:]*:[^:]*:)[0-9A-Fa-f:]+(?:\d+\.\d+\.\d+\.\d+)?(?:%[A-Za-z0-9._-]{1,32})?$/

/** True for a host's name or address: no blank, control character, pattern or list, so that it means one host wherever it is written. */
export const isAddress = (text: string): boolean => text.length <= 253 && (name.test(text) || six.test(text))

/** True for what may be the name of a user: one printable word that no program takes for an option. */
export const isUserName = (text: string): boolean => /^(?!-)[^\s\p{C}]{1,256}$/u.test(text)

/** True for a path that is one line of text. */
export const isPath = (text: string): boolean => /^[^\p{Cc}\u2028\u2029]+$/u.test(text)
