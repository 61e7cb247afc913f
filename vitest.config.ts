import './bin/needs-node.cjs'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { OwnOrder } from './test/support/order.ts'
import { SkipReporter } from './test/support/skip-reporter.ts'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))

const alias = {
  'lbprov/lvs': at('./src/lvs/index.ts'),
  'lbprov/testing': at('./src/testing/index.ts'),
  lbprov: at('./src/index.ts'),
}

const labs = Number(process.env.LBPROV_LABS ?? 1)

/** `fast` is what `npm test` runs; `containers` and `e2e` need a container engine and the lab. */
export default defineConfig({
  resolve: { alias },
  test: {
    // Projects have their own beside it: this one is for all.
    globalSetup: 'test/support/scratch.ts',
    reporters: ['default', new SkipReporter()],
    sequence: { sequencer: OwnOrder },
    // A condition is waited for as long as a busy machine may take.
    expect: { poll: { timeout: 30_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: 'fast',
          include: ['test/{unit,shell,roles}/**/*.test.ts'],
          globalSetup: ['test/support/tools.ts', 'test/support/record.ts', 'test/support/bundle.ts'],
          testTimeout: 30_000,
          // Modules are loaded once a worker, not once a file; programs that tests start find them compiled.
          isolate: false,
          // Node reads them itself, as it does for users: vite would translate each, and its imports are looked up at every use.
          experimental: { viteModuleRunner: false, nodeLoader: false },
          execArgv: ['--import', at('./test/support/own-lbprov.ts')],
          // Many suites wait more than they compute.
          maxWorkers: Math.max(2, availableParallelism() - 1),
          env: { NODE_COMPILE_CACHE: at('./node_modules/.cache/node'), XDG_CACHE_HOME: at('./node_modules/.cache') },
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'hostile',
          include: ['test/hostile/**/*.test.ts'],
          globalSetup: 'test/support/tools.ts',
          testTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          globalSetup: 'test/support/chromium.ts',
          testTimeout: 60_000,
          hookTimeout: 60_000,
          fileParallelism: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'containers',
          include: ['test/containers/**/*.test.ts'],
          globalSetup: 'test/support/bundle.ts',
          testTimeout: 300_000,
          hookTimeout: 600_000,
          fileParallelism: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: 'test/e2e/client-tools.ts',
          testTimeout: 600_000,
          hookTimeout: 900_000,
          setupFiles: 'test/e2e/own-lab.ts',
          fileParallelism: labs > 1,
          maxWorkers: labs,
        },
      },
    ],
  },
})
