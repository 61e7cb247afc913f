import { existsSync } from 'node:fs'
import { userInfo } from 'node:os'
import { runHere } from './process.ts'
import { say } from './say.ts'

const isRoot = userInfo().uid === 0

/** A file each needed Debian package provides: the file is what counts, however it came. */
const needed: Readonly<Record<string, string>> = {
  'user-mode-linux': '/usr/bin/linux.uml',
  mmdebstrap: '/usr/bin/mmdebstrap',
  uidmap: '/usr/bin/newuidmap',
  e2fsprogs: '/sbin/mke2fs',
  iproute2: '/sbin/ip',
  'iputils-arping': '/usr/bin/arping',
  'openssh-client': '/usr/bin/ssh',
  'util-linux': '/usr/bin/nsenter',
}

/** Installs the Debian packages the lab needs and this machine lacks: as root, or by sudo. */
export async function ensurePackages(): Promise<void> {
  const missing = Object.keys(needed).filter((name) => !existsSync(needed[name] ?? ''))
  if (!missing.length) return
  say(`installing ${missing.join(', ')}`)
  if (await installs(missing)) return
  throw new Error(`missing Debian packages; as root: apt-get install ${missing.join(' ')}`)
}

async function installs(names: readonly string[]): Promise<boolean> {
  if (!isRoot && !existsSync('/usr/bin/sudo')) return false
  const install = ['install', '--yes', '-qq', '--no-install-recommends', ...names]
  if (await aptGet(install, 'ignore')) return true
  return (await aptGet(['update', '-qq'], 'inherit')) && (await aptGet(install, 'inherit')) // the lists were missing, or old
}

async function aptGet(args: readonly string[], errors: 'ignore' | 'inherit'): Promise<boolean> {
  const argv = ['env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-o', 'DPkg::Lock::Timeout=120', ...args]
  return (await runHere(isRoot ? argv : ['sudo', ...argv], { stdio: ['inherit', 'ignore', errors] })) === 0
}
