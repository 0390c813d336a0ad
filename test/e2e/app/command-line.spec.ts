import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  startServiceProcess,
  type ServiceDidNotStart,
  type ServiceProcess
} from '../../../tools/dev/service-process.ts'
import { startSimulator, type Simulator } from '../../../tools/simulator/simulator.ts'
import { watchedProcess } from '../../harness/assertions/leak-detector.js'
import { storyRequest, generate, testKey, testSecret } from '../../harness/fixtures/requests.js'
import { distantLimits } from '../../harness/service/settings.js'
import { createTestDatabase, type TestDatabase } from '../../harness/service/stores.js'

let simulator: Simulator
let folder: string
let database: TestDatabase

beforeAll(async () => {
  simulator = await startSimulator()
  database = await createTestDatabase()
  folder = await mkdtemp(join(tmpdir(), 'jiraiya-'))
})
afterAll(async () => {
  await simulator.close()
  await database.drop()
  await rm(folder, { recursive: true })
})

async function start(settings: Readonly<Record<string, string>> = {}): Promise<ServiceProcess> {
  const own = {
    ...distantLimits,
    HOST: '127.0.0.1',
    PORT: '0',
    API_KEYS: testKey,
    JWT_SECRET: testSecret,
    OPENAI_BASE_URL: simulator.baseUrl,
    DATABASE_URL: database.url,
    CACHE_TTL: '0',
    ...settings
  }
  return watchedProcess(await startServiceProcess(own, folder), own, [storyRequest()])
}

describe('The built service with invalid settings', () => {
  const invalid = {
    ENVIRONMENT: 'production',
    PORT: 'canary-port',
    JWT_SECRET: 'canary-secret',
    LOG_LEVEL: 'canary-level',
    API_KEYS: 'canary-key',
    OPENAI_TIMEOUT: '-1',
    OPENAI_PRICES: 'canary-prices',
    OPENAI_MODEL: 'no-such-model',
    OPENAI_FALLBACK_MODELS: 'neither-this',
    REQUIRE_AUTHENTICATION: 'false',
    DEBUG: 'true',
    REDIS_ENABLED: 'canary-redis'
  }
  const problems = [
    'PORT must be',
    'JWT_SECRET must have at least 32 characters',
    'LOG_LEVEL must be one of',
    'API_KEYS must not hold a plain key of fewer than 32 characters',
    'OPENAI_TIMEOUT must be a number of seconds',
    'OPENAI_PRICES must be a JSON object',
    'OPENAI_API_KEY is required',
    'OPENAI_BASE_URL must be https',
    'OPENAI_MODEL must be a model with a price',
    'OPENAI_FALLBACK_MODELS must be a model with a price',
    'REQUIRE_AUTHENTICATION may be false only in development',
    'DEBUG must not be true outside development'
  ]

  it.each(['json', 'text'])(
    'reports all invalid settings at once with their rules, never the values, as %s, and exits with 1',
    async LOG_FORMAT => {
      const failure = start({ ...invalid, LOG_FORMAT })
      await expect(failure).rejects.toMatchObject({ exitCode: 1 })
      const output = await failure.then(
        () => '',
        (error: ServiceDidNotStart) => error.output
      )
      for (const problem of problems) expect(output).toContain(problem)
      expect(output).toContain('REDIS_ENABLED is not a setting of this service')
      expect(output).not.toContain('canary')
      expect(output).not.toMatch(/at .*\.js/)
      if (LOG_FORMAT === 'text') return
      expect(JSON.parse(output)).toMatchObject({
        level: 'fatal',
        environment: 'production',
        action: 'settings_wrong',
        problems: expect.toSatisfy((list: readonly unknown[]) => list.length === problems.length),
        notices: [expect.any(String), expect.any(String)]
      })
    }
  )

  it('reports the settings of other services when it starts', async () => {
    const service = await start({ API_KEY: testKey, API_KEYS: '', PROJECT_NAME: 'Kuybi' })
    const { status } = await generate(service.url)
    expect(await service.stop()).toBe(0)
    expect(status).toBe(200)
    const notices = service.logs.filter(({ action }) => action === 'setting_notice')
    expect(new Set(notices.map(({ name }) => name))).toEqual(new Set(['API_KEY', 'PROJECT_NAME']))
  })
})

