import { awaitPackageWork, packageWorkLook } from '../resources/pkg/outlive.ts'
import { framed, type Part, type Transcript } from '../shell/frames.ts'
import { deadlines } from './deadlines.ts'
import type { Answer, Link } from './link.ts'

const workId = 'work'

/** Looks whether package work of a run that was broken off still goes on. */
export const workLook: Part = { id: workId, mode: 'look', body: packageWorkLook }

/** True where `workLook` found some. */
export const worksOn = ({ sections }: Transcript): boolean => sections.get(workId)?.values.process !== undefined

/** Waits for its end: what is looked at before is not what will be. */
export function workEnded(link: Link, onWait?: (what: string) => void): Promise<Answer> {
  return link.ask((token) => framed(token, [{ id: workId, mode: 'act', body: awaitPackageWork }]), {
    deadlineMs: deadlines.apply,
    keepShell: true,
    onPart: () => {},
    ...(onWait && { onWait }),
  })
}
