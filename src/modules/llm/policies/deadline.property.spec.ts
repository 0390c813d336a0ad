import * as fc from 'fast-check'
import { appConfig } from '#core/config/app.config.js'
import { llmConfig } from '#modules/llm/llm.config.js'
import { parseSettings } from '#core/config/parse-settings.js'
import { withDeadline } from '#core/context/deadline.js'
import { TurnQueue } from '#core/lifecycle/turn-queue.js'
import { AiError } from '#modules/llm/ai-error.js'
import type { AttemptMetrics } from './attempts/attempt-metrics.js'
import type { Completion, CompletionRequest, OnAttempt } from '#modules/llm/language-model.js'
import type { CallBulkhead } from './call-bulkhead.js'
import type { ModelPolicy } from './model-policy.js'
import type { OpenAiLanguageModel } from '#modules/llm/openai/openai-language-model.js'
import { failurePolicies, type Reason } from '#modules/llm/failure-policies.js'
import type { PolicyMetrics } from './policy-metrics.js'
import { ResilientLanguageModel } from './resilient-language-model.js'

const sequences = 300
const seed = 20_261_120
const models = ['gpt-4o-mini', 'gpt-4o', 'gpt-4.1-mini'] as const

/** The upstream's reaction to one attempt. A deaf one ignores the abort; a deaf `hang` never ends. */
type Fault =
  | { readonly kind: 'answer'; readonly afterMs: number; readonly deaf: boolean }
  | {
      readonly kind: 'fail'
      readonly afterMs: number
      readonly reason: Reason | 'our own'
      readonly retryAfterMs: number | undefined
      readonly deaf: boolean
    }
  | { readonly kind: 'hang'; readonly deaf: boolean }

interface Caller {
  /** Delay after the previous caller. */
  readonly comesAfterMs: number
  readonly leavesAfterMs: number | undefined
}

interface Sequence {
  readonly settings: {
    readonly retries: number
    readonly fallbacks: number
    readonly threshold: number
    readonly breakerMs: number
    readonly attemptMs: number
    readonly deadlineMs: number
    readonly concurrency: number
    readonly queue: number
  }
  /** One for each attempt, in order; after the last one the first is used again. */
  readonly faults: readonly Fault[]
  readonly callers: readonly Caller[]
  /** Duration of a ledger write, before and after an attempt. */
  readonly ledgerMs: number
}

const upTo = (ms: number): fc.Arbitrary<number> => fc.integer({ min: 0, max: ms })
const reasons = (Object.keys(failurePolicies) as Reason[]).filter(
  reason => reason !== 'breaker_open' && reason !== 'bulkhead_full' && reason !== 'deadline'
)

const fault: fc.Arbitrary<Fault> = fc.oneof(
  fc.record({
    kind: fc.constant('answer' as const),
    afterMs: upTo(20_000),
    deaf: fc.boolean()
  }),
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('fail' as const),
      afterMs: fc.oneof(upTo(50), upTo(20_000)),
      reason: fc.constantFrom<Reason | 'our own'>(...reasons, 'our own'),
      retryAfterMs: fc.option(upTo(30_000), { nil: undefined }),
      deaf: fc.boolean()
    })
  },
  fc.record({ kind: fc.constant('hang' as const), deaf: fc.boolean() })
)

const sequence: fc.Arbitrary<Sequence> = fc.record({
  settings: fc.record({
    retries: fc.integer({ min: 0, max: 6 }),
    fallbacks: fc.integer({ min: 0, max: models.length - 1 }),
    threshold: fc.integer({ min: 1, max: 6 }),
    breakerMs: fc.integer({ min: 50, max: 30_000 }),
    attemptMs: fc.integer({ min: 50, max: 15_000 }),
    deadlineMs: fc.integer({ min: 50, max: 30_000 }),
    concurrency: fc.oneof(fc.constant(100), fc.integer({ min: 1, max: 4 })),
    queue: fc.integer({ min: 0, max: 4 })
  }),
  faults: fc.array(fault, { minLength: 1, maxLength: 12 }),
  callers: fc.array(
    fc.record({
      comesAfterMs: fc.oneof(fc.constant(0), upTo(5000)),
      leavesAfterMs: fc.option(upTo(20_000), { nil: undefined, freq: 3 })
    }),
    { minLength: 1, maxLength: 12 }
  ),
  ledgerMs: fc.oneof(fc.constant(0), upTo(500))
})