describe('The built service', () => {
  it('reads a secret from the file that NAME_FILE names, and prefers the environment to .env', async () => {
    const file = join(folder, 'keys')
    await writeFile(file, `["${testKey}"]\n`)
    await writeFile(join(folder, '.env'), 'SHUTDOWN_TIMEOUT=5\nPORT=1\n')
    const service = await start({ API_KEYS: '', API_KEYS_FILE: file })
    const { status } = await generate(service.url)
    await rm(join(folder, '.env'))
    expect(await service.stop()).toBe(0)
    expect(status).toBe(200)
  })

  it('starts with .env.example and a database', async () => {
    await writeFile(join(folder, '.env'), await readFile('.env.example', 'utf8'))
    const service = await startServiceProcess({ PORT: '0', DATABASE_URL: database.url }, folder)
    await rm(join(folder, '.env'))
    const answer = await fetch(`${service.url}/api/health/ready`)
    expect(answer.status).toBe(200)
    expect(await service.stop()).toBe(0)
  })

  it('exits with 0 on SIGTERM after running requests finish, although connections stay open', async () => {
    const service = await start()
    simulator.setFaults([{ fault: 'slow-first-byte', value: 400, times: 1 }])
    const running = generate(service.url)
      .set('Connection', 'keep-alive')
      .then(answer => answer)
    await simulator.waitFor(stats => stats.inFlight === 1)
    const ended = service.stop()
    expect((await running).status).toBe(200)
    expect(await ended).toBe(0)
  })

  it('exits at once with 1 on a second signal', async () => {
    const service = await start()
    simulator.setFaults([{ fault: 'silent', times: 1 }])
    const running = generate(service.url).catch(() => undefined)
    await simulator.waitFor(stats => stats.inFlight === 1)
    service.signal('SIGTERM')
    await service.waitForLog(line => line['action'] === 'draining')
    service.signal('SIGTERM')
    expect(await service.ended).toBe(1)
    await running
  })
})

describe('The built migrate', () => {
  it('exits with 1 on SIGTERM while PostgreSQL does not respond', async () => {
    const silent = createServer()
    silent.listen(0, '127.0.0.1')
    await once(silent, 'listening')
    const { port } = silent.address() as AddressInfo
    const program = new URL('../../../dist/migrate.js', import.meta.url).pathname
    const migration = spawn(process.execPath, [program], {
      cwd: folder,
      env: {
        DATABASE_URL: `postgres://a:b@127.0.0.1:${port}/c`,
        JWT_SECRET: testSecret,
        DB_POOL_TIMEOUT: '20'
      }
    })
    const [connection] = (await once(silent, 'connection')) as [Socket]
    migration.kill('SIGTERM')
    expect(await once(migration, 'close')).toEqual([1, null])
    connection.destroy()
    silent.close()
  })
})

