/** What a run looks at beyond single hosts: before the first change, and after the last. */
export { hearBefore } from './hear.ts'
export { type Asked, lookAtHolders } from './holders.ts'
