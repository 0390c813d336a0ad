import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { documentFiles } from '../../tools/checks/documents.ts'
import { startSimulator, type Simulator } from '../../tools/simulator/simulator.ts'
import {
  CommandRunner,
  commandsInComments,
  commandsOf,
  type DocumentedCommand
} from '../harness/service/documented-commands.js'
import { keyEntry } from '../harness/fixtures/stories.js'
import { eventually } from '../harness/service/instances.js'
import { startService, type Service } from '../harness/service/service.js'
import { differences } from '../harness/assertions/shown-responses.js'

/** The addresses in the documents. Each is replaced by the address of a server on a free port. */
const serviceOrigin = 'http://127.0.0.1:8000'
const simulatorOrigin = 'http://127.0.0.1:8089'

/** The value that the documents use. */
const localKey = 'local-development-key'
const backendKey = 'the-key-of-a-backend-in-the-documents'
const adminKey = 'the-key-of-an-operator-in-the-documents'

/** The text that Helm prints after an install. */
const notes = 'helm/jiraiya/templates/NOTES.txt'

const documents = await allDocuments()
const commands = [
  ...documents.flatMap(([file, text]) => commandsOf(file, text)),
  ...commandsInComments('compose.yaml', await readFile('compose.yaml', 'utf8')),
  ...commandsOf(notes, onlyCurl(await readFile(notes, 'utf8')))
]

let simulator: Simulator
let service: Service
let folder: string
let runner: CommandRunner
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'curl-'))
  runner = await CommandRunner.create(folder)
  simulator = await startSimulator()
  service = await startService({
    OPENAI_BASE_URL: simulator.baseUrl,
    OPENAI_MODEL: 'gpt-6-luna',
    JWT_SECRET: 'local-development-secret-change-me',
    TOKEN_SECRET: 'the-secret-of-tokens-issued-in-the-documents',
    API_KEYS: JSON.stringify([
      localKey,
      keyEntry('backend', backendKey, ['stories', 'act-as', 'tokens:issue']),
      keyEntry('operator', adminKey, ['admin'])
    ]),
    // The defaults, which the documents describe.
    RATE_LIMIT_PER_MINUTE: '10',
    RATE_LIMIT_PER_HOUR: '100',
    CACHE_TTL: '600',
    WORKER_INLINE: 'true'
  })
})
afterAll(async () => {
  await service.close()
  await simulator.close()
  await rm(folder, { recursive: true, force: true })
})

/** Other addresses of the probes of /api/health. */
const isProbe = /^(\/api\/v1)?\/(health|live|ready)/
/** Addresses that only lead to the documents. */
const isAlias = /\/(docs|redoc|openapi\.json)$/

