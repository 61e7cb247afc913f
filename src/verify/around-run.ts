/** What a run looks at beyond single hosts: before the first change, between stages, and after the last. */
export { hearBefore } from './hear.ts'
export { type Asked, lookAtHolders } from './holders.ts'
export { type SiteSchedule, scheduleOf } from './schedule.ts'
export { lookAfterStage } from './stage-end.ts'
