import type { Script } from '../../src/shell/script.ts'
import type { LittleHost } from './little-host.ts'

/** Has this shell run a script: what it wrote, and how many processes it started. Process ids of a new namespace count up: the last one tells. */
export function counted(host: LittleHost, shell: string, script: Script) {
  host.exec(`cat >/run/lbprov-test/script <<'end of script'\n${script.text}\nend of script`)
  const said = host.exec(`unshare --pid --fork sh -c '
    ${shell} </run/lbprov-test/script >/run/lbprov-test/out 2>/run/lbprov-test/err
    sh -c "echo \\$\\$"'`)
  const [stdout, stderr] = ['out', 'err'].map((name) => Buffer.from(host.exec(`cat /run/lbprov-test/${name}`)))
  // sh, the shell of the script, and the one that tells.
  return { forks: Number(said) - 3, stdout: stdout!, stderr: stderr! }
}
