import { nearest } from '../model/nearest.ts'

/** `did you mean X?` for the candidate that `text` is most likely a slip for; empty when none is near. */
export function didYouMean(text: string, candidates: readonly string[]): string {
  const near = nearest(text, candidates)
  return near === undefined ? '' : `did you mean ${near}?`
}
