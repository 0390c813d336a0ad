import { modelOptions, parseModelOptions } from './model-options.js'

describe('Options of single models', () => {
  const OPENAI_MODEL_OPTIONS = parseModelOptions(
    '{"a":{"reasoningEffort":"low","reasoningTokens":5,"extraBody":{"seed":1}},"b":{"extraBody":{}}}'
  )
  const general = {
    OPENAI_REASONING_EFFORT: 'high',
    OPENAI_REASONING_TOKENS: 9,
    OPENAI_EXTRA_BODY: { seed: 7 },
    OPENAI_MODEL_OPTIONS: OPENAI_MODEL_OPTIONS ?? {}
  } as const

  it.each([
    ['a', { reasoningEffort: 'low', reasoningTokens: 5, extraBody: { seed: 1 } }],
    ['b', { reasoningEffort: 'high', reasoningTokens: 9, extraBody: {} }],
    ['c', { reasoningEffort: 'high', reasoningTokens: 9, extraBody: { seed: 7 } }],
    ['toString', { reasoningEffort: 'high', reasoningTokens: 9, extraBody: { seed: 7 } }]
  ])('for %s replace the general settings that they name', (model, options) => {
    expect(modelOptions(general, model)).toEqual(options)
  })
})