/** One attempt, as recorded by the ledger and the upstream. */
interface Attempt {
  readonly model: string
  readonly startedAtMs: number
  /** Start of the upstream call. */
  askedAtMs?: number
  overAtMs?: number
  isDeaf: boolean
  settled: number
}

interface Course {
  readonly caller: Caller
  readonly beganAtMs: number
  /** The breakers of all models were open at the start of the call. */
  readonly allOpen: boolean
  readonly attempts: Attempt[]
  endedAtMs?: number
  outcome?: unknown
}

interface Record {
  readonly courses: readonly Course[]
  readonly retries: number
  /** Calls in bulkhead and queue at the end, by the metric. */
  readonly held: number
  readonly elapsedMs: number
}

const realImmediate = setImmediate
const anyRequest: CompletionRequest = {
  messages: [],
  output: { name: 'x', schema: {} },
  maxTokens: 1
}
const usage = {
  promptTokens: 1,
  cachedPromptTokens: 0,
  cacheWriteTokens: 0,
  completionTokens: 1,
  reported: true
}
const completion: Completion = { text: '{}', truncated: false, model: 'm', usage }

beforeEach(
  () => void vi.useFakeTimers({ toNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] })
)
afterEach(() => void vi.useRealTimers())

describe('300 random fault sequences', () => {
  it('let no caller wait beyond the deadline and leave no attempt unsettled', async () => {
    const met = { answers: 0, failures: 0, left: 0, deadlines: 0, shut: 0, full: 0, retries: 0 }
    await fc.assert(
      fc.asyncProperty(sequence, async plan => {
        const record = await play(plan)
        expect(record.courses.flatMap(course => brokenPromises(course, plan))).toEqual([])
        expect(record.retries).toBeLessThanOrEqual(
          10 + 0.1 * plan.callers.length + (0.1 * record.elapsedMs) / 1000
        )
        const again = record.courses.reduce((sum, { attempts }) => sum + attemptsAgain(attempts), 0)
        expect(again).toBeLessThanOrEqual(record.retries)
        expect(record.held).toBe(0)
        tokenCounter(record, met)
      }),
      { numRuns: sequences, seed }
    )
    // Every kind of outcome must occur, or the property proves little.
    expect(Math.min(...Object.values(met))).toBeGreaterThan(20)
  })
})

/** The violated invariants of a call. */
function brokenPromises({ attempts, ...course }: Course, plan: Sequence): readonly string[] {
  const { settings, callers } = plan
  const { beganAtMs, endedAtMs = Infinity, outcome, caller, allOpen } = course
  const waitedMs = endedAtMs - beganAtMs
  const atOnce = waitedMs === 0 && attempts.length === 0
  const isRefused = (reason: Reason): boolean =>
    outcome instanceof AiError && outcome.reason === reason
  const everyoneHasAPlace = settings.concurrency >= callers.length
  const mustBeRefused = allOpen && everyoneHasAPlace && caller.leavesAfterMs !== 0
  const attemptsAt = (model: string): number =>
    attempts.filter(attempt => attempt.model === model).length
  const broken = {
    'an answer by the deadline': waitedMs > settings.deadlineMs + 1,
    'to reject at once on disconnect': waitedMs > (caller.leavesAfterMs ?? Infinity) + 1,
    'no more attempts than allowed': models.some(name => attemptsAt(name) > settings.retries + 1),
    'to settle each attempt once': attempts.some(
      ({ askedAtMs, overAtMs, settled }) =>
        settled !== (askedAtMs !== undefined && overAtMs === undefined ? 0 : 1)
    ),
    'to end each attempt in its time': attempts.some(
      ({ askedAtMs = 0, overAtMs = askedAtMs && Infinity, isDeaf }) =>
        !isDeaf && overAtMs - askedAtMs > settings.attemptMs + 1
    ),
    'no attempt after the call has ended': attempts.some(
      ({ startedAtMs }) => startedAtMs > endedAtMs
    ),
    'an answer at once while all breakers are open':
      mustBeRefused && !(isRefused('breaker_open') && atOnce),
    'an answer at once where there is no place': isRefused('bulkhead_full') && !atOnce
  }
  return Object.entries(broken)
    .filter(([, isBroken]) => isBroken)
    .map(([promise]) => promise)
}

