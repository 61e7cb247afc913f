import { registerHooks } from 'node:module'

const at = (path: string) => new URL(`../../src/${path}`, import.meta.url).href

const own: Readonly<Record<string, string>> = {
  lbprov: at('index.ts'),
  'lbprov/lvs': at('lvs/index.ts'),
  'lbprov/testing': at('testing/index.ts'),
}

// By package.json it would be dist, which need not be there.
registerHooks({ resolve: (specifier, context, next) => next(own[specifier] ?? specifier, context) })
