import { execFileSync } from 'node:child_process'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { aptOfThisMachine } from '../../lab/image.ts'
import { ensurePackages } from '../../lab/packages.ts'
import { cacheFolder } from '../../lab/paths.ts'

/** The release of Debian with an OpenSSH that has key exchanges this machine's may not have: 10.0. */
const release = 'trixie'
const packages = 'openssh-server,openssh-client,base-files,base-passwd,libc-bin,bash,dash,coreutils,mount,util-linux'

/** A folder with the newest OpenSSH of Debian and what it stands on, from the machine's own mirror; nothing of it is installed. */
export async function newestSsh(): Promise<string> {
  const folder = join(cacheFolder, `openssh-${release}`)
  if (existsSync(folder)) return folder
  await ensurePackages()
  mkdirSync(cacheFolder, { recursive: true })
  const work = mkdtempSync(join(cacheFolder, 'openssh-'))
  try {
    await aptOfThisMachine(work)
    const sources = join(work, 'sources.list')
    const own = readFileSync(sources, 'utf8').split('\n')
    const lines = own.filter((line) => !/security|-updates/.test(line)).join('\n')
    writeFileSync(sources, lines.replaceAll(/\bbookworm\b/g, release))
    const root = join(work, 'root')
    const words = [
      '--variant=extract',
      `--include=${packages}`,
      `--aptopt=${join(work, 'apt.conf')}`,
      release,
      root,
      sources,
    ]
    execFileSync('mmdebstrap', words, { stdio: 'pipe' })
    for (const name of ['proc', 'dev', 'run/sshd', 'root']) mkdirSync(join(root, name), { recursive: true })
    for (const name of ['passwd', 'group', 'shadow']) copyFileSync(`/etc/${name}`, join(root, 'etc', name))
    renameSync(root, folder)
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
  return folder
}

/** Starts a command with that folder for its root, where the files of the tests have their own names. */
export function startedIn(folder: string): readonly string[] {
  // What is around the folder of this run: where that is mounted stays in the kept one.
  const around = dirname(tmpdir())
  const shared = ['/proc', '/dev', ...(around.startsWith('/dev/') ? [] : [around])]
  const mounts = shared.map((path) => `mkdir -p '${folder}${path}' && mount --rbind '${path}' '${folder}${path}'`)
  const enter = [`mount --bind '${folder}' '${folder}'`, ...mounts, `cd '${folder}'`, 'pivot_root . .', 'umount -l .']
  return ['unshare', '--mount', 'sh', '-c', `${enter.join(' && ')} && exec "$@"`, 'sh']
}
