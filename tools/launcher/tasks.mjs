// @ts-check

/**
 * A step is a command and its arguments. The command is `node` or a name from `tools` below;
 * `{args}` stands where the arguments given after the task's name go.
 *
 * @typedef {readonly string[]} Step
 * @typedef {{ readonly about: string, readonly steps: readonly Step[], readonly report?: boolean }} Task
 */

/** The commands that come from a package: name -> the package whose `bin` has it. */
export const packageOf = /** @type {Readonly<Record<string, string>>} */ ({
  nest: '@nestjs/cli',
  tsc: 'typescript',
  oxlint: 'oxlint',
  prettier: 'prettier',
  knip: 'knip'
})

const build = ['nest', 'build']
const lint = ['oxlint', '--type-aware', '--deny-warnings']
const jest = ['node', '--experimental-vm-modules', 'node_modules/jest/bin/jest.js']
// jest.config.mjs leaves test/chaos out, so both of its choices are made anew.
const onlyChaos = [
  '--testPathIgnorePatterns',
  '/node_modules/',
  '--testMatch',
  '**/test/chaos/**/*.spec.ts',
  '--runInBand'
]

export const tasks = /** @type {Readonly<Record<string, Task>>} */ ({
  demo: {
    about: 'the whole service against a simulated provider: no key, no cost',
    steps: [build, ['node', 'tools/demo.ts']]
  },
  test: {
    about: 'all tests but the chaos ones; arguments go to Jest',
    steps: [build, [...jest, '{args}']]
  },
  'test:cov': {
    about: 'the same with coverage and its thresholds',
    steps: [build, [...jest, '--coverage', '{args}']]
  },
  'test:chaos': {
    about: 'the tests that break things on purpose, one at a time',
    steps: [build, [...jest, ...onlyChaos, '{args}']]
  },
  check: {
    about: 'exactly what CI runs before the tests: types, lint, format, architecture, docs',
    report: true,
    steps: [
      ['tsc', '--noEmit'],
      ['tsc', '--noEmit', '-p', 'tools'],
      ['tsc', '--noEmit', '-p', 'observability'],
      ['tsc', '--noEmit', '-p', 'src/modules/studio/page'],
      lint,
      ['prettier', '--check', '.'],
      ['node', 'tools/check-architecture.ts'],
      ['knip'],
      build,
      ['node', 'tools/docs.ts', '--check'],
      ['node', 'tools/generate-postman.ts', '--check'],
      ['node', 'tools/check-links.ts'],
      ['node', 'observability/grafana/build.ts', '--check'],
      ['node', 'tools/check-image.ts', '--quick'],
      ['node', 'tools/check-chart.ts'],
      ['node', 'tools/check-workflows.ts'],
      ['node', 'tools/check-openapi.ts']
    ]
  },
  dev: { about: 'everything up, with reload', steps: [build, ['node', 'tools/dev.ts']] },
  try: {
    about: `one story from the shell: npm run try -- '{"keywords":["fox"]}'`,
    steps: [build, ['node', 'tools/try.ts', '{args}']]
  },
  simulator: {
    about: 'the simulated provider alone',
    steps: [['node', 'tools/simulator/main.ts', '{args}']]
  },
  key: { about: 'API keys for clients', steps: [['node', 'tools/key.ts', '{args}']] },
  build: { about: 'compile src to dist', steps: [build] },
  start: {
    about: 'build, then the service as in production',
    steps: [build, ['node', '--enable-source-maps', 'dist/main.js']]
  },
  migrate: {
    about: 'bring the schema of DATABASE_URL up to date',
    steps: [build, ['node', 'dist/migrate.js']]
  },
  lint: { about: 'lint with type information', steps: [lint] },
  format: { about: 'rewrite all files in the house format', steps: [['prettier', '--write', '.']] },
  docs: {
    about: 'write the generated documents anew',
    steps: [
      build,
      ['node', 'tools/docs.ts', '{args}'],
      ['node', 'tools/generate-postman.ts', '{args}']
    ]
  }
})

/**
 * The steps with the given arguments in their place.
 *
 * @param {Task} task
 * @param {readonly string[]} args
 * @returns {Step[] | undefined} nothing when there are arguments and no place for them
 */
export function stepsWith(task, args) {
  const takesArgs = task.steps.some(step => step.includes('{args}'))
  if (args.length > 0 && !takesArgs) return undefined
  return task.steps.map(step => step.flatMap(part => (part === '{args}' ? args : [part])))
}

/** The list that `node tools/run.mjs` prints. */
export function listOfTasks() {
  const names = Object.keys(tasks)
  const width = Math.max(...names.map(name => name.length))
  const lines = names.map(name => `  ${name.padEnd(width)}  ${tasks[name]?.about}`)
  return ['Usage: npm run <task> [-- arguments]', '', ...lines, ''].join('\n')
}
