import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { tempFolder } from '../unit/transport/support/temp.ts'

/** The folder of a site, `site.yaml` and `hosts`, whose one role finds nothing to do. */
export function quietSite(hosts: string): string {
  const folder = tempFolder()
  writeFileSync(join(folder, 'hosts'), hosts)
  writeFileSync(join(folder, 'site.yaml'), '- hosts: all\n  roles: [quiet]\n')
  mkdirSync(join(folder, 'roles/quiet'), { recursive: true })
  writeFileSync(
    join(folder, 'roles/quiet/role.ts'),
    `import { command, defineRole, sh } from 'lbprov'
export default defineRole({ params: {}, resources: () => [command('rest', { run: sh\`:\`, unless: sh\`:\` })] })
`,
  )
  return folder
}
