import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { aptOfThisMachine } from '../lab/image.ts'
import { cacheFolder } from '../lab/paths.ts'
import { must } from '../lab/process.ts'
import { say } from '../lab/say.ts'

/** Python is there for Ansible alone. */
const include = 'openssh-server,iproute2,procps,python3,python3-apt,python3-distutils,sudo,login,passwd,kmod'

/** The packages of the end state. */
const later = 'tree ipvsadm'

const localSource = join(import.meta.dirname, 'packages.sh')

/** The root filesystem that all hosts share, from the cache or made now by mmdebstrap from this machine's own apt sources. */
export async function ensureBase(): Promise<string> {
  const recipe = createHash('sha256')
    .update(readFileSync(import.meta.filename))
    .update(readFileSync(localSource))
    .update(readFileSync('/etc/debian_version'))
  const folder = join(cacheFolder, `bench-${recipe.digest('hex').slice(0, 12)}`)
  if (!existsSync(folder)) await build(folder)
  return folder
}

async function build(folder: string): Promise<void> {
  const work = `${folder}.building-${process.pid}`
  say('building the root filesystem of the hosts (once; about two minutes)')
  const [root, apt] = [join(work, 'root'), join(work, 'apt')]
  for (const each of [root, apt]) mkdirSync(each, { recursive: true })
  try {
    await aptOfThisMachine(apt)
    const hook = `--customize-hook=sh '${localSource}' "$1" ${later}`
    const keep = [
      '--skip=cleanup/apt',
      '--aptopt=Acquire::Languages "none"',
      hook,
      '--customize-hook=rm -f "$1"/etc/ssh/ssh_host_*',
    ]
    const how = ['--mode=root', '--variant=minbase', `--include=${include}`, `--aptopt=${apt}/apt.conf`]
    await must(['mmdebstrap', ...how, ...keep, 'bookworm', root, `${apt}/sources.list`])
    renameSync(root, folder)
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}
