import { appConfig } from '#core/config/app.config.js'
import { llmConfig } from '#modules/llm/llm.config.js'
import { parseSettings } from '#core/config/parse-settings.js'
import { TurnQueue } from '#core/lifecycle/turn-queue.js'
import type { AttemptMetrics } from './attempts/attempt-metrics.js'
import { AiError } from '#modules/llm/ai-error.js'
import type {
  AttemptEnd,
  Completion,
  CompletionRequest,
  OnAttempt
} from '#modules/llm/language-model.js'
import type { OpenAiLanguageModel } from '#modules/llm/openai/openai-language-model.js'
import type { Reason } from '#modules/llm/failure-policies.js'
import type { PolicyMetrics } from './policy-metrics.js'
import { ResilientLanguageModel } from './resilient-language-model.js'

const request: CompletionRequest = { messages: [], output: { name: 'x', schema: {} }, maxTokens: 1 }
const usage = {
  promptTokens: 1,
  cachedPromptTokens: 0,
  cacheWriteTokens: 0,
  completionTokens: 1,
  reported: true
}
const completion: Completion = { text: '{}', truncated: false, model: 'm', usage }

type Attempt = OpenAiLanguageModel['attempt']

/** The policies around an upstream that runs `attempt`; `ends` are the reports to billing. */
function around(
  attempt: Attempt,
  settings: Readonly<Record<string, string>> = {}
): {
  ask: (signal?: AbortSignal, onAttempt?: OnAttempt) => Promise<Completion>
  ends: AttemptEnd[]
} {
  const ends: AttemptEnd[] = []
  const upstream = { attempt, worstCase: () => usage } as unknown as OpenAiLanguageModel
  const attempts = { start: () => () => undefined } as unknown as AttemptMetrics
  const nothing = (): void => undefined
  const metrics = { watchModel: nothing, watchCalls: nothing } as unknown as PolicyMetrics
  const parsed = parseSettings(llmConfig, settings)
  const app = parseSettings(appConfig, settings)
  const turns = new TurnQueue(1, work => work())
  const model = new ResilientLanguageModel(upstream, attempts, metrics, turns, parsed, app)
  const recordEnd: OnAttempt = async () => ({ end: async end => void ends.push(end) })
  return {
    ends,
    ask: (signal = open, onAttempt = recordEnd) => {
      const deadlineAtMs = performance.now() + app.GENERATION_DEADLINE * 1000
      return model.complete(request, { signal, deadlineAtMs, onAttempt })
    }
  }
}

function untilAborted(
  _model: string,
  _request: CompletionRequest,
  signal: AbortSignal
): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason))
  })
}

const open = new AbortController().signal

