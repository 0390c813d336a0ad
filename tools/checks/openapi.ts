import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { report, runGate } from './gates.ts'

/**
 * Lints docs/openapi.json with Redocly's strictest rules and OWASP's API rules. Each linter must also
 * report the fault that is planted for it in a second document. Neither uses the network.
 */

const linters = {
  'operation-operationId-unique': ['@redocly/cli/bin/cli.js', '--config=redocly.yaml'],
  'owasp:api4:2023-array-limit': [
    '@stoplight/spectral-cli/dist/index.js',
    '--ruleset=.spectral.yaml',
    '--fail-severity=hint'
  ]
} as const

const operation = { operationId: 'planted', responses: {} }
const canary = {
  openapi: '3.1.0',
  info: { title: 'Canary', version: '1' },
  paths: { '/one': { get: operation }, '/other': { get: operation } },
  components: { schemas: { Planted: { type: 'array', items: { type: 'boolean' } } } }
}

const env = {
  REDOCLY_TELEMETRY: 'off',
  REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true',
  REDOCLY_SUPPRESS_NOTIFICATIONS: 'true'
}

const folder = await mkdtemp(join(tmpdir(), 'openapi-'))
const canaryFile = join(folder, 'canary.json')
await writeFile(canaryFile, JSON.stringify(canary))
report((await Promise.all(Object.entries(linters).map(problemsOf))).flat())
await rm(folder, { recursive: true })

async function problemsOf([planted, [script, ...options]]: [
  string,
  readonly [string, ...string[]]
]): Promise<string[]> {
  const args = ['lint', '--format=github-actions', ...options, 'docs/openapi.json', canaryFile]
  const { output } = await runGate(script, args, { env })
  const found = output.split('\n').filter(line => /^::(error|warning|notice)/.test(line))
  const real = found.filter(line => !line.includes('canary.json'))
  const isSharp = found.some(line => line.includes('canary.json') && line.includes(planted))
  return isSharp ? real : [...real, `openapi: ${planted} is planted and not reported:\n${output}`]
}
