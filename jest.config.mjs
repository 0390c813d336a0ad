export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/src', '<rootDir>/test', '<rootDir>/tools'],
  testMatch: ['**/*.spec.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/test/chaos/'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': '@swc/jest' },
  moduleNameMapper: {
    '^(\\.{1,2}/.*)\\.js$': '$1',
    '^@kuybi/jiraiya-client$': '<rootDir>/clients/typescript/src/index.ts',
    '^#(core|modules)/(.*)\\.js$': '<rootDir>/src/$1/$2'
  },
  globalSetup: '<rootDir>/tools/test-run/before.mjs',
  globalTeardown: '<rootDir>/tools/test-run/after.mjs',
  setupFiles: ['<rootDir>/test/setup.ts'],
  testTimeout: 20_000,
  // Modules of past files are never let go of: a worker is replaced before it is too large.
  workerIdleMemoryLimit: '1200MB',
  reporters: ['default', '<rootDir>/tools/closing-line-reporter.mjs'],
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
