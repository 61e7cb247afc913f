const minute = 60_000

/** How long each kind of script may take before it counts as lost, in ms. Packages over slow lines take their time. */
export const deadlines = { facts: 1 * minute, probe: 2 * minute, apply: 30 * minute } as const
