import { OverloadDetector } from '#core/lifecycle/overload-detector.js'
import { eventually } from '../../harness/service/instances.js'
import { metric } from '../../harness/assertions/metrics.js'
import { generate, testKey } from '../../harness/fixtures/requests.js'
import { useService } from '../../harness/service/use-service.js'

const service = useService({ OVERLOAD_LOOP_DELAY: '0.1' })

describe('A service whose event loop is blocked', () => {
  it('rejects generations but serves health and reads until the delay is normal again', async () => {
    const load = service.app.get(OverloadDetector)
    while (load.overload === undefined) {
      block(200)
      await new Promise(setImmediate)
    }
    const { status, body, headers } = await generate(service.url)
    expect(status).toBe(503)
    expect(body).toMatchObject({
      error: { code: 'SERVICE_OVERLOADED', retryable: true, details: { reason: 'event_loop' } }
    })
    expect(headers['retry-after']).toBe('2')
    expect(await metric(service.url, 'jiraiya_overload_refusals_total')).toBe(1)
    const list = await fetch(`${service.url}/api/v1/stories`, { headers: { 'X-API-Key': testKey } })
    expect(list.status).toBe(200)
    expect((await fetch(`${service.url}/api/health/ready`)).status).toBe(200)
    await eventually(async () => (await generate(service.url)).status === 200)
  })
})

/** Blocks the event loop. */
function block(milliseconds: number): void {
  const end = performance.now() + milliseconds
  while (performance.now() < end);
}
