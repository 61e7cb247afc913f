import { lineOf, type Owned, ownedLabel, recordFile } from '../model/owned.ts'
import type { Sighting } from '../model/plan.ts'
import type { Kind, Resource } from '../model/resource.ts'
import { sh } from '../shell/script.ts'
import { forgetLines } from './record.ts'

/** A line of a host's record that has had its time: the thing is gone, or stays and is nobody's of lbprov's from now on. */
export const recordKind: Kind = {
  name: 'record',
  providers: [
    {
      name: 'file',
      probe: ({ options }) =>
        sh`if grep -qxF -e ${lineOf(options as Owned)} ${recordFile} 2>/dev/null; then put line there; fi`,
      apply: ({ options }) => forgetLines([options as Owned]),
    },
  ],
}

/** The line as a resource that shall not be there. */
export function lineResource(owned: Owned): Resource {
  const where = { file: recordFile, line: 1, column: 1 }
  return { kind: recordKind, name: ownedLabel(owned), desired: null, options: owned, refreshOn: [], tags: [], where }
}

/** What is seen of it when the record has been read. */
export const lineThere: Sighting = { observed: { line: 'there' }, pendingRefresh: false }
