/** Our own words in a picture: a secret that happens to be one of them gives nothing away there. */
export const pictureWords: ReadonlySet<string> = new Set(['state', 'forwarding', 'lookedAt'])
