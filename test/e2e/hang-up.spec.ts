import { fox, generate, testKey } from '../harness/requests.js'
import { metric } from '../harness/metrics.js'
import { useService } from '../harness/use-service.js'

const service = useService()

describe('A caller who hangs up', () => {
  it('aborts the upstream call within 100 ms and is counted as 499', async () => {
    const before = await metric(service.url, 'jiraiya_requests_total', { status: '499' })
    service.simulator.setFaults([{ fault: 'silent' }])
    const controller = new AbortController()
    const call = askedUntil(controller.signal)
    await service.simulator.waitFor(stats => stats.inFlight === 1)
    const leftAt = Date.now()
    controller.abort()
    await expect(call).rejects.toThrow()
    const { abortedAt } = await service.simulator.waitFor(stats => stats.aborted === 1)
    expect((abortedAt[0]?.at ?? Infinity) - leftAt).toBeLessThan(100)
    expect(await metric(service.url, 'jiraiya_requests_total', { status: '499' })).toBe(before + 1)
  })

  it('while a retry waits is not kept waiting, and upstream is not asked again', async () => {
    service.simulator.setFaults([{ fault: 'status-500' }])
    const controller = new AbortController()
    const call = askedUntil(controller.signal)
    await service.simulator.waitFor(stats => stats.completed === 1)
    controller.abort()
    await expect(call).rejects.toThrow()
    service.simulator.setFaults([])
    expect((await generate(service.url)).status).toBe(200)
  })
})

/** A request whose caller hangs up when the signal aborts. */
function askedUntil(signal: AbortSignal): Promise<Response> {
  return fetch(`${service.url}/api/v1/generate`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-API-Key': testKey },
    body: JSON.stringify(fox),
    signal
  })
}
