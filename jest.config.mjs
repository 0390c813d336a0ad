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
    // Every file loads its modules anew, at a millisecond each: these packages bring one file instead
    // of a thousand.
    '^rxjs(/operators)?$': '<rootDir>/node_modules/rxjs/dist/bundles/rxjs.umd.min.js',
    '^class-validator$':
      '<rootDir>/node_modules/class-validator/bundles/class-validator.umd.min.js',
    '^es-toolkit/compat$': '<rootDir>/tools/test-run/es-toolkit.cjs'
  },
  globalSetup: '<rootDir>/tools/test-run/before.mjs',
  globalTeardown: '<rootDir>/tools/test-run/after.mjs',
  setupFiles: ['<rootDir>/test/setup.ts'],
  // A watchdog only: no test waits for it, however slow the machine.
  testTimeout: 120_000,
  // Modules of past files are never let go of: a worker is replaced before it is too large.
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
