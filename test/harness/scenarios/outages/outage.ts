import { startSimulator, type Simulator } from '../../../../tools/simulator/simulator.ts'
import { storyRequest, testKey } from '../../fixtures/requests.js'
import { startService } from '../../service/service.js'
import { startLoad, type LoadAnswer, type ProbeAnswer as LoadProbe } from '../steady-load.js'

const callsPerSecond = 20
const probePaths = ['/api/health/live', '/api/health/ready', '/api/health'] as const
const chatRoute = 'POST /v1/chat/completions'

export interface OutageForm {
  readonly settings: Readonly<Record<string, string>>
  /** Duration of each phase: refused connections, status 500, no response. */
  readonly phaseMs: number
  /** Number of stories in a row that count as full service, before and after the outage. */
  readonly goodInARow: number
}

interface Answer {
  /** Milliseconds since the load began. */
  readonly startedAtMs: number
  readonly tookMs: number
  /** 0 if there was no response. */
  readonly status: number
  readonly reason: string | undefined
  readonly tokens: number
}

interface ProbeAnswer {
  readonly path: string
  readonly startedAtMs: number
  readonly status: number
  readonly report: { readonly status?: string; readonly dependencies?: readonly Line[] }
}

interface Line {
  readonly name: string
  readonly status: string
}

export interface Outage {
  /** In the order in which they were asked. */
  readonly answers: readonly Answer[]
  readonly probes: readonly ProbeAnswer[]
  /** When the first answer said that the breaker is open. */
  readonly openAtMs: number
  readonly recoveredAtMs: number
  /**
   * Attempts that the service counted while the breaker was open, refused connections included. One
   * attempt may still be running and is not counted.
   */
  readonly attemptsWhileOpen: number
  /** Attempts that the provider counted during the phases with status 500 and without a response. */
  readonly seenByProvider: number
  /** The metrics page at the end of the outage and after the recovery. */
  readonly metricsDuring: string
  readonly metricsAfter: string
  /** What the provider has counted from start to end. */
  readonly providerTokens: number
  readonly modelLists: number
}

/** A total outage at a steady rate of calls, open loop: refused, then 500s, then silence. */
export async function runOutageScenario(form: OutageForm): Promise<Outage> {
  const provider = await startProvider()
  const service = await startService({
    OPENAI_BASE_URL: provider.baseUrl,
    FLOOD_LIMIT_PER_MINUTE: '1000000',
    ...form.settings
  })
  const load = startLoad(service.url, {
    perSecond: callsPerSecond,
    order: () => ({ headers: { 'X-API-Key': testKey }, body: storyRequest() }),
    probePaths
  })
  try {
    await load.good(form.goodInARow)
    await provider.goDown()
    await load.answered(({ body }) => body.error?.details?.reason === 'breaker_open')
    const openAtMs = load.nowMs()
    const attemptsBefore = attempts(await load.metrics())
    await load.lasts(form.phaseMs)
    await provider.comeUp('status-500')
    await load.lasts(form.phaseMs)
    provider.current.setFaults([{ fault: 'silent' }])
    await load.lasts(form.phaseMs)
    const metricsDuring = await load.metrics()
    const seenByProvider = provider.current.stats().calls[chatRoute] ?? 0
    provider.current.setFaults([])
    const recoveredAtMs = load.nowMs()
    await load.good(form.goodInARow)
    const metricsAfter = await load.metrics()
    const { answers, probes } = await load.stop()
    const { tokens, calls } = provider.totals()
    return {
      answers: answers.map(toAnswer),
      probes: probes.map(toProbe),
      openAtMs,
      recoveredAtMs,
      attemptsWhileOpen: attempts(metricsDuring) - attemptsBefore,
      seenByProvider,
      metricsDuring,
      metricsAfter,
      providerTokens: tokens,
      modelLists: calls
    }
  } finally {
    await load.stop()
    await service.close()
    await provider.current.close()
  }
}

/** The requests that were sent while the breaker was open. */
export function whileOpen({ answers, openAtMs, recoveredAtMs }: Outage): readonly Answer[] {
  return answers.filter(({ startedAtMs }) => startedAtMs >= openAtMs && startedAtMs < recoveredAtMs)
}

function attempts(metrics: string): number {
  return sum(metrics, /^jiraiya_ai_requests_total\{.*\} (\d+)$/gm)
}

/** The sum of the numbers that the first group of a pattern matches on the metrics page. */
export function sum(metrics: string, pattern: RegExp): number {
  return metrics.matchAll(pattern).reduce((total, [, value]) => total + Number(value), 0)
}

interface Provider {
  readonly baseUrl: string
  readonly current: Simulator
  /** Closes open connections and refuses new ones. */
  goDown(): Promise<void>
  /** Listens on the same port again, and fails from the first call on. */
  comeUp(fault: 'status-500'): Promise<void>
  totals(): { readonly tokens: number; readonly calls: number }
}

async function startProvider(): Promise<Provider> {
  let current = await startSimulator()
  const { baseUrl } = current
  const port = Number(new URL(baseUrl).port)
  const past: { tokens: number; calls: number }[] = []
  const counted = (): { tokens: number; calls: number } => {
    const { tokens, calls } = current.stats()
    return { tokens: tokens.prompt + tokens.completion, calls: calls['GET /v1/models'] ?? 0 }
  }
  return {
    baseUrl,
    get current() {
      return current
    },
    goDown: async () => {
      past.push(counted())
      await current.close()
    },
    comeUp: async fault => {
      current = await startSimulator({ port, scenario: { faults: [{ fault }] } })
    },
    totals: () =>
      [...past, counted()].reduce((a, b) => ({
        tokens: a.tokens + b.tokens,
        calls: a.calls + b.calls
      }))
  }
}

function toAnswer({ startedAtMs, tookMs, status, body }: LoadAnswer): Answer {
  const reason = body.error?.details?.reason
  return { startedAtMs, tookMs, status, reason, tokens: body.usage?.total_tokens ?? 0 }
}

function toProbe({ path, startedAtMs, status, text }: LoadProbe): ProbeAnswer {
  return { path, startedAtMs, status, report: JSON.parse(text) as ProbeAnswer['report'] }
}
