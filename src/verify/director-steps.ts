import type { Step } from '../model/plan.ts'
import { label, type Resource } from '../model/resource.ts'
import { keepalivedConf } from './verify.ts'

/** The place of keepalived.conf in a director's plan; -1: it is not there. */
export const placeOfConf = (steps: readonly Step[]): number =>
  steps.findIndex(({ resource }) => label(resource) === keepalivedConf)

/** The step of keepalived.conf. */
export const confOf = (steps: readonly Step[]): Step | undefined => steps[placeOfConf(steps)]

/** keepalived as a service of the plan. */
export const daemonOf = (steps: readonly Step[]): Resource | undefined =>
  steps.find(({ resource }) => label(resource) === 'service[keepalived]')?.resource
