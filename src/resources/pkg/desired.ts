/** A package as it shall be. */
export type Desired = { installed: boolean; version?: string }

/** `purge`: left over, and goes with its configuration. */
export type Options = 'purge' | null
