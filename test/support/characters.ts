import fc from 'fast-check'

/** Any character of Unicode. fast-check's `binary` makes a table of all of them first, which takes longer than most tests. */
export const anyCharacter = fc
  .oneof(fc.nat(0xd7ff), fc.integer({ min: 0xe000, max: 0x10ffff }))
  .map((code) => String.fromCodePoint(code))
