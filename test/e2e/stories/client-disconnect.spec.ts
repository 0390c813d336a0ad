import { connect, type Socket } from 'node:net'
import type { FaultName } from '../../../tools/simulator/faults/faults.ts'
import { storyRequest, generate, testKey } from '../../harness/fixtures/requests.js'
import { metric } from '../../harness/assertions/metrics.js'
import { useService } from '../../harness/service/use-service.js'

const service = useService()

describe('A client disconnect', () => {
  it('aborts the upstream call and is counted as 499', async () => {
    const before = await metric(service.url, 'jiraiya_requests_total', { status: '499' })
    service.simulator.setFaults([{ fault: 'silent' }])
    const controller = new AbortController()
    const call = askedUntil(controller.signal)
    await service.simulator.waitFor(stats => stats.inFlight === 1)
    controller.abort()
    await expect(call).rejects.toThrow()
    await service.simulator.waitFor(stats => stats.aborted === 1)
    expect(await metric(service.url, 'jiraiya_requests_total', { status: '499' })).toBe(before + 1)
  })

  it('during the wait for a retry ends the wait without another upstream call', async () => {
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

describe('A hundred client disconnects in succession', () => {
  it.each<FaultName>(['silent', 'stall'])(
    'in mid-call (%s) abort a hundred upstream calls',
    async fault => {
      service.simulator.setFaults([{ fault }])
      const callers = Array.from({ length: 100 }, () => askedOnASocket())
      await service.simulator.waitFor(
        ({ inFlight, faults }) => inFlight === 100 && faults[fault] === 100
      )
      for (const caller of callers) {
        caller.destroy()
        // Callers, service and provider share this process, so a turn of the event loop serves all
        // three.
        await new Promise(setImmediate)
      }
      const { completed } = await service.simulator.waitFor(({ aborted }) => aborted === 100)
      expect(completed).toBe(0)
    }
  )
})

/** A request whose client disconnects when the signal aborts. */
function askedUntil(signal: AbortSignal): Promise<Response> {
  return fetch(`${service.url}/api/v1/generate`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-API-Key': testKey },
    body: JSON.stringify(storyRequest()),
    signal
  })
}

/** The same on a raw socket, because a hundred HTTP clients would need too much CPU of this process. */
function askedOnASocket(): Socket {
  const { hostname, port } = new URL(service.url)
  const body = JSON.stringify(storyRequest())
  const socket = connect(Number(port), hostname)
  socket.write(
    [
      'POST /api/v1/generate HTTP/1.1',
      `Host: ${hostname}`,
      `X-API-Key: ${testKey}`,
      'Content-Type: application/json',
      `Content-Length: ${body.length}`,
      '',
      body
    ].join('\r\n')
  )
  return socket
}
