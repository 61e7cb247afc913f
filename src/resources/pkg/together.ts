import type { Resource, Together } from '../../model/resource.ts'
import type { Script } from '../../shell/script.ts'
import type { Desired } from './pkg.ts'

const ownFiles = /^\/(etc\/(apt|dpkg|yum|dnf|pki|rpm)|usr\/share\/keyrings)\b/
const files: readonly string[] = ['file', 'directory', 'line', 'block']
const others: readonly string[] = [
  'address',
  'authorized-key',
  'firewall',
  'firewall-marks',
  'hostname',
  'kernel-module',
  'selinux',
  'service',
  'sysctl',
  'user',
]

/**
 * Packages may be installed before what has no bearing on where they come from; a repo, a command, a removal or a kind
 * unknown to us may. Should one be in need of such a thing all the same, it is tried again when its turn comes.
 */
export function together(install: (names: readonly string[]) => Script, nameOf: NameOf): Together<Desired, null> {
  return {
    apply: (resources) => install(resources.map(({ name, desired }) => nameOf(name, desired!))),
    mayOvertake: ({ kind, name }: Resource) =>
      others.includes(kind.name) || (files.includes(kind.name) && !ownFiles.test(name)),
  }
}

/** How the tool is told a package, with its version where one is wanted. */
export type NameOf = (name: string, desired: Desired) => string
