import { Agent, request } from 'undici'
import { startSimulator, type Simulator } from '../../../tools/simulator/simulator.ts'
import { storyRequest, testKey } from '../fixtures/requests.js'
import { startService, type Service } from '../service/service.js'

const callsPerSecond = 20
const probesPerSecond = 4
const probePaths = ['/api/health/live', '/api/health/ready', '/api/health'] as const
const chatRoute = 'POST /v1/chat/completions'

export interface OutageForm {
  readonly settings: Readonly<Record<string, string>>
  /** Each of: connections refused, then 500s, then silence. */
  readonly phaseMs: number
  /** So many good answers in a row are full service, before the outage and after it. */
  readonly goodInARow: number
}

interface Answer {
  /** Milliseconds since the load began. */
  readonly startedAtMs: number
  readonly tookMs: number
  /** 0 when no answer came at all. */
  readonly status: number
  readonly reason: string | undefined
  readonly tokens: number
}

interface ProbeAnswer {
  readonly path: (typeof probePaths)[number]
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
   * By the service's own count, from the open breaker until recovery: refused connections included, the
   * one that may be in flight not.
   */
  readonly attemptsWhileOpen: number
  /** By the provider's count, while it could count: during the 500s and the silence. */
  readonly seenByProvider: number
  /** The metrics page at the end of the outage and when all was well again. */
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
  const load = startLoad(service)
  try {
    await load.good(form.goodInARow)
    await provider.goDown()
    await load.answered(({ reason }) => reason === 'breaker_open')
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
      answers,
      probes,
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

/** Those that were asked while the breaker was open. */
export function whileOpen({ answers, openAtMs, recoveredAtMs }: Outage): readonly Answer[] {
  return answers.filter(({ startedAtMs }) => startedAtMs >= openAtMs && startedAtMs < recoveredAtMs)
}

function attempts(metrics: string): number {
  return sum(metrics, /^jiraiya_ai_requests_total\{.*\} (\d+)$/gm)
}

/** The sum of what the first group of a pattern finds on the metrics page. */
export function sum(metrics: string, pattern: RegExp): number {
  return metrics.matchAll(pattern).reduce((total, [, value]) => total + Number(value), 0)
}

interface Provider {
  readonly baseUrl: string
  readonly current: Simulator
  /** Its port refuses connections, and those that stood are cut. */
  goDown(): Promise<void>
  /** On the port of before, failing from its first call on. */
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

interface Load {
  nowMs(): number
  lasts(ms: number): Promise<void>
  /** Resolves with the first answer from now on that satisfies. */
  answered(predicate: (answer: Answer) => boolean): Promise<void>
  /** Resolves when so many answers in a row were stories. */
  good(inARow: number): Promise<void>
  metrics(): Promise<string>
  /** Ends with every answer there; may be called again. */
  stop(): Promise<{ readonly answers: readonly Answer[]; readonly probes: readonly ProbeAnswer[] }>
}

/** Asks at fixed moments, however long answers take. */
function startLoad({ url }: Service): Load {
  const agent = new Agent()
  const beganAt = performance.now()
  const nowMs = (): number => performance.now() - beganAt
  const running = new Set<Promise<void>>()
  const answers: Answer[] = []
  const probes: ProbeAnswer[] = []
  let listener: (answer: Answer) => void = () => undefined

  const call = async (): Promise<void> => {
    const startedAtMs = nowMs()
    const { status, body } = await send(agent, `${url}/api/v1/generate`)
    const answer = {
      startedAtMs,
      tookMs: nowMs() - startedAtMs,
      status,
      reason: body.error?.details?.reason,
      tokens: body.usage?.total_tokens ?? 0
    }
    answers.push(answer)
    listener(answer)
  }
  const probe = async (): Promise<void> => {
    for (const path of probePaths) {
      const startedAtMs = nowMs()
      const { statusCode, body } = await request(`${url}${path}`, { dispatcher: agent })
      const report = (await body.json()) as ProbeAnswer['report']
      probes.push({ path, startedAtMs, status: statusCode, report })
    }
  }
  const track = (work: () => Promise<void>): void => {
    const promise = work().finally(() => running.delete(promise))
    running.add(promise)
  }
  const stopCalls = atFixedMoments(callsPerSecond, () => track(call))
  const stopProbes = atFixedMoments(probesPerSecond, () => track(probe))

  const answered: Load['answered'] = predicate =>
    new Promise(resolve => {
      listener = answer => {
        if (predicate(answer)) resolve()
      }
    })
  return {
    nowMs,
    lasts: ms => new Promise(resolve => setTimeout(resolve, ms)),
    answered,
    good: inARow => {
      let row = 0
      return answered(({ status }) => {
        row = status === 200 ? row + 1 : 0
        return row === inARow
      })
    },
    metrics: async () => {
      const { body } = await request(`${url}/metrics`, { dispatcher: agent })
      return body.text()
    },
    stop: async () => {
      stopCalls()
      stopProbes()
      await Promise.all(running)
      if (!agent.closed) await agent.close()
      return { answers: answers.toSorted((a, b) => a.startedAtMs - b.startedAtMs), probes }
    }
  }
}

interface GenerateBody {
  readonly usage?: { readonly total_tokens: number }
  readonly error?: { readonly details?: { readonly reason?: string } }
}

async function send(
  dispatcher: Agent,
  url: string
): Promise<{ readonly status: number; readonly body: GenerateBody }> {
  try {
    const { statusCode, body } = await request(url, {
      dispatcher,
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-API-Key': testKey },
      body: JSON.stringify(storyRequest())
    })
    return { status: statusCode, body: (await body.json()) as GenerateBody }
  } catch {
    return { status: 0, body: {} }
  }
}

/** Timers are late by a millisecond or so: against the clock, the lateness does not add up. */
function atFixedMoments(perSecond: number, work: () => void): () => void {
  const beganAt = performance.now()
  let done = 0
  let timer: NodeJS.Timeout
  const next = (): void => {
    const dueAt = beganAt + (++done * 1000) / perSecond
    timer = setTimeout(
      () => {
        work()
        next()
      },
      Math.max(dueAt - performance.now(), 0)
    )
  }
  next()
  return () => clearTimeout(timer)
}
