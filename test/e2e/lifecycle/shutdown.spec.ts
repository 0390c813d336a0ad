import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { startServiceProcess, type ServiceProcess } from '../../../tools/dev/service-process.ts'
import { startSimulator, type Simulator } from '../../../tools/simulator/simulator.ts'
import { watchedProcess } from '../../harness/assertions/leak-detector.js'
import { storyRequest, generate, testKey, testSecret } from '../../harness/fixtures/requests.js'
import { distantLimits } from '../../harness/service/settings.js'
import { createTestDatabase, type TestDatabase } from '../../harness/service/stores.js'

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

async function start(settings: Readonly<Record<string, string>> = {}): Promise<ServiceProcess> {
  const own = {
    ...distantLimits,
    HOST: '127.0.0.1',
    PORT: '0',
    API_KEYS: testKey,
    JWT_SECRET: testSecret,
    DATABASE_URL: database.url,
    OPENAI_BASE_URL: simulator.baseUrl,
    CACHE_TTL: '0',
    ...settings
  }
  return watchedProcess(await startServiceProcess(own), own, [storyRequest()])
}

const probe = async (service: ServiceProcess, name: string): Promise<number> =>
  (await fetch(`${service.url}/api/health/${name}`)).status

describe('SIGTERM', () => {
  it('sets readiness to 503 at once, and requests are served until the delay is over', async () => {
    const service = await start({ SHUTDOWN_DELAY: '15' })
    service.signal('SIGTERM')
    await service.waitForLog(line => line['action'] === 'draining')
    expect(await probe(service, 'ready')).toBe(503)
    expect(await probe(service, 'live')).toBe(200)
    expect((await generate(service.url)).status).toBe(200)
    expect(await service.ended).toBe(0)
  })

  it('aborts requests that cannot finish in time, charges them to the service and exits with 0', async () => {
    const service = await start({ SHUTDOWN_TIMEOUT: '20' })
    simulator.setFaults([{ fault: 'silent' }])
    const answer = generate(service.url)
    const answered = answer.then(({ status, body }) => ({ status, body: body as object }))
    await simulator.waitFor(({ inFlight }) => inFlight === 1)
    service.signal('SIGTERM')
    expect(await answered).toMatchObject({
      status: 503,
      body: { error: { code: 'SHUTTING_DOWN', retryable: true } }
    })
    expect(await service.ended).toBe(0)
  })

  it('settles the charges of a client that has just disconnected before the stores close', async () => {
    const service = await start()
    simulator.setFaults([{ fault: 'silent' }])
    const call = generate(service.url, storyRequest({ genre: 'adventure' }))
    const gone = call.then(
      () => undefined,
      () => undefined
    )
    await simulator.waitFor(({ inFlight }) => inFlight === 1)
    call.abort()
    service.signal('SIGTERM')
    await gone
    expect(await service.ended).toBe(0)
    const messages = service.logs.map(line => line['action'])
    expect(messages).not.toContain('cleanup_failed')
  })

  it('does not wait for a store that is unreachable', async () => {
    const service = await start({ REDIS_URL: 'redis://127.0.0.1:1', SHUTDOWN_TIMEOUT: '600' })
    expect(await service.stop()).toBe(0)
  })
})

describe('A client that never sends the rest of its body', () => {
  it('is disconnected at the shutdown, which ends with exit code 0', async () => {
    const service = await start({ SHUTDOWN_TIMEOUT: '20' })
    const { socket, opened } = halfARequest(service.url)
    await opened
    expect(await service.stop()).toBe(0)
    socket.destroy()
  })
})

describe('An uncaught error', () => {
  it('starts the same shutdown and exits with 1', async () => {
    const service = await start({
      NODE_OPTIONS: '--require ./test/harness/fixtures/throw-on-usr2.cjs'
    })
    simulator.setFaults([{ fault: 'slow-first-byte', value: 300 }])
    const answer = generate(service.url).then(({ status }) => status)
    await simulator.waitFor(({ inFlight }) => inFlight === 1)
    service.signal('SIGUSR2')
    expect(await answer).toBe(200)
    expect(await service.ended).toBe(1)
    expect(service.logs.find(line => line['action'] === 'uncaught_error')).toMatchObject({
      level: 'fatal',
      err: { message: 'thrown by the test' }
    })
  })
})

function halfARequest(url: string): { socket: Socket; opened: Promise<unknown> } {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  socket.on('error', () => undefined)
  socket.write(
    `POST /api/v1/generate HTTP/1.1\r\nHost: x\r\nX-API-Key: ${testKey}\r\n` +
      'Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{'
  )
  return { socket, opened: once(socket, 'connect') }
}
