import { startSimulator, type Simulator } from '../../tools/simulator/simulator.ts'
import { fox, generate, testKey } from '../harness/requests.js'
import { metric } from '../harness/metrics.js'
import { startService, type Service } from '../harness/service.js'

let simulator: Simulator
let service: Service

beforeAll(async () => {
  simulator = await startSimulator()
  service = await startService({ OPENAI_BASE_URL: simulator.baseUrl })
})
afterAll(async () => {
  await service.close()
  await simulator.close()
})
beforeEach(() => simulator.reset())

describe('A caller who hangs up', () => {
  it('aborts the upstream call within 100 ms and is counted as 499', async () => {
    const before = await metric(service.url, 'jiraiya_requests_total', { status: '499' })
    simulator.setFaults([{ fault: 'silent' }])
    const controller = new AbortController()
    const call = fetch(`${service.url}/api/v1/generate`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-API-Key': testKey },
      body: JSON.stringify(fox),
      signal: controller.signal
    })
    await simulator.waitFor(stats => stats.inFlight === 1)
    const leftAt = Date.now()
    controller.abort()
    await expect(call).rejects.toThrow()
    const { abortedAt } = await simulator.waitFor(stats => stats.aborted === 1)
    expect((abortedAt[0]?.at ?? Infinity) - leftAt).toBeLessThan(100)
    expect(await metric(service.url, 'jiraiya_requests_total', { status: '499' })).toBe(before + 1)
  })

  it('while a retry waits is not kept waiting, and upstream is not asked again', async () => {
    simulator.setFaults([{ fault: 'status-500' }])
    const controller = new AbortController()
    const call = fetch(`${service.url}/api/v1/generate`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-API-Key': testKey },
      body: JSON.stringify(fox),
      signal: controller.signal
    })
    await simulator.waitFor(stats => stats.completed === 1)
    controller.abort()
    await expect(call).rejects.toThrow()
    simulator.setFaults([])
    expect((await generate(service.url)).status).toBe(200)
  })
})
