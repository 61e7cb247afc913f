/** The parts of getting into a host over SSH. `queued`: for the logins of other hosts. */
export type EntryPhase = 'queued' | 'connecting' | 'agreeing on keys' | 'logging in'

/** What is being done with a host. */
export type Phase =
  | EntryPhase
  | 'facts'
  | 'probing'
  | 'listening'
  | 'waiting'
  | 'draining'
  | 'applying'
  | 'verifying'
  | 'probing again'
