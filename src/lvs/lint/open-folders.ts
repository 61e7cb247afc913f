/** Whether others than root may write in the folders of that path. */
export function othersWrite(path: string): boolean {
  return /^\/(tmp|var\/tmp|dev\/shm|home)\//.test(path)
}
