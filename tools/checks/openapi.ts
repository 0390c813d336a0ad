import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { report, runGate } from './gates.ts'

/**
 * Lints docs/openapi.json with Redocly's strictest rules and OWASP's API rules. Each linter must also
 * reject a document with a planted fault. Neither uses the network.
 */

interface Linter {
  readonly name: string
  readonly script: string
  readonly args: readonly string[]
  readonly plantFault: (text: string) => string
}

const linters: readonly Linter[] = [
  {
    name: 'Redocly',
    script: '@redocly/cli/bin/cli.js',
    args: ['lint', '--config', 'redocly.yaml'],
    plantFault: text =>
      text.replace('"operationId": "generateStory"', '"operationId": "readHealth"')
  },
  {
    name: 'Spectral',
    script: '@stoplight/spectral-cli/dist/index.js',
    args: ['lint', '--ruleset=.spectral.yaml', '--fail-severity=hint'],
    plantFault: text => text.replaceAll(/"maxItems": \d+,?/g, '')
  }
]

const env = {
  REDOCLY_TELEMETRY: 'off',
  REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true',
  REDOCLY_SUPPRESS_NOTIFICATIONS: 'true'
}

const document = 'docs/openapi.json'
const text = await readFile(document, 'utf8')
const folder = await mkdtemp(join(tmpdir(), 'openapi-'))
try {
  report((await Promise.all(linters.map(problemsOf))).flat())
} finally {
  await rm(folder, { recursive: true, force: true })
}

async function problemsOf({ name, script, args, plantFault }: Linter): Promise<string[]> {
  const faulty = plantFault(text)
  const canary = join(folder, `${name}.json`)
  await writeFile(canary, faulty)
  const lint = (file: string): ReturnType<typeof runGate> =>
    runGate(script, [...args, file], { env })
  const [real, planted] = await Promise.all([lint(document), lint(canary)])
  return [
    ...(real.code === 0 ? [] : [`openapi: ${name}:\n${real.output}`]),
    ...(faulty !== text && planted.code === 1
      ? []
      : [`openapi: ${name} accepts a document with a planted fault`])
  ]
}
