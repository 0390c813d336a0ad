import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { startSimulator, type Simulator } from '../simulator.ts'
import { clientOf, writeMessages } from '../testing.ts'

let simulator: Simulator
const request = { model: 'gpt-4o-mini', messages: writeMessages() }

beforeAll(async () => {
  simulator = await startSimulator({ scenario: { faults: [{ fault: 'status-503', times: 1 }] } })
})
afterEach(() => simulator.reset())
afterAll(() => simulator.close())

const control = (path: string, body?: unknown) =>
  fetch(simulator.baseUrl.replace('/v1', `/__simulator/${path}`), {
    method: body === undefined ? 'GET' : 'POST',
    ...(body === undefined ? {} : { body: JSON.stringify(body) })
  })

describe('The control routes', () => {
  it('set faults and return stats and requests, without the key', async () => {
    await control('faults', [{ fault: 'status-500', times: 1 }])
    const openai = clientOf(simulator.baseUrl)
    await expect(openai.chat.completions.create(request)).rejects.toMatchObject({ status: 500 })
    await openai.chat.completions.create(request)
    await simulator.waitFor(({ completed }) => completed === 2)
    expect(await (await control('stats')).json()).toMatchObject({
      total: 2,
      calls: { 'POST /v1/chat/completions': 2 },
      faults: { 'status-500': 1 },
      inFlight: 0
    })
    const { requests } = (await (await control('requests')).json()) as { requests: object[] }
    expect(requests).toHaveLength(2)
    expect(requests[0]).toMatchObject({
      method: 'POST',
      path: '/v1/chat/completions',
      body: request
    })
    expect(JSON.stringify(requests)).not.toContain('test-key')
    expect(simulator.requests()[0]?.headers.authorization).toBe('Bearer test-key')
  })

  it('reject a mistyped fault', async () => {
    const response = await control('faults', [{ fault: 'status-5000' }])
    expect(response.status).toBe(400)
    expect(await response.text()).toContain('status-5000')
    expect(() => simulator.setFaults([{ fault: 'nonsense' as 'silent' }])).toThrow('nonsense')
    expect(() => simulator.setFaults([{ fault: 'silent', time: 1 } as never])).toThrow('time')
  })

  it('reset to the scenario', async () => {
    const openai = clientOf(simulator.baseUrl)
    await expect(openai.models.list()).rejects.toMatchObject({ status: 503 })
    await openai.models.list()
    await control('reset', {})
    expect(simulator.stats().total).toBe(0)
    await expect(openai.models.list()).rejects.toMatchObject({ status: 503 })
  })

  it('return 404 when they are disabled', async () => {
    expect((await control('elsewhere')).status).toBe(404)
  })
})

describe('Waiting for stats', () => {
  it('ends with the current stats when the time is up', async () => {
    await expect(simulator.waitFor(() => false, 1)).rejects.toThrow('"inFlight":0')
  })

  it('ends when the simulator closes', async () => {
    const other = await startSimulator()
    const waiting = other.waitFor(() => false).catch(String)
    await other.close()
    expect(await waiting).toContain('closed')
  })
})

describe('The command', () => {
  const main = fileURLToPath(new URL('../main.ts', import.meta.url))
  const start = (...options: string[]) =>
    spawn(process.execPath, [main, ...options], { stdio: ['ignore', 'pipe', 'pipe'] })

  it('serves at its address, and exits cleanly on SIGTERM with a stream open', async () => {
    // Windows knows no SIGTERM: there a process is ended from outside.
    if (process.platform === 'win32') return
    const child = start('--port', '0', '--seed', '3', '--chars-per-second', '100')
    const exited = once(child, 'exit')
    const [line] = (await once(child.stdout, 'data')) as [Buffer]
    const openai = clientOf(line.toString().trim())
    const stream = await openai.chat.completions.create({ ...request, stream: true })
    await stream[Symbol.asyncIterator]().next()
    child.kill('SIGTERM')
    expect(await exited).toEqual([0, null])
  })

  it('reports invalid options', async () => {
    const child = start('--port', 'eighty')
    let said = ''
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
    expect(await once(child, 'close')).toEqual([1, null])
    expect(said).toContain('--port is a number')
  })
})
