import { oneLine } from '../model/one-line.ts'
import type { Secret } from '../shell/script.ts'
import type { KeyboardInteractive, Prompt } from './ssh2.ts'

// English, German, Dutch, Scandinavian, French, Spanish, Portuguese, Italian, Polish, Czech, Russian, Chinese, Japanese, Korean.
const asksPassword =
  /passwor[dt]|passord|wachtwoord|lösenord|adgangskode|mot de passe|contraseña|senha|parola|hasło|heslo|пароль|密码|密碼|口令|パスワード|비밀번호|암호/iu

/** Of a second factor, or of a password that has to be changed. */
const asksMore =
  /one.?time|otp|token|code|factor|new|current|old|retype|again|动态|验证码|驗證碼|新|当前|目前|ワンタイム/iu

/** Gives the password to the one question for it that shows nothing of what is typed, once; at any other, `refuse` is told what was asked. */
export function answerer(password: Secret, refuse: (asked: string) => void): KeyboardInteractive['prompt'] {
  let given = false
  return (_name, _instructions, _language, prompts, finish) => {
    const [only, ...others] = prompts
    if (given || !only || others.length > 0 || !wantsPassword(only)) return refuse(list(prompts))
    given = true
    finish([password.value])
  }
}

const wantsPassword = ({ prompt, echo }: Prompt) => echo !== true && asksPassword.test(prompt) && !asksMore.test(prompt)

function list(prompts: readonly Prompt[]): string {
  const shown = prompts.slice(0, 3).map(({ prompt }) => JSON.stringify(oneLine(prompt, 80)))
  return prompts.length > 3 ? `${shown.join(', ')} and ${prompts.length - 3} more` : shown.join(', ')
}
