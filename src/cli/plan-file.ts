import { createHash, randomBytes, scryptSync, timingSafeEqual } from 'node:crypto'
import { writeOver } from '../load/text/written.ts'
import { ConfigError } from '../model/errors.ts'
import { differences, type KeptPlan, type PlanOptions } from '../model/kept-plan.ts'
import { optionPlace } from '../model/position.ts'
import type { Report, ReportDocument } from '../model/report.ts'
import type { Script } from '../shell/script.ts'
import { concealer } from '../ui/clean.ts'
import { jsonText } from '../ui/json.ts'

/** A plan as a run tells it before it begins. */
export interface Ready {
  readonly report: Report
  readonly scripts: ReadonlyMap<string, readonly Script[]>
}

interface About {
  readonly version: string
  readonly secrets: readonly string[]
}

/** Keeps a plan, whole or not at all, readable to its owner alone: content of files is in it. */
export function writePlan(file: string, ready: Ready, options: PlanOptions, about: About): void {
  const salt = randomBytes(16).toString('hex')
  const plan: KeptPlan = {
    plan: 1,
    options,
    scripts: digests(ready, about),
    proof: { salt, hash: proofOf(ready, salt).toString('hex') },
    report: documentOf(ready, about),
  }
  writeOver(file, `${JSON.stringify(plan, null, 2)}\n`, 0o600)
}

/** Throws ConfigError, which names what, where a run would not do exactly what the plan has. */
export function holdTo(file: string, plan: KeptPlan, ready: Ready, about: About): void {
  const refuse = (problems: ConfigError['problems'], hint: string) => {
    const [first, ...others] = problems
    throw new ConfigError([
      {
        where: optionPlace('--plan', file),
        message: `this is not what was planned: ${first!.message}`,
      },
      ...others.slice(0, -1),
      { ...(others.at(-1) ?? { message: 'the plan was not begun' }), hint },
    ])
  }
  const again = `plan it anew: lbprov run ${plan.options.playbook} … --check --out ${file}`
  const { lbprov } = plan.report
  if (lbprov !== about.version)
    refuse([{ message: `the plan was made by lbprov ${lbprov}, and this is ${about.version}` }], again)
  const found = differences(plan.report, documentOf(ready, about))
  if (found.length > 0) refuse(found, again)
  const now = digests(ready, about)
  const other = Object.keys(now).filter((host) => now[host] !== plan.scripts[host])
  if (other.length > 0)
    refuse(
      [{ message: `what ${other.join(', ')} would be sent is something else: a role or its params changed` }],
      again,
    )
  if (!timingSafeEqual(proofOf(ready, plan.proof.salt), hashOf(plan)))
    refuse(
      [{ message: 'a secret is another one than it was' }],
      `where the plan was made with -e, give the same again; else ${again}`,
    )
}

/** As it was written, so that both are without secrets. */
function documentOf({ report }: Ready, { version, secrets }: About): ReportDocument {
  return JSON.parse(jsonText(report, { lbprov: version, detailedExitcode: true }, concealer(secrets)))
}

function digests({ scripts }: Ready, { secrets }: About): Record<string, string> {
  const conceal = concealer(secrets)
  const digest = (all: readonly Script[]) =>
    createHash('sha256')
      .update(all.map(({ display }) => conceal(display, 'from')).join('\0'))
      .digest('hex')
  return Object.fromEntries([...scripts].flatMap(([host, all]) => (all.length === 0 ? [] : [[host, digest(all)]])))
}

/** Slow on purpose: who has the file must not be able to try passwords. */
function proofOf({ scripts }: Ready, salt: string): Buffer {
  const hash = createHash('sha256')
  for (const [host, all] of scripts) for (const { text } of all) hash.update(`${host}\0${text}\0`)
  return scryptSync(hash.digest(), salt, 32)
}

function hashOf({ proof }: KeptPlan): Buffer {
  const hash = Buffer.from(proof.hash, 'hex')
  return hash.length === 32 ? hash : Buffer.alloc(32)
}
