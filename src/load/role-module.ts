import * as nodeModule from 'node:module'

const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js'

const own: Readonly<Record<string, string>> = {
  lbprov: new URL(`../index.${extension}`, import.meta.url).href,
  'lbprov/lvs': new URL(`../lvs/index.${extension}`, import.meta.url).href,
}

let installed = false

/** The default export of a role's module. In it, `lbprov` and `lbprov/lvs` are the lbprov that runs, wherever the file is. */
export async function importRole(url: string): Promise<unknown> {
  if (!installed) shareLbprov()
  return ((await import(/* @vite-ignore */ url)) as { readonly default?: unknown }).default
}

// A test runner that resolves modules itself has no registerHooks to offer, or does not ask it.
function shareLbprov(): void {
  installed = true
  acceptTypeScript()
  nodeModule.registerHooks?.({
    resolve: (specifier, context, next) => {
      const found = next(own[specifier] ?? specifier, context)
      // Without a package.json beside it, Node would first read a role as CommonJS, and warn.
      return found.url.endsWith('/role.ts') ? { ...found, format: 'module-typescript' } : found
    },
  })
}

// Up to Node.js 24.2 the first .ts file brings a warning that reading it is an experiment.
function acceptTypeScript(): void {
  const { emitWarning } = process
  process.emitWarning = (...words: unknown[]) => {
    if (!String(words[0]).startsWith('Type Stripping is')) Reflect.apply(emitWarning, process, words)
  }
}
