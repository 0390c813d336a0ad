import * as fc from 'fast-check'
import { readReportedUsage, type ReportedUsage } from './reported-usage.js'

const plain: ReportedUsage = {
  promptTokens: 300,
  cachedPromptTokens: 0,
  cacheWriteTokens: 0,
  completionTokens: 200,
  reasoningTokens: 0,
  costUsd: undefined
}

const counts = { prompt_tokens: 300, completion_tokens: 200, total_tokens: 500 }

function read(usage: unknown): ReportedUsage | undefined {
  return readReportedUsage({ usage }, true)
}

describe('Reported usage', () => {
  it.each<[string, object, Partial<ReportedUsage>]>([
    ['OpenAI’s form', counts, {}],
    ['digits in strings', { prompt_tokens: '300', completion_tokens: '200' }, {}],
    [
      'cached tokens',
      { ...counts, prompt_tokens_details: { cached_tokens: 128, cache_write_tokens: 100 } },
      { cachedPromptTokens: 128, cacheWriteTokens: 100 }
    ],
    [
      'DeepSeek’s cache',
      { ...counts, prompt_cache_hit_tokens: 256, prompt_cache_miss_tokens: 44 },
      { cachedPromptTokens: 256 }
    ],
    ['Moonshot’s cache', { ...counts, cached_tokens: 12 }, { cachedPromptTokens: 12 }],
    ['the Responses form', { input_tokens: 300, output_tokens: 200 }, {}],
    [
      'Anthropic’s form, with separate cache counts',
      {
        input_tokens: 50,
        output_tokens: 200,
        cache_read_input_tokens: 200,
        cache_creation_input_tokens: 50
      },
      { cachedPromptTokens: 200, cacheWriteTokens: 50 }
    ],
    [
      'more cached tokens than tokens: they are counted apart',
      { ...counts, prompt_tokens: 30, prompt_tokens_details: { cached_tokens: 270 } },
      { cachedPromptTokens: 270 }
    ],
    [
      'a cache write larger than the rest of the prompt',
      { ...counts, prompt_tokens_details: { cached_tokens: 290, cache_write_tokens: 100 } },
      { cachedPromptTokens: 290, cacheWriteTokens: 10 }
    ],
    [
      'reasoning as part of the output',
      { ...counts, completion_tokens_details: { reasoning_tokens: 150 } },
      { reasoningTokens: 150 }
    ],
    [
      'reasoning only in the total',
      { ...counts, total_tokens: 1500, completion_tokens_details: { reasoning_tokens: 1000 } },
      { completionTokens: 1200, reasoningTokens: 1000 }
    ],
    [
      'reasoning beside an output that is smaller',
      {
        prompt_tokens: 300,
        completion_tokens: 200,
        completion_tokens_details: { reasoning_tokens: 900 }
      },
      { completionTokens: 1100, reasoningTokens: 900 }
    ],
    ['a gateway’s cost', { ...counts, cost: 0.00042 }, { costUsd: 0.00042 }],
    ['a negative cost', { ...counts, cost: -1 }, {}],
    ['a part of it', { completion_tokens: 200 }, { promptTokens: undefined }],
    [
      'zeros beside text',
      { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 },
      { promptTokens: undefined, completionTokens: undefined }
    ],
    [
      'impossible counts',
      { prompt_tokens: -5, completion_tokens: 1.5 },
      { promptTokens: undefined, completionTokens: undefined }
    ],
    [
      'counts beyond any answer',
      { prompt_tokens: 1e300, completion_tokens: '99999999999' },
      { promptTokens: undefined, completionTokens: undefined }
    ]
  ])('in %s is read', (_, usage, wanted) => {
    expect(read(usage)).toEqual({ ...plain, ...wanted })
  })

  it('of a Groq stream is read', () => {
    expect(readReportedUsage({ usage: null, x_groq: { usage: counts } }, true)).toEqual(plain)
  })

  it('of 0 tokens is accepted only for an answer without text', () => {
    const usage = { prompt_tokens: 300, completion_tokens: 0 }
    expect(readReportedUsage({ usage }, false)?.completionTokens).toBe(0)
  })

  it.each([[null], ['none'], [7], [{}], [[]]])('is missing in %j', usage => {
    expect(read(usage)).toBeUndefined()
    expect(readReportedUsage(usage, true)).toBeUndefined()
  })

  it('consists of consistent whole numbers of 0 or more for any input', () => {
    const names = [
      'prompt_tokens',
      'completion_tokens',
      'total_tokens',
      'input_tokens',
      'output_tokens',
      'cached_tokens',
      'cache_read_input_tokens',
      'cache_creation_input_tokens',
      'prompt_cache_hit_tokens',
      'prompt_tokens_details',
      'completion_tokens_details',
      'cost'
    ]
    const number = fc.oneof(fc.integer({ min: -10, max: 1000 }), fc.double(), fc.constant('12'))
    const details = fc.dictionary(
      fc.constantFrom('cached_tokens', 'cache_write_tokens', 'reasoning_tokens'),
      number
    )
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom(...names), fc.oneof(number, details, fc.anything())),
        usage => {
          const counted = read(usage)
          if (counted === undefined) return
          const { promptTokens = 0, cachedPromptTokens, cacheWriteTokens } = counted
          const { completionTokens = 0, reasoningTokens, costUsd = 0 } = counted
          const all = [promptTokens, cachedPromptTokens, cacheWriteTokens, completionTokens]
          for (const one of [...all, reasoningTokens]) expect(one).toBeGreaterThanOrEqual(0)
          for (const one of all) expect(Number.isSafeInteger(one)).toBe(true)
          expect(cachedPromptTokens + cacheWriteTokens).toBeLessThanOrEqual(promptTokens)
          expect(costUsd).toBeGreaterThanOrEqual(0)
        }
      ),
      { numRuns: 2000 }
    )
  })
})
