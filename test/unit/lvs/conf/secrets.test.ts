import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { maskKeepalivedConf } from '../../../../src/lvs/conf/secrets.ts'
import { lintKeepalivedConf } from '../../../../src/lvs/lint/keepalived-conf.ts'

const around = (body: string) => `vrrp_instance VI_1 {\n    interface em1\n${body}\n    priority 100\n}\n`

/** Ways in which a password can be written, or have been. */
const forms: Readonly<Record<string, (secret: string) => string>> = {
  plain: (secret) => around(`authentication {\n    auth_type PASS\n    auth_pass ${secret}\n}`),
  'a comment behind it': (secret) => around(`authentication {\nauth_pass ${secret} # change me\n}`),
  'a comment glued to it': (secret) => around(`authentication {\nauth_pass ${secret}!old\n}`),
  quoted: (secret) => around(`authentication {\nauth_pass "${secret}"\n}`),
  'a comment': (secret) => around(`authentication {\n#auth_pass ${secret}\n ! auth_pass ${secret}\n}`),
  'on one line with its block': (secret) => around(`authentication { auth_type PASS auth_pass ${secret} }`),
  'one line, braces glued': (secret) => around(`authentication {auth_pass ${secret}}`),
  'a definition': (secret) => around(`$PW=${secret}\nauthentication {\nauth_pass $PW\n}`),
  'a definition in braces': (secret) => around(`$PW=${secret}\nauthentication {\nauth_pass \${PW}\n}`),
  'a definition of two parts': (secret) =>
    around(`$A=${secret.slice(0, 4)}\n$B=${secret.slice(4)}\nauthentication {\nauth_pass \${A}\${B}\n}`),
  'a definition of several lines': (secret) =>
    around(`$AUTH=authentication { \\\n auth_type PASS \\\n auth_pass ${secret} \\\n }\n$AUTH`),
  'a definition of the keyword': (secret) => around(`$K=auth_pass\nauthentication {\n$K ${secret}\n}`),
  'a condition': (secret) => around(`authentication {\n@lb1 auth_pass ${secret}\n@^lb1 auth_pass ${secret}x\n}`),
  'a conditional definition': (secret) => around(`@lb1 $PW=${secret}\nauthentication {\nauth_pass $PW\n}`),
  'a sequence': (secret) => around(`~LST({P}, {${secret}}) auth_pass $P`),
  'on the next line': (secret) => around(`authentication {\nauth_pass \\\n  ${secret}\n}`),
  'an odd blank': (secret) => around(`authentication {\nauth_pass\u00a0${secret}\nauth_pass\t${secret}\r\n}`),
  'a block that is not closed': (secret) => `vrrp_instance V {\nauthentication {\nauth_pass ${secret}`,
  'a comment that tells of it': (secret) =>
    around(`# the password is ${secret}\nauthentication {\nauth_pass ${secret}\n}`),
  'the key of auth_hmac': (secret) => around(`auth_hmac {\n  key 1 "${secret}"\n  active_key 1\n}`),
  'a quote that is not closed': (secret) => around(`authentication {\nauth_pass "${secret}\n}`),
}

/** Eight letters and digits, and longer ones, none of which is a word of keepalived. */
const password = fc.stringMatching(/^Q[a-z0-9.%=+-]{6,12}z$/)

describe('a password is masked', () => {
  test.each(Object.entries(forms))('%s', (_, form) => {
    fc.assert(
      fc.property(password, (secret) => {
        const shown = maskKeepalivedConf(form(secret))
        expect(shown).not.toContain(secret.slice(0, 4))
        expect(shown).not.toContain(secret.slice(4))
        expect(shown).toContain('‹secret›')
      }),
      { numRuns: 30 },
    )
  })
})

describe('what lint says of the file does not show it', () => {
  test.each(Object.entries(forms))('%s', (_, form) => {
    fc.assert(
      fc.property(password, fc.constantFrom('1.2.13', '2.2.8'), (secret, version) => {
        const { errors, warnings } = lintKeepalivedConf(form(`${secret}${secret}`), { file: 'k.conf', version })
        const said = [...errors, ...warnings].map(({ message, hint }) => `${message} ${hint}`).join('\n')
        expect(said).not.toContain(secret.slice(0, 4))
        expect(said).not.toContain(secret.slice(4))
      }),
      { numRuns: 10 },
    )
  })
})

test('what is no secret stays to the letter', () => {
  const conf = around('# a note\n$IF=em1\nauthentication {\n    auth_type PASS\n}\nkey_word x')
  expect(maskKeepalivedConf(conf)).toBe(conf)
})

test('of what lbprov writes only the password changes, and a word of the language stays whole', () => {
  const conf = around('    authentication {\n        auth_type PASS\n        auth_pass pass\n    }')
  expect(maskKeepalivedConf(conf)).toBe(conf.replace('auth_pass pass', 'auth_pass ‹secret›'))
})
