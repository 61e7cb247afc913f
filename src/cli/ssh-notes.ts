import type { Connection } from '../model/host.ts'
import type { Site } from '../model/play.ts'
import { isIgnored, spelling } from '../model/ssh-words.ts'
import { configIsUnread } from '../transport/ssh-config-files.ts'

/** What is said once of options for ssh, and of its configuration where there is no ssh to ask. */
export function sshNotes({ plays }: Pick<Site, 'plays'>): readonly string[] {
  const connections = plays.flatMap(({ assignments }) => [...assignments.keys()].map(({ connection }) => connection))
  const ways = [...new Set(connections.flatMap(wholeWay))].filter(({ transport }) => transport === 'ssh')
  const ignored = ways.flatMap(({ ssh }) => ssh?.options.filter(isIgnored) ?? [])
  const words = [...new Set(ignored.map(({ keyword }) => spelling.get(keyword)!))].toSorted()
  return [
    ...(words.length === 0 ? [] : [`options for ssh that make no difference here: ${words.join(', ')}`]),
    ...(ways.some(({ ssh }) => ssh && configIsUnread(ssh.file))
      ? [
          "there is no ssh on this machine, so what ssh's configuration says of hosts is not read: install openssh-client",
        ]
      : []),
  ]
}

const wholeWay = (connection: Connection): readonly Connection[] =>
  connection.jump ? [connection, ...wholeWay(connection.jump)] : [connection]
