import { randomBytes, randomInt } from 'node:crypto'
import type { Part } from '../shell/frames.ts'
import { lives } from '../shell/lives.ts'
import { type Script, sh } from '../shell/script.ts'
import { signing } from './record.ts'

/** Where a host's lock is; only root may write there. Its first line is the run's claim, the others are the shells of that run: number, start, what way into the host it is, and `kept` where scripts run in children of it. */
const lockFile = '/var/run/lbprov.lock'

/** What a run claims hosts by: `RUN SECONDS WHO`, a number of its own, since when, and who runs it where. */
export type Claim = string

/** A claim from now on. */
export function newClaim(who: string): Claim {
  return `${randomInt(2 ** 30)} ${Math.floor(Date.now() / 1000)} ${who.replaceAll(/[^\w.@-]+/g, '_')}`
}

/** Seconds that the older of two runs waits for the younger to step back, so that of two that begin at once one goes on. */
const grace = 10

/** Seconds for a run that has just ended: its shell is seen to go a moment later. */
const leave = 2

/** Seconds that a run waits for a step of its own which goes on since the connection was lost. */
const patience = 90

/** $lb_first: the claim; $lb_there: a process of it that lives; $lb_mine: this shell; $lb_before: another shell of this way, $lb_idle: which may be idle. */
const reading = (way: string) => sh`
  ${lives}
  lb_lock=${lockFile}
  lb_read() {
    lb_first='' lb_there='' lb_mine='' lb_before='' lb_idle=''
    { read -r lb_first; while read -r lb_process lb_since lb_way lb_its; do
      if ! lb_lives "$lb_process" "$lb_since"; then continue; fi
      lb_there=$lb_process
      if [ "$lb_process" = $$ ]; then lb_mine=1; elif [ "$lb_way" = ${way} ]; then lb_before=$lb_process lb_idle=$lb_its; fi
    done; } 2>/dev/null <"$lb_lock"
  }
  lb_join() { lb_lives $$; printf '%s %s %s %s\n' $$ "$lb_at" ${way} "\${lb_kept-}" >>"$lb_lock"; }
`

/**
 * Ends the shell of a lost connection that waits for a script: sshd may keep it for hours. It is stopped before its children are looked
 * for, so that it can't begin one meanwhile.
 */
const ending = sh`
  lb_end() {
    kill -STOP "$1" 2>/dev/null || return 0
    if grep -qs "^PPid:[[:space:]]*$1\$" /proc/[0-9]*/status; then kill -CONT "$1"; else kill -KILL "$1"; fi
  }
`

/**
 * Takes away a lock that nobody has any more, if it is still the one that was read: of several that find it, one does. flock holds the
 * file itself, so that who comes late finds another there; without flock a folder stands for it, which counts for 3 s.
 */
const clearing = sh`
  lb_bury() { lb_read; if [ "$lb_first" = "$1" ]; then rm -f -- "$lb_lock"; fi; }
  lb_held() { flock 9; lb_bury "$1"; }
  lb_clear() {
    if command -v flock >/dev/null 2>&1; then { lb_held "$lb_first"; } 2>/dev/null 9<"$lb_lock" || :
    elif mkdir -- "$lb_lock.dead" 2>/dev/null; then lb_bury "$lb_first"; rmdir -- "$lb_lock.dead"
    else sleep 3; rmdir -- "$lb_lock.dead" 2>/dev/null || :; fi
  }
`

/**
 * Takes the lock of the host for this shell; says `lock`: `ours`, `none` (only root can), or `held` with `holder` and `process`. What holds it
 * is this shell's life, which ends with the connection and with the step that it is at.
 */
function takingLock(claim: Claim, way: string): Part {
  const [run = '', since = ''] = claim.split(' ')
  const body = sh`
    if ! [ -w ${lockFile.replace(/\/[^/]*$/, '')} ]; then put lock none; return 0; fi
    ${reading(way)}
    ${clearing}
    ${ending}
    lb_looks=0
    while :; do
      lb_lives $$; set -C
      { printf '%s\n%s %s %s %s\n' ${claim} $$ "$lb_at" ${way} "\${lb_kept-}"; } 2>/dev/null >"$lb_lock" && lb_new=1 || lb_new=''
      set +C
      if [ -n "$lb_new" ]; then break; fi
      lb_read
      if [ "$lb_first" = ${claim} ]; then
        if [ -n "$lb_mine" ]; then break; fi
        if [ -z "$lb_before" ]; then lb_join; break; fi
        if [ -n "$lb_idle" ]; then lb_end "$lb_before"; fi
        if [ $lb_looks -ge ${patience} ]; then put lock busy process "$lb_before"; return 1; fi
      elif [ -n "$lb_there" ]; then
        set -- $lb_first
        if [ ${since} -gt "$2" ] || { [ ${since} = "$2" ] && [ ${run} -gt "$1" ]; }; then set -- ${leave}; else set -- ${grace}; fi
        if [ $lb_looks -ge "$1" ]; then
          put lock held holder "$lb_first" process "$lb_there"; return 0
        fi
      elif [ -n "$lb_first" ] || [ $lb_looks -ge 2 ]; then lb_clear; lb_looks=$((lb_looks + 1)); continue
      fi
      lb_looks=$((lb_looks + 1)); sleep 1
    done
    put lock ours
  `
  return { id: lockId, mode: 'look', body }
}

function looking(claim: Claim, way: string): Part {
  const body = sh`
    ${reading(way)}
    lb_read
    if [ -n "$lb_there" ] && [ "$lb_first" != ${claim} ]; then put lock held holder "$lb_first" process "$lb_there"; fi
  `
  return { id: lockId, mode: 'look', body }
}

/** Fails, with `holder`, where the lock is no longer this run's: another one has been here since, or is. Else what is to be changed is signed with the claim. */
function stillLocked(claim: Claim, way: string): Part {
  const body = sh`
    if ! [ -w ${lockFile.replace(/\/[^/]*$/, '')} ]; then return 0; fi
    ${reading(way)}
    lb_read
    if [ "$lb_first" != ${claim} ]; then put holder "$lb_first"; return 1; fi
    [ -n "$lb_mine" ] || lb_join
    ${signing(claim)}
  `
  return { id: lockId, mode: 'look', body }
}

/** Gives the lock back when this shell ends, unless another of the run's shells is on the host: two names may be one machine. */
function lettingGo(claim: Claim): Script {
  return sh`
    lb_first='' lb_there=''
    { read -r lb_first; while read -r lb_process lb_rest; do
      if [ "$lb_process" != $$ ] && [ -d "/proc/$lb_process" ]; then lb_there=1; fi
    done; } 2>/dev/null <${lockFile}
    if [ "$lb_first" = ${claim} ] && [ -z "$lb_there" ]; then rm -f ${lockFile}; fi
  `
}

/** The id of the part that takes the lock, or sees to it that it is still there. */
export const lockId = 'lock'

/** The lock of one host by one way into it. */
export interface HostLock {
  /** Takes it, and says how that went: see `holderIn`. */
  readonly taking: Part
  /** Says the same where another run has it, and takes nothing. */
  readonly looking: Part
  /** Fails, with `holder`, where it is no longer this run's. */
  readonly still: Part
  readonly lettingGo: Script
}

/** The lock of a host for a run; one for each way in, which may come to the same machine. */
export function hostLock(claim: Claim): HostLock {
  const way = randomBytes(4).toString('hex')
  return {
    taking: takingLock(claim, way),
    looking: looking(claim, way),
    still: stillLocked(claim, way),
    lettingGo: lettingGo(claim),
  }
}