/** What the doubles note while a sequence runs. */
interface Notes {
  /** The time until which the breaker of a model is open. */
  readonly openUntil: Map<string, number>
  /** The running attempt of a request. */
  readonly latest: Map<CompletionRequest, Attempt>
  retries: number
  held: number
}

/** Runs a sequence against the policies until no timer and no call is left. */
async function play({ settings, faults, callers, ledgerMs }: Sequence): Promise<Record> {
  const notes: Notes = { openUntil: new Map(), latest: new Map(), retries: 0, held: 0 }
  const upstream = upstreamWith(faults, notes)
  const model = modelWith(settings, upstream, metricsWith(settings, notes))
  const beganAtMs = performance.now()
  const courses: Course[] = []
  const call = (caller: Caller): Promise<void> => {
    const course: Course = {
      caller,
      beganAtMs: performance.now(),
      allOpen: areAllOpen(settings, notes),
      attempts: []
    }
    courses.push(course)
    const request = { ...anyRequest }
    const onAttempt = recordAttempts(course, request, ledgerMs, notes)
    return runCall(course, settings.deadlineMs, (signal, deadlineAtMs) =>
      model.complete(request, { signal, deadlineAtMs, onAttempt })
    )
  }
  let atMs = 0
  for (const caller of callers) {
    atMs += caller.comesAfterMs
    setTimeout(() => void call(caller), atMs)
  }
  while (vi.getTimerCount() > 0) {
    vi.advanceTimersToNextTimer()
    await new Promise(realImmediate)
  }
  const { retries, held } = notes
  return { courses, retries, held, elapsedMs: performance.now() - beganAtMs }
}

function upstreamWith(faults: readonly Fault[], { latest }: Notes): OpenAiLanguageModel {
  let asked = 0
  return {
    worstCase: () => usage,
    attempt: async (_model: string, request: CompletionRequest, signal: AbortSignal) => {
      signal.throwIfAborted()
      const attempt = latest.get(request)
      if (attempt === undefined) throw new Error('an attempt that the books know nothing of')
      const what = faults[asked++ % faults.length]
      attempt.askedAtMs = performance.now()
      attempt.isDeaf = what?.deaf ?? false
      try {
        return await meet(what, signal)
      } finally {
        attempt.overAtMs = performance.now()
      }
    }
  } as unknown as OpenAiLanguageModel
}

function metricsWith({ breakerMs }: Sequence['settings'], notes: Notes): PolicyMetrics {
  return {
    watchModel: ({ model, breaker, onRetry }: ModelPolicy) => {
      breaker.onStateChange(state => {
        notes.openUntil.set(model, state === 'open' ? performance.now() + breakerMs : 0)
      })
      onRetry(() => void notes.retries++)
    },
    watchCalls: (bulkhead: CallBulkhead) => {
      bulkhead.onChange(({ inUse, queued }) => {
        notes.held = inUse + queued
      })
    }
  } as unknown as PolicyMetrics
}

function modelsOf({ fallbacks }: Sequence['settings']): readonly string[] {
  return models.slice(0, fallbacks + 1)
}

