export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/src', '<rootDir>/test', '<rootDir>/tools'],
  testMatch: ['**/*.spec.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/test/chaos'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': '@swc/jest' },
  moduleNameMapper: {
    '^(\\.{1,2}/.*)\\.js$': '$1',
    '^@kuybi/jiraiya-client$': '<rootDir>/clients/typescript/src/index.ts',
    '^#(core|modules)/(.*)\\.js$': '<rootDir>/src/$1/$2',
    // Each test file loads all modules again, which takes a millisecond per module. These bundles
    // replace about a thousand modules by one each.
    '^rxjs(/operators)?$': '<rootDir>/node_modules/rxjs/dist/bundles/rxjs.umd.min.js',
    '^class-validator$':
      '<rootDir>/node_modules/class-validator/bundles/class-validator.umd.min.js',
    '^es-toolkit/compat$': '<rootDir>/tools/test-run/es-toolkit.cjs'
  },
  globalSetup: '<rootDir>/tools/test-run/before.mjs',
  globalTeardown: '<rootDir>/tools/test-run/after.mjs',
  setupFiles: ['<rootDir>/test/setup.ts'],
  // Only for tests that hang: no test depends on it, even on a slow machine.
  // Jest leaves one core idle by default: on two cores it would run one file at a time.
  maxWorkers: 2,
  // The default of 0.5 s force-exits a worker on a busy machine.
  workerGracefulExitTimeout: 30_000,
  testTimeout: 120_000,
  // The modules of finished test files stay in memory, so a large worker is replaced.
  workerIdleMemoryLimit: '1200MB',
  reporters: ['summary', '<rootDir>/tools/test-run/reporter.mjs'],
  coverageProvider: 'v8',
  collectCoverageFrom: [
    'src/**/*.ts',
    '!src/main.ts',
    '!src/**/*.{spec,fixture}.ts',
    'clients/typescript/src/**/*.ts',
    '!**/generated/**'
  ],
  coverageThreshold: { global: { lines: 90, branches: 90 } }
}
