import type { Result, Row } from '../../../bench/result.ts'

const usual: Row = {
  peer: 'lbprov',
  mode: 'noop',
  hosts: 10,
  rtt: 0,
  forks: 10,
  runs: 3,
  date: '2026-11-22T10:00:00.000Z',
  commit: 'abc1234',
  wall: 1,
  cpu: 0.5,
  walls: [1],
  memory: 50_000_000,
  bytesPerHost: 40_000,
  connectionsPerHost: 1,
  sessionsPerHost: 1,
}

export const row = (words: Partial<Row>): Row => ({ ...usual, ...words })

export const result = (words: Partial<Result>): Result => ({
  machine: '2 x CPU, 8 GB',
  versions: {},
  missing: {},
  delays: {},
  rows: [],
  roundTrips: {},
  ...words,
})
