import type { Connection } from '../model/host.ts'
import type { SshOption } from '../model/ssh-words.ts'

/** What ssh is told on its command line, the host's name left out: what is settled first, so that it wins. */
export function optionWords({ ssh, port, user }: Connection): readonly string[] {
  const { options = [], file, given = [] } = ssh ?? {}
  return [
    ...(file === undefined ? [] : ['-F', file]),
    ...(given.includes('port') ? ['-p', String(port)] : []),
    ...(given.includes('user') ? ['-l', user] : []),
    ...options.flatMap((option) => ['-o', optionText(option)]),
  ]
}

const oneFile = ['identityfile', 'certificatefile', 'identityagent', 'pkcs11provider', 'revokedhostkeys']

/** As -o takes it: a file with blanks in its name stands in quotes. */
const optionText = ({ keyword, value }: SshOption) =>
  oneFile.includes(keyword) && /\s/.test(value) ? `${keyword}="${value}"` : `${keyword}=${value}`
