import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'

type Params = Readonly<Record<string, unknown>>

interface Message extends Params {
  readonly id?: number
  readonly method?: string
  readonly params: Params
  readonly result?: unknown
}

/** A proposal: what is shown, what is written, what is said of it. */
export interface Item {
  readonly label: string
  readonly insertText?: string
  readonly textEdit?: { readonly newText: string }
  readonly documentation?: string | { readonly value: string }
}

/** What editors ask of yaml-language-server, over stdio. `‸` in a text is where the cursor is. */
export interface Editor {
  /** What is said of a file: line, from 1, and words. */
  readonly problems: (name: string, text: string) => Promise<readonly string[]>
  readonly proposals: (name: string, text: string) => Promise<readonly Item[]>
  /** Markdown; empty where nothing is shown. */
  readonly hover: (name: string, text: string) => Promise<string>
  readonly close: () => Promise<void>
}

const program = join(
  dirname(createRequire(import.meta.url).resolve('yaml-language-server/package.json')),
  'bin/yaml-language-server',
)
const cursor = '‸'

/** Files of `folder`, which need not be there, as an editor has them open. */
export async function openEditor(folder: string): Promise<Editor> {
  const { ask, tell, told, end } = startServer()
  const capabilities = {
    textDocument: {
      completion: { completionItem: { documentationFormat: ['markdown'], snippetSupport: true } },
      hover: { contentFormat: ['markdown'] },
      publishDiagnostics: {},
    },
  }
  await ask('initialize', { processId: process.pid, rootUri: `${pathToFileURL(folder)}`, capabilities })
  tell('initialized', {})
  let count = 0

  /** Under a name of its own: what is said of a file that is closed is that nothing is wrong. */
  async function open(name: string, text: string) {
    const uri = `${pathToFileURL(join(folder, name.replace(/(?=\.\w+$)/, `-${++count}`)))}`
    const diagnostics = told(uri)
    tell('textDocument/didOpen', {
      textDocument: { uri, languageId: 'yaml', version: 1, text: text.replace(cursor, '') },
    })
    const before = text.slice(0, text.indexOf(cursor)).split('\n')
    const position = { line: before.length - 1, character: before.at(-1)!.length }
    return { diagnostics: await diagnostics, at: { textDocument: { uri }, position } }
  }

  return {
    async problems(name, text) {
      const { diagnostics } = await open(name, text)
      return diagnostics.map(({ range, message }) => `${range.start.line + 1}: ${message}`)
    },
    async proposals(name, text) {
      const { at } = await open(name, text)
      const found = (await ask('textDocument/completion', at)) as readonly Item[] | { readonly items: readonly Item[] }
      return 'items' in found ? found.items : found
    },
    async hover(name, text) {
      const { at } = await open(name, text)
      const found = (await ask('textDocument/hover', at)) as { readonly contents: { readonly value: string } } | null
      return found?.contents.value ?? ''
    },
    close: end,
  }
}

interface Diagnostic {
  readonly range: { readonly start: { readonly line: number } }
  readonly message: string
}

function startServer() {
  const child = spawn(process.execPath, [program, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] })
  const answers = new Map<number, (result: unknown) => void>()
  const reports = new Map<string, (diagnostics: readonly Diagnostic[]) => void>()
  let last = 0
  function send(message: Params) {
    const body = JSON.stringify({ jsonrpc: '2.0', ...message })
    child.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`)
  }
  function take({ id, method, params, result }: Message) {
    if (method === 'textDocument/publishDiagnostics') {
      const { uri, diagnostics } = params as { readonly uri: string; readonly diagnostics: readonly Diagnostic[] }
      reports.get(uri)?.(diagnostics)
    } else if (method !== undefined && id !== undefined) {
      // It asks for settings: there are none.
      send({
        id,
        result: method === 'workspace/configuration' ? (params.items as readonly unknown[]).map(() => null) : null,
      })
    } else if (id !== undefined) answers.get(id)?.(result)
  }
  child.stdout.on('data', framesTo(take))
  return {
    ask: (method: string, params: Params) =>
      new Promise<unknown>((resolve) => {
        answers.set(++last, resolve)
        send({ id: last, method, params })
      }),
    tell: (method: string, params: Params) => send({ method, params }),
    told: (uri: string) => new Promise<readonly Diagnostic[]>((resolve) => reports.set(uri, resolve)),
    end: () =>
      new Promise<void>((resolve) => {
        child.once('close', () => resolve())
        child.kill()
      }),
  }
}

function framesTo(take: (message: Message) => void): (chunk: Buffer) => void {
  let rest = Buffer.alloc(0)
  return (chunk) => {
    rest = Buffer.concat([rest, chunk])
    for (;;) {
      const head = rest.indexOf('\r\n\r\n')
      const length = Number(/Content-Length: (\d+)/i.exec(rest.toString('latin1', 0, Math.max(head, 0)))?.[1])
      if (head < 0 || rest.length < head + 4 + length) return
      take(JSON.parse(rest.toString('utf8', head + 4, head + 4 + length)))
      rest = rest.subarray(head + 4 + length)
    }
  }
}
