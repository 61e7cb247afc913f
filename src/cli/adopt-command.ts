import { Command, InvalidArgumentError, Option } from 'commander'
import type { AdoptFlags } from './adopt.ts'
import { withEntryOptions } from './entry-options.ts'
import type { Out } from './out.ts'
import { gather, keepalivedVersion, positive } from './values.ts'

/** `lbprov adopt`; what it does is loaded only when it is asked for. */
export function adoptCommand(out: Out): Command {
  const command = new Command('adopt')
    .description('turn a cluster that is there into inventory, variables and playbook; changes nothing on any host')
    .requiredOption(
      '-o, --output <directory>',
      'where hosts, group_vars/all.yml and site.yaml go; nothing is overwritten',
    )
  return fromFiles(fromHosts(command))
    .addHelpText('after', examples)
    .action(async (flags: AdoptFlags) => {
      const { adopt } = await import('./adopt.ts')
      process.exitCode = await adopt(flags, out)
    })
}

function fromHosts(command: Command): Command {
  return withEntryOptions(
    command
      .addOption(
        new Option('-i, --inventory <file>', 'ask these hosts (repeatable); without it files are read')
          .argParser(gather)
          .conflicts(['director', 'realServer', 'ipvsadm', 'addresses', 'sysctl', 'includeRoot']),
      )
      .option('--director-group <group>', 'with -i: the group of the directors', 'directors')
      .option('--real-server-group <group>', 'with -i: the group of the real servers', 'realservers')
      .option('-f, --forks <n>', 'with -i: hosts at a time', positive, 50)
      .option('-e, --extra-vars <vars>', 'as with run (repeatable)', gather),
  ).option('--print-script', 'with -i: print every script that is sent, on stderr')
}

function fromFiles(command: Command): Command {
  return command
    .option('--director <name=file>', 'a director and its keepalived.conf (once for each director)', named)
    .option(
      '--real-server <name=address>',
      'a name for a real server; others are called rs1, rs2, … (repeatable)',
      named,
    )
    .option('--ipvsadm <name=file>', 'what `ipvsadm -Sn` says on a director; it is compared (repeatable)', named)
    .option('--addresses <name=file>', 'what `ip addr` says on a host, or its ifcfg files (repeatable)', named)
    .option('--sysctl <name=file>', 'what `sysctl -a` says on a host (repeatable)', named)
    .option('--include-root <directory>', 'a keepalived.conf may include files below it (default: its own folder)')
    .option(
      '--keepalived-version <version>',
      'keepalived of the directors: 1.2.13 (EL6), 1.3.5 (EL7)',
      keepalivedVersion,
      '2.2.8',
    )
}

const examples = `
Examples:
  lbprov adopt -i hosts -o cluster          hosts has the groups directors and realservers
  cd cluster && lbprov run site.yaml -i hosts --check --diff

  ssh lb1 cat /etc/keepalived/keepalived.conf >lb1.conf; ssh lb2 cat /etc/keepalived/keepalived.conf >lb2.conf
  lbprov adopt --director lb1=lb1.conf --director lb2=lb2.conf --real-server web1=192.168.1.222 -o cluster

Exit codes: 0 written, and it loads; nothing was written: 3 there is nothing to take over or a file is in the way, 4 a host was unreachable`

function named(value: string, before: ReadonlyMap<string, string> = new Map()): ReadonlyMap<string, string> {
  const [, name, rest] = /^([A-Za-z0-9_][A-Za-z0-9_.-]*)=(.+)$/.exec(value) ?? []
  if (name === undefined || rest === undefined) throw new InvalidArgumentError('Expected name=value, as lb1=lb1.conf.')
  if (before.has(name)) throw new InvalidArgumentError(`${name} is given twice.`)
  return new Map([...before, [name, rest]])
}
