import type { Changes } from './case.ts'

/** The words that run it. */
export const one = ['one.yaml', '-i', 'hosts']

/** A playbook of one play that gives hosts one role: an expression that is a list of resources, or statements that return one. */
export function withRole(resources: string, on = 'dir1'): Required<Pick<Changes, 'files'>> {
  const body = resources.startsWith('[') ? `return ${resources}` : resources
  return {
    files: {
      'playbooks/one.yaml': `- hosts: ${on}\n  roles: [extra]\n`,
      'playbooks/roles/extra/role.ts': `import { command, defineRole, directory, file, kernelModule, pkg, service, sh, sysctl } from 'lbprov'

export default defineRole({
  params: {},
  resources({ host }) {
    ${body}
  },
})
`,
    },
  }
}

/** The resource between two files, of which the first is written before it and the second after. */
export const between = (resource: string) =>
  `[file('/root/before', { content: 'b' }), ${resource}, file('/root/after', { content: 'a' })]`
