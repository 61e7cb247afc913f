import { existsSync } from 'node:fs'
import { install } from './install.ts'

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

/** Installs the Debian packages that the lab needs, or others, and this machine lacks, if that may be done here. */
export async function ensurePackages(packages = needed, purpose = 'the lab'): Promise<void> {
  const missing = Object.keys(packages).filter((name) => !existsSync(packages[name] ?? ''))
  if (!missing.length || (await install(missing, purpose))) return
  throw new Error(`missing Debian packages; as root: apt-get install ${missing.join(' ')}`)
}
