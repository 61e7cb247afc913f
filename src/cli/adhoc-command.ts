import { Command, Option } from 'commander'
import type { AdHocFlags } from './adhoc.ts'
import { withEntryOptions, withPlaybookDir } from './entry-options.ts'
import type { Out } from './out.ts'
import { gather, positive } from './values.ts'

/** `lbprov ping`; what it does is loaded only when it is asked for. */
export function pingCommand(version: string, out: Out): Command {
  return withAdHocOptions(new Command('ping').description('enter hosts as a run does, and say how; changes nothing'))
    .addHelpText(
      'after',
      examples('ping', ['all', 'who can be entered, and as whom'], ['lb1 -u admin -b -K', 'as admin, root by sudo']),
    )
    .action(async (pattern: string, flags: AdHocFlags) => {
      const { ping } = await import('./adhoc.ts')
      process.exitCode = await ping({ pattern, flags, version, out })
    })
}

/** `lbprov facts`. */
export function factsCommand(version: string, out: Out): Command {
  return withAdHocOptions(
    new Command('facts').description('what a run knows of hosts before it asks roles; changes nothing'),
  )
    .addHelpText(
      'after',
      examples('facts', ['lb1', 'system, interfaces, keepalived, …'], ['all --format json', 'for a program']),
    )
    .action(async (pattern: string, flags: AdHocFlags) => {
      const { facts } = await import('./adhoc.ts')
      process.exitCode = await facts({ pattern, flags, version, out })
    })
}

/** `lbprov exec`. */
export function execCommand(version: string, out: Out): Command {
  const command = new Command('exec').description(
    'run one command on hosts; on a terminal it asks first where that is more than one',
  )
  return withAdHocOptions(command)
    .argument('[command...]', 'after --; one word is a line of shell, several are a program and its arguments')
    .option('-y, --yes', 'do not ask (LBPROV_YES=1 means the same)')
    .addHelpText(
      'after',
      examples(
        'exec',
        ['directors', 'the kernel’s table', '-- ipvsadm -Ln'],
        ['all', 'a line of shell', "-- 'ip route | head -1'"],
      ),
    )
    .action(async (pattern: string, words: readonly string[], flags: AdHocFlags) => {
      const { exec } = await import('./adhoc.ts')
      process.exitCode = await exec(words, { pattern, flags, version, out })
    })
}

function withAdHocOptions(command: Command): Command {
  const entering = withEntryOptions(
    command
      .argument('<pattern>', 'hosts and groups, as in a play: all, directors, lb1,lb2, all:!rs2')
      .requiredOption('-i, --inventory <file>', 'as with run (repeatable)', gather)
      .option('-f, --forks <n>', 'hosts at a time', positive, 50)
      .option('-e, --extra-vars <vars>', 'as with run (repeatable)', gather),
  )
  return withPlaybookDir(entering)
    .addOption(
      new Option('--format <format>', 'json: one document on stdout').choices(['human', 'json']).default('human'),
    )
    .option('--print-script', 'print every script that is sent, secrets masked, on stderr')
}

function examples(name: string, ...some: readonly (readonly [string, string, string?])[]): string {
  const lines = some.map(
    ([words, what, rest]) => [`  lbprov ${name} ${words} -i hosts${rest ? ` ${rest}` : ''}`, what] as const,
  )
  const width = Math.max(...lines.map(([line]) => line.length))
  return `
Examples:
${lines.map(([line, what]) => `${line.padEnd(width)}  ${what}`).join('\n')}

Exit codes: 0 all well, 1 failed on a host, 3 mistake found before any host was entered, 4 unreachable`
}
