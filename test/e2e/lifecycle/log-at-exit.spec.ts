import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { startServiceProcess } from '../../../tools/dev/service-process.ts'
import { watchedProcess } from '../../harness/assertions/leak-detector.js'
import { generate, storyRequest, testKey, testSecret } from '../../harness/fixtures/requests.js'
import { distantLimits } from '../../harness/service/settings.js'
import { createTestDatabase, type TestDatabase } from '../../harness/service/stores.js'
import { startSimulator, type Simulator } from '../../../tools/simulator/simulator.ts'

const main = fileURLToPath(new URL('../../../dist/main.js', import.meta.url))

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

const settings = (): Readonly<Record<string, string>> => ({
  ...distantLimits,
  HOST: '127.0.0.1',
  PORT: '0',
  API_KEYS: testKey,
  JWT_SECRET: testSecret,
  DATABASE_URL: database.url,
  OPENAI_BASE_URL: simulator.baseUrl,
  LOG_FORMAT: 'json',
  LOG_LEVEL: 'info'
})

describe('A process whose standard output is broken while lines wait', () => {
  it('ends with its exit code at the second signal', async () => {
    const child = spawn(process.execPath, [main], {
      env: { PATH: process.env['PATH'], SHUTDOWN_DELAY: '60', ...settings() },
      stdio: ['ignore', 'pipe', 'inherit']
    })
    const ended = once(child, 'exit')
    const lines = createInterface(child.stdout)
    let url = ''
    for await (const line of lines) {
      const { action, url: address } = JSON.parse(line) as { action?: string; url?: string }
      if (action === 'started') url = address ?? ''
      if (url !== '') break
    }
    child.stdout.pause()
    // More than the pipe holds, so that lines wait in the process.
    const path = `${url}/api/v1/${'x'.repeat(8000)}`
    for (let asked = 0; asked < 100; asked++) expect((await fetch(path)).status).toBe(404)
    child.stdout.destroy()
    // Different signals, because two equal ones may arrive as one.
    child.kill('SIGTERM')
    child.kill('SIGINT')
    expect(await ended).toEqual([1, null])
  })
})

describe('The log of a process that ends', () => {
  it('has the lines of all its requests', async () => {
    const own = settings()
    const service = watchedProcess(await startServiceProcess(own), own, [storyRequest()])
    await generate(service.url).expect(200)
    // Waits in the writer when the process ends.
    await fetch(`${service.url}/api/v1/unknown`)
    expect(await service.stop()).toBe(0)
    const requests = service.logs.filter(line => line['action'] === 'request')
    expect(requests.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['/api/v1/generate', '/api/v1/unknown'])
    )
  })
})
