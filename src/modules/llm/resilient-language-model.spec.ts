import { parseSettings } from '../../core/config/load-settings.js'
import type { AttemptMetrics } from './attempt-metrics.js'
import { AiError } from './ai-error.js'
import type { AttemptEnd, Completion, CompletionRequest, OnAttempt } from './language-model.js'
import type { OpenAiLanguageModel } from './openai-language-model.js'
import { ResilientLanguageModel } from './resilient-language-model.js'

const request: CompletionRequest = { messages: [], output: { name: 'x', schema: {} }, maxTokens: 1 }
const usage = {
  promptTokens: 1,
  cachedPromptTokens: 0,
  cacheWriteTokens: 0,
  completionTokens: 1,
  reported: true
}
const completion: Completion = { text: '{}', model: 'm', usage }

/** The policies around an upstream that does what `attempt` does; `ends` is what billing was told. */
function around(
  attempt: OpenAiLanguageModel['attempt'],
  settings: Readonly<Record<string, string>> = {}
): { model: ResilientLanguageModel; ends: AttemptEnd[]; onAttempt: OnAttempt } {
  const ends: AttemptEnd[] = []
  const upstream = { model: 'm', attempt } as OpenAiLanguageModel
  const metrics = { start: () => () => undefined } as unknown as AttemptMetrics
  return {
    model: new ResilientLanguageModel(
      upstream,
      metrics,
      parseSettings({ JWT_SECRET: 'x'.repeat(32), ...settings })
    ),
    ends,
    onAttempt: async () => async end => void ends.push(end)
  }
}

function untilAborted(_: CompletionRequest, signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason))
  })
}

const open = new AbortController().signal

describe('The resilience policy', () => {
  it('tells billing of the attempt before and after it', async () => {
    const order: string[] = []
    const { model } = around(async () => {
      order.push('attempt')
      return completion
    })
    const onAttempt: OnAttempt = async ({ model: name }) => {
      order.push(`started ${name}`)
      return async ({ outcome }) => void order.push(`settled ${outcome}`)
    }
    await expect(model.complete(request, { signal: open, onAttempt })).resolves.toBe(completion)
    expect(order).toEqual(['started m', 'attempt', 'settled ok'])
  })

  it('settles each failed attempt once, with what the provider will bill', async () => {
    const { model, ends, onAttempt } = around(async () => {
      throw new AiError('AI_REFUSED', { reason: 'refusal', usage })
    })
    const call = model.complete(request, { signal: open, onAttempt })
    await expect(call).rejects.toMatchObject({ code: 'AI_REFUSED' })
    expect(ends).toEqual([{ outcome: 'AI_REFUSED', usage }])
  })

  it('makes AI_TIMEOUT of an attempt that takes too long, and does not try it again', async () => {
    const { model, ends, onAttempt } = around(untilAborted, { OPENAI_ATTEMPT_TIMEOUT: '0.05' })
    const call = model.complete(request, { signal: open, onAttempt })
    await expect(call).rejects.toMatchObject({ code: 'AI_TIMEOUT', reason: 'attempt_timeout' })
    expect(ends).toHaveLength(1)
  })

  it('makes AI_TIMEOUT of a deadline that passes', async () => {
    const { model, onAttempt } = around(untilAborted, { GENERATION_DEADLINE: '0.05' })
    const call = model.complete(request, { signal: open, onAttempt })
    await expect(call).rejects.toMatchObject({ code: 'AI_TIMEOUT', reason: 'deadline' })
  })

  it('lets a caller who left go with their own reason', async () => {
    const controller = new AbortController()
    const { model, ends, onAttempt } = around(untilAborted)
    const call = model.complete(request, { signal: controller.signal, onAttempt })
    await Promise.resolve()
    controller.abort(new Error('left'))
    await expect(call).rejects.toThrow('left')
    expect(ends.map(({ outcome }) => outcome)).toEqual(['left'])
  })

  it('does not hide a fault of our own behind the provider', async () => {
    const { model, ends, onAttempt } = around(async () => {
      throw new TypeError('our own')
    })
    await expect(model.complete(request, { signal: open, onAttempt })).rejects.toThrow(TypeError)
    expect(ends).toEqual([{ outcome: 'INTERNAL_ERROR', usage: undefined }])
  })

  it('spends nothing when billing refuses the attempt', async () => {
    let attempts = 0
    const { model } = around(async () => {
      attempts++
      return completion
    })
    const onAttempt: OnAttempt = () => Promise.reject(new Error('no budget'))
    await expect(model.complete(request, { signal: open, onAttempt })).rejects.toThrow('no budget')
    expect(attempts).toBe(0)
  })
})
