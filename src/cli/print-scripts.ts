import { redactor } from '../ui/redact.ts'

/** What prints every script that is sent, secrets masked, under a line with host and purpose. */
export function printScripts(
  secrets: readonly string[],
  stream: NodeJS.WritableStream,
): (host: string, title: string, display: string) => void {
  const scrub = redactor(secrets)
  return (host, title, display) => void stream.write(scrub(`# ${host}: ${title}\n${display}\n\n`))
}
