import type { Case } from './case.ts'

const good = ['site.yaml', '-i', 'hosts']

/** Mistakes on the command line. */
export const commandLineCases: readonly Case[] = [
  { title: 'a playbook that is not there', words: ['sites.yaml', '-i', 'hosts'], told: [] },
  { title: 'an inventory that is not there', words: ['site.yaml', '-i', 'host'], told: [] },
  { title: '--limit to nobody', words: [...good, '--limit', 'dir3'], told: [] },
  { title: '--limit from a file that is not there', words: [...good, '--limit', '@retry'], told: [] },
  { title: 'misspelt extra-vars', words: [...good, '-e', 'virtual_server=[]'], told: [] },
  { title: 'extra-vars without a value', words: [...good, '-e', 'priority'], told: [] },
  { title: 'extra-vars with a wrong value', words: [...good, '-e', 'priority=500'], told: [] },
  { title: 'extra-vars from a file that is not there', words: [...good, '-e', '@secrets.yml'], told: [] },
]

/** Those that the command line itself finds; they are not told as problems. */
export const usageCases: readonly { title: string; words: readonly string[]; says: string }[] = [
  { title: 'an unknown option', words: [...good, '--chekc'], says: '' },
  { title: 'no inventory', words: ['site.yaml'], says: '' },
  { title: 'no playbook', words: ['-i', 'hosts'], says: '' },
  { title: 'no forks', words: [...good, '--forks', '0'], says: '' },
  { title: 'an unknown format', words: [...good, '--format', 'xml'], says: '' },
  { title: 'an argument too many', words: [...good, 'dir1'], says: '' },
  { title: 'an option without its value', words: [...good, '--limit'], says: '' },
]
