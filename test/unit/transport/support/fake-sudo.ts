import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { tempFolder } from './temp.ts'

/** How the stand-in behaves: lets everybody in; asks for `s3cret`; is silent; is unwilling. */
export type Manner = 'free' | 'asks' | 'hangs' | 'refuses' | 'crashes'

const start = `#!/bin/sh
prompt= user= never=
while [ $# -gt 0 ]; do
  case $1 in
    -n) never=1; shift ;;
    -S) shift ;;
    -p) prompt=$2; shift 2 ;;
    -u) user=$2; shift 2 ;;
    *) break ;;
  esac
done
enter() { LBPROV_TEST_USER=$user; export LBPROV_TEST_USER; exec "$@"; }
`

const manners: Record<Manner, string> = {
  free: 'enter "$@"\n',
  asks: `[ -z "$never" ] || { echo 'sudo: a password is required' >&2; exit 1; }
echo 'We trust you have received the usual lecture.' >&2
for try in 1 2 3; do
  printf %s "$prompt" >&2
  IFS= read -r word || exit 1
  [ "$word" != s3cret ] || enter "$@"
  echo 'Sorry, try again.' >&2
done
echo 'sudo: 3 incorrect password attempts' >&2
exit 1
`,
  hangs: 'echo "PAM is thinking" >&2; exec sleep 600\n',
  refuses: 'echo "me is not in the sudoers file.  This incident will be reported." >&2; exit 1\n',
  crashes: 'echo "sudo: unable to dlopen sudoers.so" >&2; exit 7\n',
}

const needsTerminal = `[ -t 0 ] || { echo 'sudo: sorry, you must have a tty to run sudo' >&2; exit 1; }
`

/** A folder for PATH with a program `sudo` in it: a stand-in, for what the real one can't be made to do in a test. */
export function fakeSudo(manner: Manner, how: { readonly requireTerminal?: boolean } = {}): string {
  const folder = tempFolder()
  const file = join(folder, 'sudo')
  writeFileSync(file, start + (how.requireTerminal ? needsTerminal : '') + manners[manner])
  chmodSync(file, 0o755)
  return folder
}
