// @ts-check

/**
 * A step is a command and its arguments. The command is `node` or a name from `tools` below;
 * `{args}` stands where the arguments given after the task's name go.
 *
 * @typedef {readonly string[]} Step
 * @typedef {object} Task
 * @property {string} about
 * @property {readonly Step[]} steps
 * @property {Step} [gate] all steps run, some side by side; those behind this one wait for it
 */

/** The commands that come from a package: name -> the package whose `bin` has it. */
export const packageOf = /** @type {Readonly<Record<string, string>>} */ ({
  nest: '@nestjs/cli',
  tsc: 'typescript',
  oxlint: 'oxlint',
  prettier: 'prettier'
})

/** @type {Step} */
const build = ['nest', 'build']
const lint = ['oxlint', '--type-aware', '--deny-warnings']
/**
 * What was found last time is kept, and looked at again as far as files have changed.
 *
 * @param {string} project
 */
const types = project => {
  const found = `node_modules/.cache/types-of-${project.replaceAll('/', '-')}.json`
  return ['tsc', '--noEmit', '-p', project, '--incremental', '--tsBuildInfoFile', found]
}
// Its setup, tools/test-run, compiles src when a test needs that.
const jest = ['node', '--experimental-vm-modules', 'node_modules/jest/bin/jest.js']
// jest.config.mjs leaves test/chaos out, so both of its choices are made anew.
const onlyChaos = [
  '--testPathIgnorePatterns',
  '/node_modules/',
  '--testMatch',
  '**/test/chaos/**/*.spec.ts',
  '--runInBand'
]

/**
 * Whatever writes a file that is committed, each behind those whose files it reads. It writes what is
 * stale, and with `--check` names it and fails (`keepGenerated` of tools/generators/generated-files.ts does both).
 *
 * @type {readonly Step[]}
 */
const generators = [
  ['node', 'tools/generators/docs.ts'],
  ['node', 'tools/generators/client.ts'],
  ['node', 'tools/generators/dashboards.ts'],
  ['node', 'tools/generators/chart.ts']
]

export const tasks = /** @type {Readonly<Record<string, Task>>} */ ({
  demo: {
    about: 'the whole service against a simulated provider: no key, no cost',
    steps: [build, ['node', 'tools/demo.ts']]
  },
  test: {
    about: 'all tests but the chaos ones; arguments go to Jest',
    steps: [[...jest, '{args}']]
  },
  'test:cov': {
    about: 'the same with coverage and its thresholds',
    steps: [[...jest, '--coverage', '{args}']]
  },
  'test:chaos': {
    about: 'the tests that break things on purpose, one at a time',
    steps: [[...jest, ...onlyChaos, '{args}']]
  },
  check: {
    about: 'exactly what CI runs before the tests: types, lint, format, architecture, docs',
    gate: build,
    steps: [
      lint,
      ['prettier', '--check', '.', '--cache', '--cache-strategy', 'content'],
      types('.'),
      types('tools'),
      types('observability'),
      types('bench'),
      types('src/modules/studio/page'),
      types('clients/typescript'),
      ['node', 'tools/checks/openapi.ts'],
      ['node', 'tools/checks/architecture.ts'],
      ['node', 'tools/gates/node_modules/knip/bin/knip.js'],
      build,
      ...generators.map(generator => generator.concat('--check')),
      ['node', 'tools/checks/consistency.ts'],
      ['node', 'tools/checks/links.ts'],
      ['node', 'tools/checks/image.ts', '--quick'],
      ['node', 'tools/checks/chart.ts'],
      ['node', 'tools/checks/workflows.ts']
    ]
  },
  bench: {
    about: 'load and streams on the built service: npm run bench -- load',
    steps: [build, ['node', 'bench/main.ts', '{args}']]
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
    about: 'write all generated files anew',
    steps: [build, ...generators.map(generator => generator.concat('{args}'))]
  }
})

/**
 * The steps with the given arguments in their place.
 *
 * @param {Task} task
 * @param {readonly string[]} args
 * @returns {readonly Step[] | undefined} nothing when there are arguments and no place for them
 */
export function stepsWith(task, args) {
  const takesArgs = task.steps.some(step => step.includes('{args}'))
  if (args.length > 0 && !takesArgs) return undefined
  return task.steps.map(step =>
    step.includes('{args}') ? step.flatMap(part => (part === '{args}' ? args : [part])) : step
  )
}

/** The list that `node tools/run.mjs` prints. */
export function listOfTasks() {
  const names = Object.keys(tasks)
  const width = Math.max(...names.map(name => name.length))
  const lines = names.map(name => `  ${name.padEnd(width)}  ${tasks[name]?.about}`)
  return ['Usage: npm run <task> [-- arguments]', '', ...lines, ''].join('\n')
}
