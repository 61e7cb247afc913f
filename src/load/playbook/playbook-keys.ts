import { didYouMean } from '../../model/nearest.ts'
import { own } from '../../model/own.ts'
import { sentences } from '../text/sentences.ts'

/** The keys of a play. */
export const playKeys = ['name', 'hosts', 'roles', 'serial', 'order', 'tags', 'become', 'vars'] as const

const tasks = 'A playbook has roles only: put the work into a role, roles/NAME/role.ts (docs/playbooks.md).'
const onlyRoles = 'Roles decide in TypeScript, from params and facts.'
const inInventory = 'lbprov enters a host once: set ansible_* variables in the inventory.'
const serialInstead = 'Use serial: a batch that fails ends its play.'

/** What lbprov does instead of what people know from Ansible. */
const instead: Readonly<Record<string, string>> = {
  gather_facts: 'Facts are always gathered, in the same trip: delete the line.',
  tasks,
  pre_tasks: tasks,
  post_tasks: tasks,
  block: tasks,
  handlers: 'A resource with refreshOn is refreshed when what it hangs on changes.',
  notify: 'A resource with refreshOn is refreshed when what it hangs on changes.',
  when: `${onlyRoles} To leave hosts out, narrow "hosts".`,
  loop: onlyRoles,
  with_items: onlyRoles,
  register: onlyRoles,
  delegate_to: 'A role sees every host through its inventory; it acts on its own host only.',
  run_once: 'Write a play for one host: hosts: GROUP[0].',
  vars_files: 'Put the file into group_vars, or give it with --extra-vars @FILE.',
  vars_prompt: 'Give the value with --extra-vars.',
  environment: 'Scripts run with LC_ALL=C and a PATH of their own: delete the key.',
  strategy: 'Hosts never wait for each other inside a play: delete the line.',
  any_errors_fatal: serialInstead,
  max_fail_percentage: serialInstead,
  ignore_errors: 'A host stops at its first failure; the others go on.',
  no_log: 'Mark the param writeOnly in its role, and it is never shown.',
  import_playbook: 'Write the plays into one file.',
  import_role: 'List the role under roles.',
  include_role: 'List the role under roles.',
  collections: 'Roles are directories under roles/: delete the line.',
  become_user: `${inInventory} Here: ansible_become_user.`,
  become_method: 'lbprov becomes another user with sudo only: delete the line.',
  remote_user: `${inInventory} Here: ansible_user.`,
  connection: `${inInventory} Here: ansible_connection.`,
  port: `${inInventory} Here: ansible_port.`,
}

/** What to do about a key that a play does not have. */
export function playKeyHint(key: string): string {
  return own(instead, key) ?? sentences(didYouMean(key, playKeys), `A play has ${playKeys.join(', ')}.`)
}

/** What to do about a key of a role entry that is Ansible's; undefined: it may be a param. */
export function roleKeyHint(key: string): string | undefined {
  if (key === 'vars') return 'Write params beside the role, without vars.'
  return ['when', 'become', 'become_user', 'delegate_to', 'no_log'].includes(key)
    ? (own(instead, key) ?? 'Set become on the play.')
    : undefined
}