describe('The documents', () => {
  it('contain curl only in blocks that this test runs', () => {
    const lines = documents.flatMap(([file, text]) =>
      text
        .split('\n')
        .filter(line => /(?:^|[\s(|])curl\s+(?:-|"?\$|"?http)/.test(line))
        .map(line => `${file}: ${line.trim()}`)
    )
    const run = commands.map(({ script }) => script).join('\n')
    expect(lines.length).toBeGreaterThan(30)
    expect(lines.filter(line => !run.includes(line.replace(/^[^:]+: /, '')))).toEqual([])
  })

  it('show a response for most of the calls', () => {
    expect(commands.filter(({ answer }) => answer).length).toBeGreaterThan(25)
  })

  it('call every route except aliases and pages', async () => {
    const { paths } = JSON.parse(await readFile('docs/openapi.json', 'utf8')) as {
      readonly paths: Readonly<Record<string, object>>
    }
    const called = new Set(commands.flatMap(({ script }) => routesIn(script)))
    const missing = Object.entries(paths)
      .filter(([path]) => !isProbe.test(path) && !isAlias.test(path))
      .flatMap(([path, methods]) =>
        Object.keys(methods).map(name => `${name.toUpperCase()} ${path}`)
      )
      .filter(route => !called.has(route))
    expect(missing).toEqual([])
  })

  it.each(commands.map(each => [each.at, each] as const))(
    'show the real response of the call at %s',
    async (_, command) => {
      const settle = await arrange(command)
      const script = command.script
        .replaceAll(serviceOrigin, service.url)
        .replaceAll(simulatorOrigin, new URL(simulator.baseUrl).origin)
        // It runs already.
        .replace(/^npm run dev\b.*$/m, '')
      const variables = {
        BACKEND: backendKey,
        ADMIN: adminKey,
        ID: await someStory(),
        ...(/\$(JOB|BATCH)\b/.test(script) && (await someBatch())),
        ...(/\$BOOK\b/.test(script) && {
          BOOK: await (script.includes('/pause') ? pausedBook() : (book ??= someBook()))
        })
      }
      const run = await runner.run(script, variables)
      await settle()
      expect(differences(command, run)).toEqual([])
    }
  )
})

describe('The comparison of documented and real responses', () => {
  const script = `curl -s ${serviceOrigin}/api/health/live`
  const run = (text: string, language: 'json' | 'http' = 'json') =>
    ({ at: 'x.md:1', script, answer: { language, text } }) as const
  const found = async (command: DocumentedCommand): Promise<readonly string[]> =>
    differences(command, await runner.run(command.script.replace(serviceOrigin, service.url), {}))

  it('finds a field that is not in the response, and one that is not documented', async () => {
    expect(await found(run('{"alive":true,"since":""}'))).toEqual([
      '.timestamp is not shown',
      '.since is not there'
    ])
    expect(await found(run('{"alive":true,"timestamp":""}'))).toEqual([])
  })

  it('finds a different value where values are compared', async () => {
    expect(await found(run('{"alive":false,"timestamp":""}'))).toEqual(['.alive is true'])
  })

  it('finds a different status', async () => {
    const missing = { ...run(''), script: `curl -s ${serviceOrigin}/nowhere` }
    expect(await found(missing)).toEqual([expect.stringMatching(/^HTTP\/1.1 404 Not Found: /)])
    const created = run('HTTP/1.1 201 Created\n\n{"alive":true,"…":"…"}', 'http')
    const shown = { ...created, script: script.replace('-s', '-si') }
    expect(await found(shown)).toEqual(['HTTP/1.1 200 OK, not HTTP/1.1 201 Created'])
  })

  it('finds a header that is not sent', async () => {
    const late = run('HTTP/1.1 200 OK\nRetry-After: 2\n\n{"alive":true,"…":"…"}', 'http')
    expect(await found({ ...late, script: script.replace('-s', '-si') })).toEqual([
      'no header Retry-After'
    ])
  })

  it('finds a variable that no document sets', async () => {
    const unset = { ...run(''), script: 'curl -s $NOWHERE/api/health' }
    expect(await found(unset)).toEqual([expect.stringContaining('NOWHERE: unbound variable')])
  })
})

async function allDocuments(): Promise<readonly (readonly [file: string, text: string])[]> {
  const files = await documentFiles()
  expect(files.length).toBeGreaterThan(30)
  return Promise.all(files.map(async file => [file, await readFile(file, 'utf8')] as const))
}

/** Method and path, as in the OpenAPI document: `GET /api/v1/stories/{id}`. */
function routesIn(script: string): readonly string[] {
  const calls = script.replaceAll('\\\n', ' ').match(/^ *curl .*$/gm) ?? []
  return calls.map(call => {
    const sent = /\s(-d|--data)\b/.test(call) && !/\s-G\b/.test(call) ? 'POST' : 'GET'
    const [, method = sent] = /-X (\w+)/.exec(call) ?? []
    const [, path = ''] = /(?:\$JIRAIYA|127\.0\.0\.1:8000)(\/[^\s"?]*)/.exec(call) ?? []
    const general = path.replace(/\$(ID|JOB|BATCH|BOOK)\b/, '{id}').replace(/user:\d+/, '{owner}')
    return `${method} ${general.replace(/sections\/\d+/, 'sections/{number}')}`
  })
}

/** The lines that call curl, as blocks of Markdown. */
function onlyCurl(text: string): string {
  const lines = Array.from(text.matchAll(/^ *(curl .*)$/gm), ([, line = '']) => line)
  expect(lines).not.toEqual([])
  return lines.map(line => `\n    ${line}\n`).join('\n')
}

async function someStory(): Promise<string> {
  const answer = await fetch(`${service.url}/api/v1/stories`, {
    method: 'POST',
    headers: {
      'X-API-Key': localKey,
      'Content-Type': 'application/json',
      'Cache-Control': 'no-cache'
    },
    body: JSON.stringify({ keywords: ['hedgehog'], genre: 'fable', maxLength: 100 })
  })
  return ((await answer.json()) as { data: { id: string } }).data.id
}

/** A completed book; the examples share one. */
let book: Promise<string> | undefined

async function someBook(): Promise<string> {
  const id = await newBook()
  await bookIs(id, ({ state }) => state === 'completed')
  return id
}

/** A book that is paused after its first section. */
async function pausedBook(): Promise<string> {
  simulator.setFaults([{ fault: 'held', section: 2 }])
  const id = await newBook()
  await bookIs(id, ({ progress }) => progress.sections === 1)
  const headers = { 'X-API-Key': localKey }
  await fetch(`${service.url}/api/v1/books/${id}/pause`, { method: 'POST', headers })
  simulator.setFaults([])
  await bookIs(id, ({ progress }) => !progress.writing)
  return id
}

interface SeenBook {
  readonly state: string
  readonly progress: { readonly sections: number; readonly writing: boolean }
}

async function bookIs(id: string, isAsWanted: (book: SeenBook) => boolean): Promise<void> {
  await eventually(async () => {
    const headers = { 'X-API-Key': localKey }
    const seen = await fetch(`${service.url}/api/v1/books/${id}`, { headers })
    return isAsWanted(((await seen.json()) as { data: SeenBook }).data)
  })
}

async function newBook(): Promise<string> {
  const headers = { 'X-API-Key': localKey, 'Content-Type': 'application/json' }
  const created = await fetch(`${service.url}/api/v1/books`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ keywords: ['hedgehog'], genre: 'fable', words: 2000 })
  })
  const { data } = (await created.json()) as { readonly data: { readonly id: string } }
  return data.id
}

