import { Command, InvalidArgumentError, Option } from 'commander'
import type { Shard } from '../model/report.ts'
import type { Out } from './out.ts'
import type { RunFlags } from './run-flags.ts'
import { commaList, gather, parseShard, positive, vaultId } from './values.ts'

/** `lbprov run`; what it does is loaded only when it is asked for. */
export function runCommand(version: string, out: Out): Command {
  const command = new Command('run')
    .description('bring the hosts of a playbook into the state that its roles describe')
    .argument('[playbook]', 'looked for as given, then in playbooks/')
    .option(
      '-i, --inventory <file>',
      'a file or directory, looked for as given, then in inventory/ (repeatable)',
      gather,
    )
    .option('-C, --check', 'say what would be done, change nothing')
    .option('-D, --diff', 'show how the content of files differs')
    .option('--out <file>', 'with --check: keep the plan in this file')
    .option('--plan <file>', 'do exactly what this plan has, or nothing where a host is not as it was planned for')
    .option('-y, --yes', 'do not ask on a terminal (LBPROV_YES=1 means the same)')
    .option('-l, --limit <pattern>', 'only these hosts and groups, as in a play (repeatable)', gather)
    .option('--wait <seconds>', 'wait so long for another run that has one of the hosts', positive)
    .option('-f, --forks <n>', 'hosts worked on at a time', positive, 50)
    .option(
      '--drain-wait <seconds>',
      'how long real servers that are taken out keep the connections they have',
      positive,
      60,
    )
    .option('--shard <i/n>', 'only the i-th of n parts of the hosts; a cluster is never split', shard)
    .option(
      '-e, --extra-vars <vars>',
      'k=v, YAML or JSON in braces, or @FILE; wins over all other variables (repeatable)',
      gather,
    )
    .option('--roles-path <folder>', 'own roles that are not in roles/ beside the playbook (repeatable)', gather)
  return withOutputOptions(withStepOptions(withLoginOptions(command)))
    .addHelpText('after', examples)
    .action(async (playbook: string | undefined, flags: RunFlags) => {
      const { run } = await import('./run.ts')
      process.exitCode = await run(playbook, flags, version, out)
    })
}

/** What is done of what the roles want, and beyond. */
function withStepOptions(command: Command): Command {
  return command
    .option('-t, --tags <tags>', 'only steps with one of these tags; a role is a tag of its steps', commaList)
    .option('--skip-tags <tags>', 'no steps with one of these tags', commaList)
    .option('--purge', 'packages that a run installed and no role asks for any more are removed, too')
}

/** How hosts are entered, where the inventory says nothing. */
function withLoginOptions(command: Command): Command {
  return command
    .option('-u, --user <name>', 'log in as, where the inventory says nothing (ansible_user)')
    .option('--private-key <file>', 'log in with, where the inventory says nothing (ansible_ssh_private_key_file)')
    .option('-b, --become', 'become root with sudo (ansible_become)')
    .option('-k, --ask-pass', 'ask for the login password, where the inventory says nothing (ansible_password)')
    .option(
      '--vault-password-file <file>',
      'the password of ansible-vault, or a program that prints it (repeatable)',
      gather,
    )
    .option('--vault-id <label@file>', 'the same for vaults of one label; LABEL@prompt asks (repeatable)', vaultId)
    .option('--ask-vault-pass', 'ask for the password of ansible-vault')
    .option(
      '-K, --ask-become-pass',
      'ask for the sudo password (ansible_become_password); nothing typed: the login password',
    )
    .option('--accept-new-host-keys', 'take the keys of hosts of which none is known, and write them to known_hosts')
}

/** What is shown, and how; and what is only shown. */
function withOutputOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--format <format>',
        'json, or junit for CI servers: one document on stdout; ndjson: every event as it comes',
      )
        .choices(['human', 'json', 'ndjson', 'junit'])
        .default('human'),
    )
    .option('--report <file>', 'write a page (HTML) with all of it, that opens from disk')
    .option('--detailed-exitcode', 'with --check: exit 2 when there is something to change')
    .option('--list-hosts', 'list the hosts of each play and stop')
    .option('--list-steps', 'list the steps of each host and stop; connects, changes nothing')
    .option('--print-script', 'print every script that is sent, or with --check would be, secrets masked')
    .option('--profile', 'say where the time went: each part of getting into a host, looking, applying')
    .option(
      '-v, --verbose',
      'show also what is unchanged, with the time of each line',
      (_, before: number) => before + 1,
      0,
    )
}

const examples = `
Examples:
  lbprov run site.yaml -i hosts --check --diff       what would be done, to the letter
  lbprov run site.yaml -i hosts                      do it; on a terminal it shows the plan and asks
  lbprov run site.yaml -i hosts --check --out plan.json; lbprov run --plan plan.json   exactly what was seen, or nothing
  lbprov run site.yaml -i hosts -l 'realservers:!rs2'  all real servers but one
  lbprov run site.yaml -i hosts -t realserver-arp    one role's steps only
  lbprov run site.yaml -i hosts -u admin -b -K       log in as admin, become root, ask for the sudo password
  lbprov run site.yaml -i hosts --check --detailed-exitcode --format json   for a pipeline

Exit codes: 0 done, 1 failed, 2 something to change (--check --detailed-exitcode), 3 mistake found before any change, 4 unreachable,
  5 another run has a host, nothing was changed, 130, 143 and 129 broken off by Ctrl-C, SIGTERM and SIGHUP`

function shard(value: string): Shard {
  const parsed = parseShard(value)
  if (!parsed) throw new InvalidArgumentError('Expected two numbers like 2/4, the first from 1 to the second.')
  return parsed
}
