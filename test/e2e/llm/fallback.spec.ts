import type { FaultName } from '../../../tools/simulator/faults/faults.ts'
import { generate } from '../../harness/fixtures/requests.js'
import { metric } from '../../harness/assertions/metrics.js'
import { useService } from '../../harness/service/use-service.js'

const service = useService({
  OPENAI_MAX_RETRIES: '0',
  OPENAI_FALLBACK_MODELS: 'gpt-4.1-mini,gpt-4o',
  CIRCUIT_BREAKER_FAILURE_THRESHOLD: '1000'
})

function modelsAsked(): readonly unknown[] {
  return service.simulator.requests().map(({ body }) => (body as { model?: string }).model)
}

describe('A model that fails', () => {
  it.each<FaultName>(['status-500', 'status-429', 'status-404', 'context-length', 'reset'])(
    '(%s) is followed by the next in order, at its price',
    async fault => {
      const labels = { from: 'gpt-4o-mini', to: 'gpt-4.1-mini' }
      const before = await metric(service.url, 'jiraiya_ai_fallbacks_total', labels)
      service.simulator.setFaults([{ fault, model: 'gpt-4o-mini' }])
      const { status, body } = await generate(service.url)
      expect(status).toBe(200)
      expect(modelsAsked()).toEqual(['gpt-4o-mini', 'gpt-4.1-mini'])
      const { prompt_tokens: input, completion_tokens: output } = body.usage
      expect(body.cost_usd).toBeCloseTo((input * 0.4 + output * 1.6) / 1e6, 12)
      expect(await metric(service.url, 'jiraiya_ai_fallbacks_total', labels)).toBe(before + 1)
    }
  )

  it('is followed by all others in order, and the error of the last one is returned', async () => {
    service.simulator.setFaults([{ fault: 'status-503' }])
    const { status, body } = await generate(service.url)
    expect(modelsAsked()).toEqual(['gpt-4o-mini', 'gpt-4.1-mini', 'gpt-4o'])
    expect(status).toBe(503)
    expect(body.error.details.reason).toBe('upstream_server_error')
  })

  it.each<FaultName>(['refusal', 'status-401', 'insufficient-quota'])(
    '(%s) is followed by none when another model would fail for the same reason',
    async fault => {
      service.simulator.setFaults([{ fault }])
      await generate(service.url)
      expect(modelsAsked()).toEqual(['gpt-4o-mini'])
    }
  )
})

describe('An exhausted quota', () => {
  const quotaService = useService({ OPENAI_FALLBACK_MODELS: 'gpt-4o' })

  it('costs one upstream call, and its message does not read like a passing fault', async () => {
    quotaService.simulator.setFaults([{ fault: 'insufficient-quota' }])
    const { status, headers, body } = await generate(quotaService.url)
    expect(status).toBe(503)
    expect(body.error).toMatchObject({
      code: 'AI_UNAVAILABLE',
      details: { reason: 'upstream_quota_exhausted' },
      retryable: false
    })
    expect(body.message).toBe(
      'The quota of this service at the language model is used up; trying again does not help until the operator of this service corrects it'
    )
    expect(body.error).not.toHaveProperty('retryAfter')
    expect(headers).not.toHaveProperty('retry-after')
    expect(quotaService.simulator.requests().map(({ path }) => path)).toEqual([
      '/v1/chat/completions'
    ])
  })
})

describe('The message of an error of the model', () => {
  it.each<[FaultName, string]>([
    ['refusal', 'The language model declined to write this story; other keywords may help'],
    [
      'status-401',
      'The language model refuses the credential of this service; trying again does not help until the operator of this service corrects it'
    ]
  ])('of %s says what to do', async (fault, message) => {
    service.simulator.setFaults([{ fault }])
    expect((await generate(service.url)).body.message).toBe(message)
  })
})
