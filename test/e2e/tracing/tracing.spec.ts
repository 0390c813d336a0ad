import { randomBytes } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { rm, writeFile } from 'node:fs/promises'
import type { ServiceProcess } from '../../../tools/dev/service-process.ts'
import { startSimulator, type Simulator } from '../../../tools/simulator/simulator.ts'
import { startInstance } from '../../harness/service/instances.js'
import { storyRequest, generate, testKey } from '../../harness/fixtures/requests.js'
import { readStory } from '../../harness/assertions/story-stream.js'
import { createTestDatabase, type TestDatabase } from '../../harness/service/stores.js'
import { userId, userToken } from '../../harness/fixtures/tokens.js'
import {
  startTraceCollector,
  type CollectedSpan,
  type TraceCollector
} from '../../harness/servers/observability/trace-collector.js'

let simulator: Simulator
let database: TestDatabase

beforeAll(async () => {
  simulator = await startSimulator()
  database = await createTestDatabase()
})
afterAll(async () => {
  await simulator.close()
  await database.drop()
})
beforeEach(() => simulator.reset())

function start(settings: Readonly<Record<string, string>>): Promise<ServiceProcess> {
  return startInstance({
    OPENAI_BASE_URL: simulator.baseUrl,
    DATABASE_URL: database.url,
    ...settings
  })
}

/** A trace that the caller started. */
function begun() {
  const trace = randomBytes(16).toString('hex')
  const parent = randomBytes(8).toString('hex')
  return { trace, parent, traceparent: `00-${trace}-${parent}-01` }
}

/** Each span as a path: the names of its parents, then its own. */
function paths(spans: readonly CollectedSpan[]): readonly string[] {
  const byId = new Map(spans.map(span => [span.id, span]))
  const path = (span: CollectedSpan): string => {
    const parent = byId.get(span.parent)
    return parent === undefined ? span.name : `${path(parent)} > ${span.name}`
  }
  return spans.map(path).toSorted()
}

const named = (name: string, spans: readonly CollectedSpan[]): readonly CollectedSpan[] =>
  spans.filter(span => span.name === name)

