import { ConnectError, unforeseen } from '../model/errors.ts'
import type { Connection } from '../model/host.ts'
import type { Step } from '../model/plan.ts'
import type { Confirm, Resource } from '../model/resource.ts'
import type { Connect } from '../transport/transport.ts'
import type { Convergence, StepResult } from './converge.ts'
import { deadlines } from './deadlines.ts'
import { Link } from './link.ts'
import { confirmScript, takeBackScript } from './undo.ts'

/**
 * Gets into the host anew and confirms what has a dead man's switch; where that fails, has it taken back over the link that
 * is still open, and the steps are failed.
 */
export async function confirmed(
  connect: Connect,
  link: Link,
  connection: Connection,
  went: Convergence,
): Promise<Convergence> {
  const guarded = went.results.filter(isGuarded)
  if (guarded.length === 0 || went.outcome === 'unreachable') return went
  const resources = guarded.map(({ step }) => step.resource)
  if (went.outcome === 'failed') return notedTakenBack(went, await takeBack(link, resources))
  const why = await tryToConfirm(connect, connectionOf(connection, resources[0]!.confirm!), resources)
  if (why === null) return went
  return refused(went, why, await takeBack(link, resources))
}

function isGuarded({ step, status }: StepResult): boolean {
  return step.resource.confirm !== undefined && changed(step) && status !== 'skipped'
}

const changed = ({ action }: Step) => action !== 'none'

/** By key and with sudo when the user is another than before: a password of the old one is of no use. */
function connectionOf(connection: Connection, { user }: Confirm): Connection {
  if (user === undefined || user === connection.user) return connection
  return { ...connection, user, password: undefined, become: user !== connection.becomeUser }
}

/** Null when confirmed, else why lbprov could not get in. */
async function tryToConfirm(
  connect: Connect,
  connection: Connection,
  resources: readonly Resource[],
): Promise<string | null> {
  const link = new Link(connect, connection)
  try {
    const { lost, transcript } = await link.ask((token) => confirmScript(token, resources), {
      deadlineMs: deadlines.facts,
    })
    if (lost !== undefined) return lost
    return transcript.sections.get('confirm')?.exitCode === 0 ? null : 'the change could not be confirmed'
  } catch (error) {
    return error instanceof ConnectError
      ? `no way in as ${connection.user}: ${error.message}`
      : unforeseen(error).message
  } finally {
    await link.close()
  }
}

async function takeBack(link: Link, resources: readonly Resource[]): Promise<boolean> {
  const answer = await link
    .ask((token) => takeBackScript(token, resources), { deadlineMs: deadlines.probe })
    .catch(() => null)
  return answer?.transcript.sections.get('take-back')?.exitCode === 0
}

const fate = (done: boolean) =>
  done ? 'the host has taken it back' : 'the host takes it back by itself within a minute'

function notedTakenBack(went: Convergence, done: boolean): Convergence {
  return { ...went, notes: [...went.notes, `what could have locked us out was not kept: ${fate(done)}`] }
}

function refused(went: Convergence, why: string, done: boolean): Convergence {
  const hint = 'mend what keeps lbprov out (user, key, port, allowed users, rules), then run again'
  const failure = { message: `not confirmed: ${why}; ${fate(done)}`, exitCode: null, output: '', hint }
  const results = went.results.map((one) => (isGuarded(one) ? { ...one, status: 'failed' as const, failure } : one))
  return { ...went, outcome: 'failed', results }
}