/** A batch, and its only job, which has completed. */
async function someBatch(): Promise<{ readonly BATCH: string; readonly JOB: string }> {
  const headers = { 'X-API-Key': localKey, 'Content-Type': 'application/json' }
  const jobs = [{ keywords: ['hedgehog'], genre: 'fable', maxLength: 100 }]
  const created = await fetch(`${service.url}/api/v1/batches`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ jobs })
  })
  const { data: batch } = (await created.json()) as { readonly data: { readonly id: string } }
  let JOB = ''
  await eventually(async () => {
    const list = `${service.url}/api/v1/jobs?state=completed&batchId=${batch.id}`
    const { data } = (await (await fetch(list, { headers })).json()) as {
      readonly data: { readonly results: readonly { readonly id: string }[] }
    }
    JOB = data.results[0]?.id ?? ''
    return JOB !== ''
  })
  return { BATCH: batch.id, JOB }
}

/** Creates the state that an example needs; the returned function removes it. */
async function arrange({ script }: DocumentedCommand): Promise<() => Promise<unknown>> {
  const [, key, body] = /Idempotency-Key: (still-running)' -d '([^']+)'/.exec(script) ?? []
  if (key === undefined || body === undefined) return async () => undefined
  simulator.setFaults([{ fault: 'silent', times: 1 }])
  const leaving = new AbortController()
  const first = fetch(`${service.url}/api/v1/stories`, {
    method: 'POST',
    headers: { 'X-API-Key': localKey, 'Content-Type': 'application/json', 'Idempotency-Key': key },
    body,
    signal: leaving.signal
  }).catch(() => undefined)
  await simulator.waitFor(stats => stats.inFlight === 1)
  return () => {
    leaving.abort()
    return first
  }
}
