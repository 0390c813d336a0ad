import { initialProfile, isReasoningModel, learn } from './provider-profile.js'

const openai = initialProfile('openai', 'https://api.openai.com/v1', 'gpt-4o-mini')

describe('The first guess', () => {
  it.each([
    ['https://api.openai.com/v1', 'gpt-4o-mini', 'max_completion_tokens', true],
    ['https://my-name.openai.azure.com/openai/v1', 'gpt-4o-mini', 'max_completion_tokens', true],
    ['https://api.openai.com/v1', 'gpt-5-mini', 'max_completion_tokens', false],
    ['https://api.openai.com/v1', 'o3', 'max_completion_tokens', false],
    ['https://api.openai.com/v1', 'gpt-6-luna', 'max_completion_tokens', false],
    ['https://gateway.example/v1', 'gpt-6-luna', 'max_completion_tokens', false],
    ['http://localhost:11434/v1', 'llama3.2', 'max_tokens', true],
    ['https://evil-openai.com/v1', 'x', 'max_tokens', true]
  ])('for %s and %s sends %s', (url, model, tokenLimit, temperature) => {
    expect(initialProfile('auto', url, model)).toEqual({
      structuredOutput: 'json_schema',
      tokenLimit,
      refusedLimits: [],
      streamUsage: true,
      temperature
    })
  })

  it('uses what an older model is known to support', () => {
    const formats = ['gpt-4-turbo', 'gpt-4'].map(
      model => initialProfile('auto', 'https://api.openai.com/v1', model).structuredOutput
    )
    expect(formats).toEqual(['json_object', 'none'])
  })

  it('is the setting’s word where there is one', () => {
    const profile = initialProfile('json_object', 'https://api.openai.com/v1', 'gpt-5')
    expect(profile).toEqual({
      structuredOutput: 'json_object',
      tokenLimit: 'max_tokens',
      refusedLimits: [],
      streamUsage: true,
      temperature: true
    })
  })

  it('knows which models use reasoning tokens, and guesses none from a name', () => {
    const models = ['gpt-5-nano', 'o4-mini', 'gpt-6-luna', 'gpt-4o', 'gpt-5-unknown']
    expect(models.map(isReasoningModel)).toEqual([true, true, true, false, false])
  })
})

describe('Learning from a refusal', () => {
  it.each([
    ['temperature', { param: 'temperature', message: 'Unsupported value' }, { temperature: false }],
    [
      'max_completion_tokens',
      { message: 'unknown field max_completion_tokens' },
      { tokenLimit: 'max_tokens', refusedLimits: ['max_completion_tokens'] }
    ],
    [
      'json_schema',
      { message: 'json_schema is not supported' },
      { structuredOutput: 'json_object' }
    ],
    [
      'response_format',
      { param: 'response_format', message: '' },
      { structuredOutput: 'json_object' }
    ]
  ])('about %s gives up just that', (_, refused, change) => {
    expect(learn(openai, refused)).toEqual({ ...openai, ...change })
  })

  it('about both names of the token limit sends none', () => {
    const one = learn(openai, { message: 'max_completion_tokens: extra field' })
    expect(one?.tokenLimit).toBe('max_tokens')
    expect(learn(one ?? openai, { message: 'max_tokens: extra field' })?.tokenLimit).toBe('none')
  })

  it('about something else learns nothing', () => {
    expect(learn(openai, { message: 'your account is not active' })).toBeUndefined()
  })

  it('comes to an end, whatever the server says', () => {
    const refused = {
      message: 'no temperature, max_tokens, max_completion_tokens, response_format, json_schema'
    }
    let profile: typeof openai | undefined = openai
    let steps = 0
    while (profile !== undefined && steps < 100) {
      profile = learn(profile, refused)
      steps++
    }
    expect(steps).toBeLessThan(10)
  })
})
