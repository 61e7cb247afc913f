import * as nodeModule from 'node:module'
import { fileURLToPath } from 'node:url'
import { othersCanChange } from './playbook/others.ts'
import { stripped } from './stripped.ts'

const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js'

const shared: Readonly<Record<string, string>> = {
  lbprov: new URL(`../index.${extension}`, import.meta.url).href,
  'lbprov/lvs': new URL(`../lvs/index.${extension}`, import.meta.url).href,
}

/** The files of the user's own roles, and what they import. */
const ownFiles = new Set<string>()
let installed = false

/** The default export of a module of a user's role, refused where others could have written what it imports. */
export function importRole(url: string): Promise<unknown> {
  ownFiles.add(url)
  return importModule(url)
}

/** The default export of a role's module. In it, `lbprov` and `lbprov/lvs` are the lbprov that runs, wherever the file is. */
export async function importModule(url: string): Promise<unknown> {
  if (!installed) shareLbprov()
  return ((await import(/* @vite-ignore */ url)) as { readonly default?: unknown }).default
}

// A test runner that resolves modules itself has no registerHooks to offer, or does not ask it.
function shareLbprov(): void {
  installed = true
  acceptTypeScript()
  nodeModule.registerHooks?.({
    resolve: (specifier, context, next) => {
      const found = next(shared[specifier] ?? specifier, context)
      if (!shared[specifier]) followOwn(specifier, context.parentURL, found.url)
      // Without a package.json beside it, Node would first read a role as CommonJS, and warn.
      return found.url.endsWith('/role.ts') ? { ...found, format: 'module-typescript' } : found
    },
    load: (url, context, next) => {
      const source =
        context.format === 'module-typescript' && ownFiles.has(url) ? stripped(fileURLToPath(url)) : undefined
      return source === undefined ? next(url, context) : { format: 'module', source, shortCircuit: true }
    },
  })
}

function followOwn(specifier: string, parent: string | undefined, url: string): void {
  if (ownFiles.has(specifier)) ownFiles.add(url)
  if (!parent || !ownFiles.has(parent) || !url.startsWith('file:')) return
  const asked = /^\.\.?\//.test(specifier) ? new URL(specifier, parent).href : url
  const found = othersCanChange(fileURLToPath(asked)) ?? othersCanChange(fileURLToPath(url))
  if (found) throw new Error(`${found.reason}. ${found.remedy}`)
  ownFiles.add(url)
}

// Up to Node.js 24.2 the first .ts file brings a warning that reading it is an experiment.
function acceptTypeScript(): void {
  const { emitWarning } = process
  process.emitWarning = (...words: unknown[]) => {
    if (!/^(Type Stripping|stripTypeScriptTypes) is/.test(String(words[0]))) Reflect.apply(emitWarning, process, words)
  }
}
