import type { Case } from './case.ts'

const good = ['site.yaml', '-i', 'hosts']

/** Mistakes on the command line that are told like those in files. */
export const commandLineCases: readonly Case[] = [
  {
    title: 'no inventory',
    words: ['site.yaml'],
    told: [['no inventory is given', 'as in: lbprov run site.yaml -i hosts; a file lbprov.yaml']],
  },
  {
    title: 'no playbook',
    words: ['-i', 'hosts'],
    told: [['no playbook is given', 'as in: lbprov run site.yaml -i hosts; a file lbprov.yaml']],
  },
  {
    title: 'a playbook that is not there',
    words: ['sites.yaml', '-i', 'hosts'],
    told: [['there is no playbook "sites.yaml"', 'Did you mean playbooks/site.yaml?']],
  },
  {
    title: 'a directory for a playbook',
    words: ['inventory', '-i', 'hosts'],
    told: [['there is no playbook "inventory"', 'Looked at inventory, inventory.yaml']],
  },
  {
    title: 'an inventory that is not there',
    words: ['site.yaml', '-i', 'host'],
    told: [['there is no inventory "host"', 'Did you mean inventory/hosts?']],
  },
  {
    title: '--limit to an unknown host',
    words: [...good, '--limit', 'dir3'],
    told: [['the inventory has no host or group dir3', 'Did you mean dir1?', '--limit dir3']],
  },
  {
    title: '--limit to nobody',
    words: [...good, '--limit', 'dir1:!dir1'],
    told: [['no host matches', '--list-hosts without --limit shows who there is.', "--limit 'dir1:!dir1'"]],
  },
  {
    title: '--limit from a file that is not there',
    words: [...good, '--limit', '@retry'],
    told: [['cannot read retry: there is no such file', '', '--limit @retry']],
  },
  {
    title: 'misspelt extra-vars',
    words: [...good, '-e', 'virtual_server=[]'],
    told: [['nothing uses virtual_server', 'Did you mean virtual_servers?', "--extra-vars 'virtual_server=…'"]],
  },
  {
    title: 'extra-vars without a value',
    words: [...good, '-e', 'priority'],
    told: [
      [
        'expected name=value, but found "priority"',
        "The forms are name=value, '{name: value}' and @FILE.",
        '--extra-vars',
      ],
    ],
  },
  {
    title: 'extra-vars with a wrong value',
    words: [...good, '-e', 'priority=500'],
    told: [['priority must be an integer from 1 to 254, but is 500', 'Of the directors', "--extra-vars 'priority=…'"]],
  },
  {
    title: 'extra-vars from a file that is not there',
    words: [...good, '-e', '@secrets.yml'],
    told: [['cannot read secrets.yml: there is no such file', '', '--extra-vars @secrets.yml']],
  },
]

interface Usage {
  readonly title: string
  readonly words: readonly string[]
  readonly says: string
}

/** Words that the command line does not take. */
export const usageCases: readonly Usage[] = [
  {
    title: 'an unknown option',
    words: [...good, '--chekc'],
    says: "unknown option '--chekc'\n(Did you mean --check?)",
  },
  {
    title: '--forks 0',
    words: [...good, '--forks', '0'],
    says: "argument '0' is invalid. Expected a whole number from 1 on.",
  },
  {
    title: 'an unknown format',
    words: [...good, '--format', 'xml'],
    says: 'Allowed choices are human, json, ndjson, junit.',
  },
  { title: 'an argument too many', words: [...good, 'dir1'], says: 'Expected 1 argument but got 2: site.yaml, dir1.' },
  {
    title: 'an option without its value',
    words: [...good, '--limit'],
    says: "option '-l, --limit <pattern>' argument missing",
  },
]
