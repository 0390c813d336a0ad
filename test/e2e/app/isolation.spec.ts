import { startSimulator, type Simulator } from '../../../tools/simulator/simulator.ts'
import { metric } from '../../harness/assertions/metrics.js'
import { storyRequest, generate } from '../../harness/fixtures/requests.js'
import { startService, type Service } from '../../harness/service/service.js'
import { userToken } from '../../harness/fixtures/tokens.js'
import {
  startTraceCollector,
  type TraceCollector
} from '../../harness/servers/observability/trace-collector.js'

const otherSecret = 'the-secret-of-another-application-in-this-process'

let simulator: Simulator
let collectors: readonly [TraceCollector, TraceCollector]
let first: Service
let second: Service
let untraced: Service
const lines: string[] = []

/** OpenTelemetry reads where to send spans from the environment when it starts. */
async function startTraced(
  collector: TraceCollector,
  settings: Readonly<Record<string, string>> = {}
): Promise<Service> {
  for (const [name, value] of Object.entries(collector.settings)) vi.stubEnv(name, value)
  const service = await startService({
    OPENAI_BASE_URL: simulator.baseUrl,
    ENABLE_TRACING: 'true',
    ...settings
  })
  vi.unstubAllEnvs()
  return service
}

beforeAll(async () => {
  simulator = await startSimulator()
  collectors = [await startTraceCollector(), await startTraceCollector()]
  first = await startTraced(collectors[0])
  second = await startTraced(collectors[1], { JWT_SECRET: otherSecret })
  untraced = await startService({ OPENAI_BASE_URL: simulator.baseUrl }, line => lines.push(line))
})
afterAll(async () => {
  await Promise.all([first.close(), untraced.close()])
  await Promise.all(collectors.map(collector => collector.close()))
  await simulator.close()
})

const traceId = (digit: number): string => `${digit}`.repeat(32)

async function generateTraced(service: Service, trace: string): Promise<number> {
  const traceparent = `00-${trace}-${'1'.repeat(16)}-01`
  const { status } = await generate(service.url, storyRequest({ genre: trace })).set({
    traceparent
  })
  return status
}

const tracesIn = (collector: TraceCollector): ReadonlySet<string> =>
  new Set(collector.spans.map(({ trace }) => trace))

describe('Two applications in one process', () => {
  it('each accept only tokens of their own secret', async () => {
    const statusOf = async (service: Service, token: string): Promise<number> => {
      const { status } = await fetch(`${service.url}/api/v1/auth/validate`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${token}` }
      })
      return status
    }
    const [own, other] = [userToken(), userToken({}, otherSecret)]
    expect([await statusOf(first, own), await statusOf(first, other)]).toEqual([200, 401])
    expect([await statusOf(second, own), await statusOf(second, other)]).toEqual([401, 200])
  })

  it('count their own requests', async () => {
    const generations = (service: Service): Promise<number> =>
      metric(service.url, 'jiraiya_requests_total', { endpoint: '/api/v1/generate' })
    const before = await Promise.all([generations(first), generations(second)])
    await generate(first.url)
    const after = await Promise.all([generations(first), generations(second)])
    expect(after.map((count, index) => count - (before[index] ?? 0))).toEqual([1, 0])
  })

  it('write to their own log', async () => {
    lines.length = 0
    const requestId = 'a-request-of-the-first'
    await generate(first.url).set('X-Request-ID', requestId).expect(200)
    expect(lines).toEqual([])
    await generate(untraced.url).expect(200)
    expect(lines.map(line => (JSON.parse(line) as { action?: string }).action)).toContain('request')
  })

  it('send spans to their own collector, and continue when another has ended', async () => {
    expect(await generateTraced(first, traceId(1))).toBe(200)
    expect(await generateTraced(second, traceId(2))).toBe(200)
    expect(await generateTraced(untraced, traceId(3))).toBe(200)
    await Promise.all([collectors[0].trace(traceId(1)), collectors[1].trace(traceId(2))])
    await second.close()
    expect(await generateTraced(first, traceId(4))).toBe(200)
    const last = await collectors[0].trace(traceId(4))
    expect(last.map(({ name }) => name)).toContain('chat gpt-4o-mini')
    const [ofFirst, ofSecond] = collectors.map(tracesIn)
    expect(ofFirst).toContain(traceId(1))
    for (const trace of [traceId(2), traceId(3)]) expect(ofFirst).not.toContain(trace)
    for (const trace of [traceId(1), traceId(3)]) expect(ofSecond).not.toContain(trace)
  })
})
