import { cursor } from './progress.ts'
import type { Sink } from './sink.ts'

/** What a drawing library takes for a terminal: writes through the sink until closed, which puts the cursor back. */
export function screenOn({ output, write }: Sink): { stream: NodeJS.WriteStream; close(): void } {
  let open = true
  const stream = {
    isTTY: true,
    get columns() {
      return output.columns
    },
    get rows() {
      return output.rows
    },
    write: (text: string) => {
      if (open) write(text)
      return true
    },
  }
  const close = () => {
    if (open) write(cursor.show)
    open = false
  }
  return { stream: stream as unknown as NodeJS.WriteStream, close }
}
