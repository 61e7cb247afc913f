import { readFileSync } from 'node:fs'

/** Root, the user, and under sudo, where root works for somebody, the user who called it. */
export const trusted = (user: number): readonly number[] => [
  0,
  user,
  ...(user === 0 && process.env.SUDO_UID ? [Number(process.env.SUDO_UID)] : []),
]

/** True for a group of the user's own, as many systems make it for each and let it write. */
export function isPrivate(gid: number, user: number, etc: string): boolean {
  const users = linesOf(`${etc}/passwd`)
  const named = linesOf(`${etc}/group`).filter(([, , id]) => Number(id) === gid)
  const members = named.flatMap(([, , , names]) => names?.split(',').filter(Boolean) ?? [])
  const ids = [
    ...users.filter(([, , , group]) => Number(group) === gid).map(([, , id]) => id),
    ...members.map((member) => users.find(([name]) => name === member)?.[2]),
  ]
  return named.length > 0 && ids.every((id) => trusted(user).includes(Number(id)))
}

function linesOf(file: string): string[][] {
  try {
    return readFileSync(file, 'utf8')
      .split('\n')
      .map((line) => line.split(':'))
  } catch {
    return []
  }
}