describe('The log', () => {
  let service: ServiceProcess
  beforeAll(async () => {
    service = await start({ LOG_LEVEL: 'DEBUG' })
  })
  afterAll(() => service.stop())

  const accessLine = (id: string) =>
    service.waitForLog(line => line['action'] === 'request' && line['requestId'] === id)

  it.each<[string, number, (id: string) => Promise<unknown>]>([
    ['a story', 200, id => generate(service.url).set('X-Request-ID', id)],
    ['a wrong key', 401, id => generate(service.url).set('X-API-Key', 'x').set('X-Request-ID', id)],
    [
      'an unknown address',
      404,
      id => fetch(`${service.url}/no`, { headers: { 'X-Request-ID': id } })
    ],
    [
      'a malformed address',
      400,
      id => fetch(`${service.url}/%zz`, { headers: { 'X-Request-ID': id } })
    ],
    [
      'too large a body',
      413,
      id => generate(service.url, { filler: 'x'.repeat(70_000) }).set('X-Request-ID', id)
    ]
  ])('has one access line for %s, %i, with duration and ids', async (_, status, call) => {
    const id = `access-line-${status}`
    await call(id)
    const line = await accessLine(id)
    expect(line).toMatchObject({
      level: 'info',
      service: 'jiraiya',
      environment: 'development',
      status,
      durationMs: expect.any(Number),
      correlationId: id,
      address: '127.0.0.1',
      method: expect.any(String),
      path: expect.any(String)
    })
    const lines = service.logs.filter(
      other => other['requestId'] === id && other['action'] === 'request'
    )
    expect(lines).toHaveLength(1)
  })

  it('has at debug a line when a request starts, and the bounded user agent in both', async () => {
    const id = 'with-user-agent'
    const headers = { 'X-Request-ID': id, 'User-Agent': `browser ${'x'.repeat(1000)}` }
    await fetch(`${service.url}/`, { headers: { ...headers, 'X-Forwarded-For': '192.0.2.9' } })
    await accessLine(id)
    const userAgent = `browser ${'x'.repeat(192)}`
    const client = { method: 'GET', path: '/', address: '127.0.0.1', userAgent }
    expect(service.logs.filter(line => line['requestId'] === id)).toMatchObject([
      { action: 'request_started', level: 'debug', ...client },
      { action: 'request', level: 'info', ...client }
    ])
  })

  it('has behind a trusted proxy the address of the client', async () => {
    const other = await start({ TRUST_PROXY_HOPS: '1' })
    const headers = { 'X-Request-ID': 'behind-a-proxy', 'X-Forwarded-For': '192.0.2.1, 192.0.2.9' }
    await fetch(`${other.url}/`, { headers })
    const line = await other.waitForLog(({ requestId }) => requestId === 'behind-a-proxy')
    expect(await other.stop()).toBe(0)
    expect(line).toMatchObject({ action: 'request', address: '192.0.2.9' })
  })

  it('has status 499 when the client disconnects', async () => {
    simulator.setFaults([{ fault: 'silent', times: 1 }])
    const controller = new AbortController()
    const call = fetch(`${service.url}/api/v1/generate`, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        'X-API-Key': testKey,
        'X-Request-ID': 'left-00001'
      },
      body: JSON.stringify(storyRequest()),
      signal: controller.signal
    }).catch(() => undefined)
    await simulator.waitFor(stats => stats.inFlight === 1)
    controller.abort()
    await call
    expect(await accessLine('left-00001')).toMatchObject({ status: 499 })
  })

  it('has no line for probes and metrics', async () => {
    await fetch(`${service.url}/api/health/live`)
    await fetch(`${service.url}/metrics`)
    await fetch(`${service.url}/`, { headers: { 'X-Request-ID': 'after-probes' } })
    await accessLine('after-probes')
    const paths = service.logs
      .filter(line => line['action'] === 'request')
      .map(line => line['path'])
    expect(paths).not.toContain('/api/health/live')
    expect(paths).not.toContain('/metrics')
  })

  it('contains a provider failure with its cause, with the ids of the request', async () => {
    simulator.setFaults([{ fault: 'status-401', times: 1 }])
    await generate(service.url).set('X-Request-ID', 'failure-0001')
    const line = await service.waitForLog(
      entry => entry['action'] === 'request_failed' && entry['requestId'] === 'failure-0001'
    )
    expect(line).toMatchObject({
      level: 'error',
      code: 'AI_SERVICE_ERROR',
      err: { cause: { type: expect.any(String) } }
    })
  })

  it('contains no secret, keyword, prompt or story at any level', async () => {
    const { body } = await generate(service.url, { keywords: ['zanzibar'], genre: 'canary genre' })
    await generate(service.url, { keywords: ['zanzibar'.repeat(9)], genre: 'canary genre' })
    simulator.setFaults([{ fault: 'status-400', times: 1 }])
    await generate(service.url, { keywords: ['zanzibar'], genre: 'canary genre' }).set(
      'X-Request-ID',
      'last-of-all'
    )
    await accessLine('last-of-all')
    const text = JSON.stringify(service.logs)
    for (const word of [
      'zanzibar',
      'canary genre',
      testKey,
      body.title,
      body.content.slice(0, 40)
    ]) {
      expect(text).not.toContain(word)
    }
  })
})
