import { homedir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { writeSite } from '../load/adopted-files.ts'
import { readConf, readIncluded } from '../load/conf-files.ts'
import { loadSite } from '../load/site.ts'
import { type Adopted, adopt as adoptDirectors } from '../lvs/adopt/adopt.ts'
import { adoptionDifferences, type GivenDirector } from '../lvs/adopt/verify.ts'
import { parseConf } from '../lvs/conf/parse.ts'
import { readCluster } from '../lvs/conf/read/cluster.ts'
import { linterOf } from '../lvs/lint.ts'
import { ConfigError, showProblem } from '../model/errors.ts'
import { showPosition } from '../model/position.ts'
import { exitCodes } from '../model/report.ts'
import { redactor } from '../ui/redact.ts'
import type { AdoptFlags } from './adopt-command.ts'
import { fail } from './end.ts'

/** `lbprov adopt`: resolves to the exit code; what was written, left out and would differ has been printed. */
export async function adopt(flags: AdoptFlags): Promise<number> {
  const secrets: string[] = []
  try {
    const given = [...flags.director].map(([name, file]) => readDirector(name, file))
    const adopted = adoptDirectors(
      given.map(({ name, nodes }) => ({ name, read: readCluster(nodes, name) })),
      flags.realServer ?? new Map(),
    )
    secrets.push(...passwordsOf(adopted))
    const written = writeSite(flags.output, adopted)
    const told = await verified(given, flags)
    process.stdout.write(redactor(secrets)(report(written, adopted, told)))
    return exitCodes.done
  } catch (error) {
    return fail(error, secrets)
  }
}

function readDirector(name: string, file: string): GivenDirector {
  const { nodes, flaws } = parseConf(readConf(file), { file, read: readIncluded, configId: name })
  const errors = flaws.filter(({ severity }) => severity === 'error')
  if (errors.length > 0) throw new ConfigError(errors)
  return { name, nodes }
}

/** What the new files come to: loaded, linted and rendered as a run would do it. */
async function verified(
  given: readonly GivenDirector[],
  flags: AdoptFlags,
): Promise<readonly (readonly [string, readonly string[]])[]> {
  const site = await loadSite({
    playbook: join(flags.output, 'site.yaml'),
    inventory: [join(flags.output, 'hosts')],
    cwd: process.cwd(),
    home: homedir(),
    env: process.env,
    rolesBuiltIn: fileURLToPath(new URL('../../roles', import.meta.url)),
  })
  const { errors, warnings } = linterOf(site).cluster(flags.keepalivedVersion)
  const tables = new Map([...(flags.ipvsadm ?? [])].map(([name, file]) => [name, readConf(file)]))
  return [
    ['lint objects to', [...errors, ...warnings].map(showProblem)],
    ...adoptionDifferences(given, site, flags.keepalivedVersion, tables),
  ]
}

function report(
  written: readonly string[],
  { leftOut }: Adopted,
  told: readonly (readonly [string, readonly string[]])[],
): string {
  const left = leftOut.map(({ where, text, reason }) => `${showPosition(where)}: ${text}\n    ${reason}`)
  const sections = [['written', written] as const, ['not carried over', left] as const, ...told]
  return sections
    .filter(([, lines]) => lines.length > 0)
    .map(([title, lines]) => `${title}:\n${lines.map((line) => `  ${line.replaceAll('\n', '\n  ')}\n`).join('')}`)
    .join('\n')
}

function passwordsOf({ data }: Adopted): readonly string[] {
  return Object.values(data.vrrp_instances ?? {}).flatMap(({ authentication }) => authentication?.auth_pass ?? [])
}
