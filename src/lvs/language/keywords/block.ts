/** The keywords of a block by the version that they came with, and the last version of those that went. */
export interface KeywordBlock {
  readonly since: Readonly<Record<string, string>>
  readonly until?: Readonly<Record<string, string>>
  /** What stands behind keywords (see kindsOf) to the keywords; `2.0.0: int(1,9)` from that version on. Of a word that is not there nothing is known. */
  readonly values?: Readonly<Record<string, string>>
}
