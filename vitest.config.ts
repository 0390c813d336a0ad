import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { RunReporter } from './tools/test-run/reporter.ts'

const root = fileURLToPath(new URL('.', import.meta.url))
const stores = `${root}tools/test-run/stores.ts`

export default defineConfig({
  resolve: {
    alias: [
      { find: /^#(core|modules)\/(.*)\.js$/, replacement: `${root}src/$1/$2.ts` },
      { find: '@kuybi/jiraiya-client', replacement: `${root}clients/typescript/src/index.ts` }
    ]
  },
  test: {
    globals: true,
    // Every file of a process uses the same modules: to load them takes longer than most files.
    isolate: false,
    // More than two cores have, because many tests wait for a process or a socket.
    maxWorkers: 4,
    // Only for tests that hang: no test depends on it, even on a slow machine.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    teardownTimeout: 30_000,
    slowTestThreshold: 10_000,
    setupFiles: [`${root}test/setup.ts`],
    reporters: [new RunReporter()],
    coverage: {
      include: ['src/**/*.ts', 'clients/typescript/src/**/*.ts'],
      exclude: ['src/{main,worker,app.process}.ts', '**/*.{spec,fixture}.ts', '**/generated/**'],
      reporter: ['text-summary', 'json-summary'],
      thresholds: { lines: 90, branches: 90 }
    },
    projects: [
      // Vitest starts the stores only if a file of a project that needs them runs.
      { extends: true, test: { name: 'unit', include: ['{src,tools}/**/*.spec.ts'] } },
      {
        extends: true,
        test: {
          name: 'service',
          include: ['test/{client,contract,docs,e2e,harness}/**/*.spec.ts'],
          globalSetup: stores
        }
      },
      {
        extends: true,
        test: {
          name: 'chaos',
          include: ['test/chaos/**/*.spec.ts'],
          globalSetup: stores,
          fileParallelism: false
        }
      },
      {
        extends: true,
        test: {
          name: 'chaos-long',
          include: ['test/chaos-long/**/*.spec.ts'],
          globalSetup: stores,
          fileParallelism: false
        }
      }
    ]
  }
})
