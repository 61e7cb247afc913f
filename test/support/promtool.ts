import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'

const folder = join(import.meta.dirname, '../../node_modules/.cache/prometheus')

/** Where Prometheus' own checker is: this machine's, or out of Debian's package, of which nothing is installed or started. Throws where there is none. */
export function promtool(): string {
  if (existsSync('/usr/bin/promtool')) return '/usr/bin/promtool'
  const program = join(folder, 'usr/bin/promtool')
  if (!existsSync(program)) {
    mkdirSync(folder, { recursive: true })
    const options = { cwd: folder, stdio: 'pipe' } as const
    execFileSync('apt-get', ['-o', 'APT::Sandbox::User=root', 'download', 'prometheus'], options)
    execFileSync(
      'sh',
      ['-c', 'dpkg-deb -x prometheus_*.deb . && rm -rf prometheus_*.deb usr/bin/prometheus usr/share'],
      options,
    )
  }
  return program
}