describe('A traced service', () => {
  let collector: TraceCollector
  let service: ServiceProcess

  beforeAll(async () => {
    collector = await startTraceCollector()
    service = await start({
      ...collector.settings,
      OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=tests',
      MODERATION: 'both',
      AI_MAX_CONCURRENCY: '1'
    })
  })
  afterAll(async () => {
    await service.stop()
    await collector.close()
  })

  /** Generates a new story and returns its spans. */
  async function traceOf(
    body: object = {},
    headers: Readonly<Record<string, string>> = {}
  ): Promise<readonly CollectedSpan[]> {
    const { trace, traceparent } = begun()
    const genre = `tale ${trace}`
    await generate(service.url, storyRequest({ genre, ...body })).set({ traceparent, ...headers })
    return collector.trace(trace)
  }

  it('has a span for each step of a story', async () => {
    const spans = await traceOf({}, { 'Idempotency-Key': 'traced-key-1' })
    const all = 'POST /api/v1/generate'
    expect(paths(spans)).toEqual([
      all,
      ...[
        'authenticate',
        'cache lookup',
        'chat gpt-4o-mini',
        'checks',
        'idempotency claim',
        'idempotency lookup',
        'moderation',
        'moderation',
        'prompt',
        'rate limit',
        'reserve',
        'store'
      ].map(name => `${all} > ${name}`)
    ])
    expect(spans.filter(({ isFailed }) => isFailed)).toEqual([])
    expect(named(all, spans)[0]).toMatchObject({
      kind: 'server',
      attributes: {
        'http.request.method': 'POST',
        'http.route': '/api/v1/generate',
        'http.response.status_code': 200
      }
    })
  })

  it('names model, limits and tokens of an attempt by the GenAI conventions', async () => {
    const [attempt] = named('chat gpt-4o-mini', await traceOf())
    const { port } = new URL(simulator.baseUrl)
    expect(attempt).toMatchObject({
      kind: 'client',
      attributes: {
        'gen_ai.operation.name': 'chat',
        'gen_ai.provider.name': 'openai_compatible',
        'gen_ai.request.model': 'gpt-4o-mini',
        'gen_ai.request.max_tokens': expect.any(Number),
        'gen_ai.response.model': expect.any(String),
        'gen_ai.usage.input_tokens': expect.any(Number),
        'gen_ai.usage.output_tokens': expect.any(Number),
        'server.address': '127.0.0.1',
        'server.port': Number(port)
      }
    })
  })

  it('continues the trace of the client, and propagates it to the provider', async () => {
    const { trace, parent, traceparent } = begun()
    await generate(service.url, storyRequest({ genre: trace })).set({
      traceparent,
      tracestate: 'kuybi=1',
      baggage: 'user=canary'
    })
    const spans = await collector.trace(trace)
    expect(spans.find(({ kind }) => kind === 'server')?.parent).toBe(parent)
    const calls = simulator.requests().map(({ path, headers }) => ({ path, headers }))
    const chat = calls.find(({ path }) => path.endsWith('/chat/completions'))
    const [attempt] = named('chat gpt-4o-mini', spans)
    expect(chat?.headers).toMatchObject({
      traceparent: `00-${trace}-${attempt?.id}-01`,
      tracestate: 'kuybi=1'
    })
    const [input] = named('moderation', spans)
    expect(calls[0]?.headers).toMatchObject({ traceparent: `00-${trace}-${input?.id}-01` })
    expect(JSON.stringify(calls)).not.toContain('canary')
  })

  it('starts a trace when the client sends none, or an invalid one', async () => {
    await generate(service.url).set({ traceparent: 'canary', 'X-Request-ID': 'begins-one' })
    const line = await service.waitForLog(
      ({ action, requestId }) => action === 'request' && requestId === 'begins-one'
    )
    const spans = await collector.trace(String(line['trace_id']))
    expect(spans.find(({ kind }) => kind === 'server')?.parent).toBe('')
  })

  it('has a span for each attempt, with the reason of its failure', async () => {
    simulator.setFaults([{ fault: 'status-500', on: 'write', times: 1 }])
    const spans = await traceOf()
    const [first, second] = named('chat gpt-4o-mini', spans)
    expect(first).toMatchObject({
      isFailed: true,
      attributes: {
        'error.type': 'upstream_server_error',
        'jiraiya.error.code': 'AI_UNAVAILABLE',
        'jiraiya.attempt': 1
      }
    })
    expect(second).toMatchObject({ isFailed: false, attributes: { 'jiraiya.attempt': 2 } })
    expect(second?.parent).toBe(first?.parent)
    expect(named('reserve', spans)).toHaveLength(2)
    expect(spans.find(({ kind }) => kind === 'server')?.isFailed).toBe(false)
  })

  it('records type and code of a failed story', async () => {
    simulator.setFaults([{ fault: 'status-401' }])
    const spans = await traceOf()
    expect(spans.find(({ kind }) => kind === 'server')).toMatchObject({
      isFailed: true,
      attributes: {
        'http.response.status_code': 502,
        'error.type': 'upstream_credentials_refused',
        'jiraiya.error.code': 'AI_SERVICE_ERROR'
      }
    })
    expect(named('settle', spans)).toHaveLength(1)
  })

  it('shows a repair with its attempts', async () => {
    simulator.setFaults([{ fault: 'omit-keywords', on: 'write', times: 1 }])
    const spans = await traceOf()
    const steps = ['chat gpt-4o-mini', 'checks', 'prompt', 'reserve']
    expect(paths(spans)).toEqual(
      expect.arrayContaining(steps.map(name => `POST /api/v1/generate > repair > ${name}`))
    )
  })

  it('records a stream, with moderation as a part of the attempt', async () => {
    const { trace, traceparent } = begun()
    const { done } = await readStory(service.url, storyRequest({ genre: trace }), { traceparent })
    expect(done).toBeDefined()
    const spans = await collector.trace(trace)
    const all = 'POST /api/v1/stories/stream'
    expect(paths(spans)).toEqual(
      expect.arrayContaining([
        `${all} > chat gpt-4o-mini`,
        `${all} > chat gpt-4o-mini > moderation`,
        `${all} > checks`,
        `${all} > store`
      ])
    )
    const [attempt] = named('chat gpt-4o-mini', spans)
    expect(attempt?.attributes).toMatchObject({
      'gen_ai.request.stream': true,
      'gen_ai.usage.output_tokens': expect.any(Number)
    })
  })

  it('marks a stream that failed with status 200 as failed', async () => {
    simulator.setFaults([{ fault: 'cut-stream', on: 'stream' }])
    const { trace, traceparent } = begun()
    const { status, names } = await readStory(service.url, storyRequest({ genre: trace }), {
      traceparent
    })
    expect([status, names.at(-1)]).toEqual([200, 'error'])
    const spans = await collector.trace(trace)
    const failure = {
      isFailed: true,
      attributes: { 'error.type': 'connection_lost', 'jiraiya.error.code': 'AI_UNAVAILABLE' }
    }
    expect(spans.find(({ kind }) => kind === 'server')).toMatchObject(failure)
    expect(named('chat gpt-4o-mini', spans)).toMatchObject([failure])
  })

  it('records a cache hit, without an attempt', async () => {
    const genre = 'told twice'
    await traceOf({ genre })
    const spans = await traceOf({ genre })
    expect(named('cache lookup', spans)[0]?.attributes).toMatchObject({
      'jiraiya.cache.result': 'hit'
    })
    expect(spans.map(({ name }) => name)).not.toContain('chat gpt-4o-mini')
  })

  it('keeps the spans of concurrent requests separate while they wait for capacity', async () => {
    simulator.setFaults([{ fault: 'slow-first-byte', value: 100 }])
    const traces = await Promise.all([traceOf(), traceOf(), traceOf()])
    for (const spans of traces) expect(named('chat gpt-4o-mini', spans)).toHaveLength(1)
  })

  it('logs its ids in every line of the request', async () => {
    simulator.setFaults([{ fault: 'status-401' }])
    const id = 'all-lines-have-ids'
    const spans = await traceOf({}, { 'X-Request-ID': id })
    const lineOf = (action: string) =>
      service.waitForLog(line => line['action'] === action && line['requestId'] === id)
    await lineOf('request')
    const server = spans.find(({ kind }) => kind === 'server')
    expect(await lineOf('request_failed')).toMatchObject({ span_id: server?.id })
    const lines = service.logs.filter(line => line['requestId'] === id)
    expect(lines.length).toBeGreaterThan(1)
    for (const line of lines) {
      expect(line).toMatchObject({
        trace_id: server?.trace,
        span_id: expect.stringMatching(/^[0-9a-f]{16}$/)
      })
    }
  })

  it('does not mark a client error as a failure', async () => {
    const refused = await traceOf({}, { 'X-API-Key': 'x' })
    expect(refused.map(({ name, isFailed }) => [name, isFailed])).toEqual([
      ['authenticate', false],
      ['POST /api/v1/generate', false]
    ])
    expect(refused[0]?.attributes['error.type']).toBe('AUTHENTICATION_ERROR')
  })

  it('has no spans for probes and metrics', async () => {
    const { trace, traceparent } = begun()
    for (const path of ['/api/health/live', '/metrics', '/no/canary/path']) {
      await fetch(`${service.url}${path}`, { headers: { traceparent } })
    }
    const spans = await collector.trace(trace)
    expect(spans).toMatchObject([{ name: 'GET', attributes: { 'http.response.status_code': 404 } }])
  })

  it('sends no keywords, prompts, stories, secrets, queries and owners', async () => {
    const words = { keywords: ['zanzibar'], genre: 'canary genre' }
    const token = userToken()
    const headers = { Authorization: `Bearer ${token}`, 'User-Agent': 'canary-agent' }
    const { body } = await generate(service.url, words).set(headers)
    const { title } = await readStory(service.url, words, headers)
    simulator.setFaults([{ fault: 'status-400', times: 1 }])
    await generate(service.url, { ...words, keywords: ['zanzibar', 'fox'] })
    await generate(service.url, { ...words, wrong: 'canary' })
    await fetch(`${service.url}/canary?canary=1`)
    await fetch(`${service.url}/api/v1/stories?canary=1`, { headers: { 'X-API-Key': testKey } })
    await traceOf({}, { 'Idempotency-Key': 'canary-key-1' })
    const said = [body.title, title, String(body.content).slice(0, 40)]
    expect(said).not.toContain('')
    const secrets = [testKey, token, userId, 'kuybi.test', 'user:', 'You are a skilled']
    for (const text of [...said, ...secrets, 'zanzibar', 'canary']) {
      expect(collector.received).not.toContain(text)
    }
  })

  it('identifies the service, and neither the machine nor its user', async () => {
    await traceOf()
    expect(collector.resource).toMatchObject({
      'service.name': 'jiraiya',
      'service.version': expect.any(String),
      'deployment.environment.name': 'tests'
    })
    expect(Object.keys(collector.resource)).not.toContain('process.command_args')
    expect(Object.keys(collector.resource)).not.toContain('host.name')
  })

  it('sends the last spans before it ends', async () => {
    const own = await startTraceCollector()
    const other = await start({ ...own.settings, OTEL_BSP_SCHEDULE_DELAY: '60000' })
    const { trace, traceparent } = begun()
    await generate(other.url).set({ traceparent })
    expect(own.spans).toEqual([])
    expect(await other.stop()).toBe(0)
    expect(await own.trace(trace)).not.toEqual([])
    await own.close()
  })
})

