import { block, type Facts, type Resources, service, sh } from 'lbprov'

export interface SshWords {
  readonly rootLogin: string
  readonly passwords: boolean
}

/**
 * sshd's own file with our words on top, where the first one counts, before any Include. sshd tests the file before it is in
 * place; and should it lock us out, the host takes it back by itself.
 */
export function sshServer({ family }: Facts, admin: string, { rootLogin, passwords }: SshWords): Resources {
  const name = family === 'debian' ? 'ssh' : 'sshd'
  const allowed = passwords ? 'yes' : 'no'
  const content = [
    `PermitRootLogin ${rootLogin}`,
    `PasswordAuthentication ${allowed}`,
    `ChallengeResponseAuthentication ${allowed}`,
    'PubkeyAuthentication yes',
  ].join('\n')
  const words = block(
    '/etc/ssh/sshd_config',
    { content, at: 'top' },
    {
      validate: (temporary) => sh`sshd -t -f ${temporary}`,
      // EL: a reload makes sshd read its file at once and end if it can't
      confirm: { user: admin, after: sh`if sshd -t; then service ${name} reload || systemctl reload ${name}; fi` },
    },
  )
  return [words, service(name, { running: true, enabled: true }, { refreshOn: [words] })]
}
