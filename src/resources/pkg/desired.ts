/** A package as it shall be. */
export type Desired = { installed: boolean; version?: string }
