import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * Lints docs/openapi.json with Redocly's strictest rules and OWASP's API rules, and proves that both
 * still bite on a planted fault. Neither is allowed on the network.
 */

interface Linter {
  readonly name: string
  /** Script and arguments; the document's path follows. */
  readonly command: readonly string[]
  /** Spoils a sound document so that this linter must complain. */
  readonly spoil: (text: string) => string
}

const linters: readonly Linter[] = [
  {
    name: 'Redocly',
    command: ['node_modules/@redocly/cli/bin/cli.js', 'lint', '--config', 'redocly.yaml'],
    spoil: text => text.replace('"operationId": "generateStory"', '"operationId": "readHealth"')
  },
  {
    name: 'Spectral',
    command: [
      'node_modules/@stoplight/spectral-cli/dist/index.js',
      'lint',
      '--ruleset=.spectral.yaml',
      '--fail-severity=hint'
    ],
    spoil: text => text.replaceAll(/"maxItems": \d+,?/g, '')
  }
]

const quiet = {
  REDOCLY_TELEMETRY: 'off',
  REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true',
  REDOCLY_SUPPRESS_NOTIFICATIONS: 'true'
}

const document = 'docs/openapi.json'
const folder = await mkdtemp(join(tmpdir(), 'openapi-'))
try {
  const problems = (await Promise.all(linters.map(check))).flat()
  for (const problem of problems) process.stderr.write(`${problem}\n`)
  process.exitCode = problems.length === 0 ? 0 : 1
} finally {
  await rm(folder, { recursive: true, force: true })
}

async function check(linter: Linter): Promise<string[]> {
  const planted = join(folder, `${linter.name}.json`)
  const sound = await readFile(document, 'utf8')
  const spoilt = linter.spoil(sound)
  await writeFile(planted, spoilt)
  const [real, canary] = await Promise.all([lint(linter, document), lint(linter, planted)])
  return [
    ...(real.code === 0 ? [] : [`openapi: ${linter.name}:\n${real.output}`]),
    ...(spoilt !== sound && canary.code === 1 ? [] : [`openapi: ${linter.name} no longer bites`])
  ]
}

function lint(
  { command }: Linter,
  file: string
): Promise<{ readonly code: number | null; readonly output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...command, file], { env: { ...process.env, ...quiet } })
    let output = ''
    child.stdout.on('data', (part: Buffer) => (output += part.toString()))
    child.stderr.on('data', (part: Buffer) => (output += part.toString()))
    child.once('error', reject)
    child.once('close', code => resolve({ code, output }))
  })
}
