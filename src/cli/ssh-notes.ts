import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Connection } from '../model/host.ts'
import type { Site } from '../model/play.ts'
import { isIgnored, spelling } from '../model/ssh-words.ts'

/** What is said once of options for ssh, and of its configuration where there is no ssh to ask. */
export async function sshNotes({ plays }: Pick<Site, 'plays'>): Promise<readonly string[]> {
  const connections = plays.flatMap(({ assignments }) => [...assignments.keys()].map(({ connection }) => connection))
  const ways = [...new Set(connections.flatMap(wholeWay))].filter(({ transport }) => transport === 'ssh')
  const ignored = ways.flatMap(({ ssh }) => ssh?.options.filter(isIgnored) ?? [])
  const words = [...new Set(ignored.map(({ keyword }) => spelling.get(keyword)!))].toSorted()
  return [
    ...(words.length === 0 ? [] : [`options for ssh that make no difference here: ${words.join(', ')}`]),
    ...((await someUnread(ways))
      ? [
          "there is no ssh on this machine, so what ssh's configuration says of hosts is not read: install openssh-client",
        ]
      : []),
  ]
}

/** Of a host ssh's configuration says something, and there is no ssh to ask what. */
async function someUnread(ways: readonly Connection[]): Promise<boolean> {
  const folders = (process.env.PATH ?? '').split(':')
  if (folders.some((folder) => existsSync(join(folder || '.', 'ssh')))) return false
  const { configSaysSomething } = await import('../transport/ssh-config-files.ts')
  const { plainAnswer } = await import('../transport/ssh-config-plain.ts')
  return ways.some((way) => way.ssh && configSaysSomething(way.ssh.file) && !plainAnswer(way))
}

const wholeWay = (connection: Connection): readonly Connection[] =>
  connection.jump ? [connection, ...wholeWay(connection.jump)] : [connection]
