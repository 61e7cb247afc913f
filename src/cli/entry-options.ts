import type { Command } from 'commander'
import { gather, vaultId } from './values.ts'

/** Adds the options by which a command enters hosts, which mean what they mean with `run`. */
export function withEntryOptions(command: Command): Command {
  const withPasswords = command
    .option('-u, --user <name>', 'as with run')
    .option('--private-key <file>', 'as with run')
    .option('-b, --become', 'as with run')
    .option('-k, --ask-pass', 'as with run')
    .option('-K, --ask-become-pass', 'as with run')
  return withVaultOptions(withPasswords).option('--accept-new-host-keys', 'as with run')
}

/** Adds the option for commands that load no playbook. */
export function withPlaybookDir(command: Command): Command {
  return command.option(
    '--playbook-dir <folder>',
    'the folder of the playbook, whose group_vars and host_vars hold, too (default: of the one in lbprov.yaml, or this folder)',
  )
}

/** Adds the options by which vaults are opened, which mean what they mean with `run`. */
export function withVaultOptions(command: Command): Command {
  return command
    .option('--vault-password-file <file>', 'as with run (repeatable)', gather)
    .option('--vault-id <label@file>', 'as with run (repeatable)', vaultId)
    .option('--ask-vault-pass', 'as with run')
}