describe('With an unreachable collector', () => {
  it('stories are returned, and the service ends', async () => {
    const [silent, gone] = await Promise.all([startTraceCollector(), startTraceCollector()])
    silent.fallSilent()
    await gone.close()
    await Promise.all([silent, gone].map(collector => expectUnhindered(collector.settings)))
    expect(silent.connections).toBeGreaterThan(0)
    await silent.close()
  })

  async function expectUnhindered(settings: Readonly<Record<string, string>>): Promise<void> {
    const service = await start({ ...settings, OTEL_EXPORTER_OTLP_TIMEOUT: '300' })
    for (const genre of ['one', 'two', 'three']) {
      const { status } = await generate(service.url, storyRequest({ genre }))
      expect(status).toBe(200)
    }
    await service.waitForLog(line => line['action'] === 'tracing_failed')
    await generate(service.url)
    expect(await service.stop()).toBe(0)
  }
})

describe('A service without tracing', () => {
  it('does not load the SDK, opens no connection and propagates no trace', async () => {
    const collector = await startTraceCollector()
    const watch = join(tmpdir(), `watch-modules-${randomBytes(4).toString('hex')}.cjs`)
    await writeFile(watch, watchModules)
    const service = await start({
      ...collector.settings,
      ENABLE_TRACING: 'false',
      NODE_OPTIONS: `--require ${watch}`
    })
    const { traceparent } = begun()
    await generate(service.url).set({ traceparent, 'X-Request-ID': 'not-traced' })
    const line = await service.waitForLog(({ requestId }) => requestId === 'not-traced')
    await service.stop()
    await rm(watch)
    const seen = await service.waitForLog(({ action }) => action === 'modules')
    expect(seen).toEqual({ action: 'modules', total: expect.any(Number), openTelemetry: [] })
    expect(seen['total']).toBeGreaterThan(500)
    expect(line).not.toHaveProperty('trace_id')
    expect(collector.connections).toBe(0)
    for (const { headers } of simulator.requests())
      expect(headers).not.toHaveProperty('traceparent')
    await collector.close()
  })
})

/**
 * Prints at exit the OpenTelemetry modules that a process has loaded. The API package is left out,
 * because prom-client loads it.
 */
const watchModules = `
const loaded = []
require('node:module').registerHooks({
  load: (url, context, next) => (loaded.push(url), next(url, context))
})
process.on('exit', () => require('node:fs').writeSync(1, JSON.stringify({
  action: 'modules',
  total: loaded.length,
  openTelemetry: loaded.filter(url => /@opentelemetry\\/(?!api\\/)/.test(url))
}) + '\\n'))
`