function modelWith(
  settings: Sequence['settings'],
  upstream: OpenAiLanguageModel,
  metrics: PolicyMetrics
): ResilientLanguageModel {
  const [first, ...fallbacks] = modelsOf(settings)
  return new ResilientLanguageModel(
    upstream,
    { start: () => () => undefined } as unknown as AttemptMetrics,
    metrics,
    new TurnQueue(1, work => work()),
    parseSettings(llmConfig, {
      OPENAI_MODEL: first,
      OPENAI_FALLBACK_MODELS: fallbacks.join(','),
      OPENAI_MAX_RETRIES: String(settings.retries),
      CIRCUIT_BREAKER_FAILURE_THRESHOLD: String(settings.threshold),
      CIRCUIT_BREAKER_TIMEOUT: String(settings.breakerMs / 1000),
      OPENAI_ATTEMPT_TIMEOUT: String(settings.attemptMs / 1000),
      AI_MAX_CONCURRENCY: String(settings.concurrency),
      AI_QUEUE_LIMIT: String(settings.queue)
    }),
    parseSettings(appConfig, { GENERATION_DEADLINE: String(settings.deadlineMs / 1000) })
  )
}

function areAllOpen(settings: Sequence['settings'], { openUntil }: Notes): boolean {
  const now = performance.now()
  return modelsOf(settings).every(name => (openUntil.get(name) ?? 0) > now)
}

/** Records the attempts of a call, as the ledger does. */
function recordAttempts(
  { attempts }: Course,
  request: CompletionRequest,
  ledgerMs: number,
  { latest }: Notes
): OnAttempt {
  return async ({ model }) => {
    const startedAtMs = performance.now()
    const attempt: Attempt = { model, startedAtMs, isDeaf: false, settled: 0 }
    attempts.push(attempt)
    await passed(ledgerMs)
    latest.set(request, attempt)
    const end = async (): Promise<void> => {
      attempt.settled++
      await passed(ledgerMs)
    }
    return { end }
  }
}

async function runCall(
  course: Course,
  deadlineMs: number,
  complete: (signal: AbortSignal, deadlineAtMs: number) => Promise<unknown>
): Promise<void> {
  const leaving = new AbortController()
  const { leavesAfterMs } = course.caller
  if (leavesAfterMs !== undefined) {
    setTimeout(() => leaving.abort(new Error('left')), leavesAfterMs)
  }
  course.outcome = await withDeadline(deadlineMs, leaving.signal, complete).catch(
    (error: unknown) => error
  )
  course.endedAtMs = performance.now()
}

function meet(what: Fault | undefined, signal: AbortSignal): Promise<Completion> {
  return new Promise((resolve, reject) => {
    if (what === undefined) return
    if (!what.deaf) signal.addEventListener('abort', () => reject(signal.reason), { once: true })
    if (what.kind === 'hang') return
    setTimeout(() => {
      if (what.kind === 'answer') resolve(completion)
      else if (what.reason === 'our own') reject(new TypeError('our own'))
      else reject(new AiError(what.reason, { retryAfterMs: what.retryAfterMs }))
    }, what.afterMs)
  })
}

function passed(ms: number): Promise<void> {
  return ms === 0 ? Promise.resolve() : new Promise(resolve => setTimeout(resolve, ms))
}

/** Retries: attempts after the first one at each model. */
function attemptsAgain(attempts: readonly Attempt[]): number {
  return attempts.length - new Set(attempts.map(({ model }) => model)).size
}

function tokenCounter({ courses, retries }: Record, met: { [end: string]: number }): void {
  const count = (end: string, by = 1): void => void (met[end] = (met[end] ?? 0) + by)
  count('retries', retries)
  for (const { outcome } of courses) {
    if (outcome === completion) count('answers')
    else if (!(outcome instanceof AiError)) count('left')
    else if (outcome.reason === 'deadline') count('deadlines')
    else if (outcome.reason === 'breaker_open') count('shut')
    else if (outcome.reason === 'bulkhead_full') count('full')
    else count('failures')
  }
}
