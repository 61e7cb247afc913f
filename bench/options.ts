import { parseArgs } from 'node:util'

export const modes = ['converge', 'noop', 'check'] as const

/** `converge` starts from bare hosts, `noop` and `check` from hosts in the end state. */
export type Mode = (typeof modes)[number]

export interface Options {
  /** Each of these is measured with each round-trip time. */
  readonly hosts: readonly number[]
  readonly rtts: readonly number[]
  readonly forks: number
  readonly runs: number
  readonly modes: readonly Mode[]
  /** Empty: all there are. */
  readonly peers: readonly string[]
  /** The JSON file, an earlier one of which is extended, and beside it the tables and plots. */
  readonly out: string
}

export const help = `Usage: npm run bench -- [OPTIONS]

  --hosts N,N     real sshd hosts on this machine (10)
  --forks N       hosts worked on at a time (10)
  --rtt MS,MS     round-trip time to them (0)
  --runs N        interleaved runs of each peer, of which the median counts (3)
  --modes M,M     converge, noop, check (noop)
  --peers P,P     lbprov, raw-ssh, packages, ssh2-limit, ansible, ansible-no-facts, mitogen, pyinfra (all that are installed)
  --out FILE      JSON, tables and plots beside it; what an earlier run wrote there is kept, but for what is measured
                  again with the same forks (.cache/bench/result.json)

Needs root: each host has namespaces and a root filesystem of its own.
`

/** Reads the command line; throws TypeError for a word that it doesn't know. */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      hosts: { type: 'string', default: '10' },
      forks: { type: 'string', default: '10' },
      rtt: { type: 'string', default: '0' },
      runs: { type: 'string', default: '3' },
      modes: { type: 'string', default: 'noop' },
      peers: { type: 'string', default: '' },
      out: { type: 'string', default: '.cache/bench/result.json' },
    },
  })
  return {
    hosts: numbers('hosts', values.hosts),
    rtts: numbers('rtt', values.rtt),
    forks: numbers('forks', values.forks)[0]!,
    runs: numbers('runs', values.runs)[0]!,
    modes: words(values.modes).map(mode),
    peers: words(values.peers),
    out: values.out,
  }
}

const words = (list: string) => list.split(',').filter((word) => word !== '')

function numbers(name: string, list: string): number[] {
  const found = words(list).map(Number)
  if (found.length > 0 && found.every((number) => Number.isInteger(number) && number >= 0)) return found
  throw new TypeError(`--${name}: expected whole numbers, but got ${list}`)
}

function mode(word: string): Mode {
  const found = modes.find((one) => one === word)
  if (!found) throw new TypeError(`--modes: expected ${modes.join(', ')}, but got ${word}`)
  return found
}
