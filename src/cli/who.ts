import { hostname, userInfo } from 'node:os'

/** Who runs this command, and on which machine: `adam@ops1`. */
export function whoAndWhere(): string {
  return `${userName()}@${hostname()}`
}

function userName(): string {
  try {
    return userInfo().username
  } catch {
    return process.env.USER ?? 'somebody'
  }
}