describe('ResilientLanguageModel', () => {
  it('calls billing before and after an attempt', async () => {
    const order: string[] = []
    const { ask } = around(async model => {
      order.push(`attempt at ${model}`)
      return completion
    })
    const onAttempt: OnAttempt = async ({ model }) => {
      order.push(`started ${model}`)
      return { end: async ({ outcome }) => void order.push(`settled ${outcome}`) }
    }
    await expect(ask(open, onAttempt)).resolves.toBe(completion)
    expect(order).toEqual(['started gpt-6-luna', 'attempt at gpt-6-luna', 'settled ok'])
  })

  it('settles each failed attempt once, with the usage that the provider will bill', async () => {
    const { ask, ends } = around(async () => {
      throw new AiError('refusal', { usage })
    })
    await expect(ask()).rejects.toMatchObject({ code: 'AI_REFUSED' })
    expect(ends).toEqual([{ outcome: 'AI_REFUSED', reason: 'refusal', usage }])
  })

  it('rejects with AI_TIMEOUT and does not retry when an attempt takes too long', async () => {
    const { ask, ends } = around(untilAborted, { OPENAI_ATTEMPT_TIMEOUT: '0.05' })
    await expect(ask()).rejects.toMatchObject({ code: 'AI_TIMEOUT', reason: 'attempt_timeout' })
    expect(ends).toHaveLength(1)
  })

  it('rejects with AI_TIMEOUT when the deadline passes', async () => {
    const { ask } = around(untilAborted, { GENERATION_DEADLINE: '0.05' })
    await expect(ask()).rejects.toMatchObject({ code: 'AI_TIMEOUT', reason: 'deadline' })
  })

  it('rejects with the reason of the signal when the client disconnects', async () => {
    const controller = new AbortController()
    const { ask, ends } = around(untilAborted)
    const call = ask(controller.signal)
    await Promise.resolve()
    controller.abort(new Error('left'))
    await expect(call).rejects.toThrow('left')
    // The call rejects at once; the attempt is settled later.
    while (ends.length === 0) await new Promise(setImmediate)
    expect(ends.map(({ outcome }) => outcome)).toEqual(['client_closed'])
  })

  it('does not report an internal error as a failure of the provider', async () => {
    const { ask, ends } = around(async () => {
      throw new TypeError('our own')
    })
    await expect(ask()).rejects.toThrow(TypeError)
    // The provider may have billed the attempt.
    const estimated = expect.objectContaining({ reported: false })
    expect(ends).toEqual([{ outcome: 'INTERNAL_ERROR', usage: estimated }])
  })

  it('makes no attempt when billing rejects it', async () => {
    let made = 0
    const { ask } = around(async () => {
      made++
      return completion
    })
    await expect(ask(open, () => Promise.reject(new Error('no budget')))).rejects.toThrow(
      'no budget'
    )
    expect(made).toBe(0)
  })

  it('calls the fallback models in order, each after its predecessor fails', async () => {
    const asked: string[] = []
    const { ask } = around(
      async model => {
        asked.push(model)
        if (model === 'gpt-4o') return completion
        throw new AiError(model === 'gpt-6-luna' ? 'upstream_context_too_long' : 'tls_failed')
      },
      { OPENAI_FALLBACK_MODELS: 'gpt-4.1-mini,gpt-4o' }
    )
    await expect(ask()).resolves.toBe(completion)
    expect(asked).toEqual(['gpt-6-luna', 'gpt-4.1-mini', 'gpt-4o'])
  })

  it.each<Reason>(['refusal', 'upstream_quota_exhausted', 'upstream_credentials_refused'])(
    'does not fall back to another model after %s',
    async reason => {
      const asked: string[] = []
      const { ask } = around(
        async model => {
          asked.push(model)
          throw new AiError(reason)
        },
        { OPENAI_FALLBACK_MODELS: 'gpt-4o' }
      )
      await expect(ask()).rejects.toMatchObject({ reason })
      expect(asked).toEqual(['gpt-6-luna'])
    }
  )

  it('rejects at once with Retry-After when the circuit breaker is open', async () => {
    const { ask, ends } = around(
      async () => {
        throw new AiError('tls_failed')
      },
      { CIRCUIT_BREAKER_FAILURE_THRESHOLD: '2' }
    )
    await ask().catch(() => undefined)
    await ask().catch(() => undefined)
    await expect(ask()).rejects.toMatchObject({ reason: 'breaker_open', retryAfterSeconds: 60 })
    expect(ends).toHaveLength(2)
  })

  it('counts the retries of one call as one failure for the circuit breaker', async () => {
    const { ask, ends } = around(
      async () => {
        throw new AiError('upstream_server_error', { retryAfterMs: 0 })
      },
      { CIRCUIT_BREAKER_FAILURE_THRESHOLD: '2', OPENAI_MAX_RETRIES: '3' }
    )
    await expect(ask()).rejects.toMatchObject({ reason: 'upstream_server_error' })
    expect(ends).toHaveLength(4)
    await expect(ask()).rejects.toMatchObject({ reason: 'upstream_server_error' })
    await expect(ask()).rejects.toMatchObject({ reason: 'breaker_open' })
    expect(ends).toHaveLength(5)
  })

  it('rejects with SERVICE_OVERLOADED at once when bulkhead and queue are full', async () => {
    const controller = new AbortController()
    const { ask, ends } = around(untilAborted, { AI_MAX_CONCURRENCY: '1', AI_QUEUE_LIMIT: '1' })
    const running = ask(controller.signal)
    const queued = ask(controller.signal)
    await expect(ask()).rejects.toMatchObject({
      code: 'SERVICE_OVERLOADED',
      status: 503,
      retryAfterSeconds: 2
    })
    controller.abort(new Error('left'))
    await Promise.allSettled([running, queued])
    while (ends.length === 0) await new Promise(setImmediate)
    expect(ends).toHaveLength(1)
  })
})
