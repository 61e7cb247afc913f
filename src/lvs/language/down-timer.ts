/** down_timer_adverts, which an instance and global_defs have. */
export function missedAdverts<const D extends string>(description: D) {
  return {
    since: '2.2.3',
    takes: 'int(1,100)',
    model: { type: 'integer', minimum: 1, maximum: 100, description },
  } as const
}
