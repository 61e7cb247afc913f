/** The keywords of a block by the version that they came with, and the last version of those that went. */
export interface KeywordBlock {
  readonly since: Readonly<Record<string, string>>
  readonly until?: Readonly<Record<string, string>>
}
