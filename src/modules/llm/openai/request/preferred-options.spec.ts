import { isReasoningModel, preferredOptions } from './preferred-options.js'

describe('The options to begin with', () => {
  it.each([
    ['https://api.openai.com/v1', 'gpt-4o-mini', 'max_completion_tokens', 'sent'],
    ['https://my-name.openai.azure.com/openai/v1', 'gpt-4o-mini', 'max_completion_tokens', 'sent'],
    ['https://api.openai.com/v1', 'gpt-6-luna', 'max_completion_tokens', 'omitted'],
    ['https://gateway.example/v1', 'gpt-6-luna', 'max_completion_tokens', 'omitted'],
    ['https://api.openai.com/v1', 'gpt-5-mini', 'max_completion_tokens', 'omitted'],
    ['https://api.openai.com/v1', 'o3', 'max_completion_tokens', 'omitted'],
    ['http://localhost:11434/v1', 'llama3.2', 'max_tokens', 'sent'],
    ['https://evil-openai.com/v1', 'x', 'max_tokens', 'sent']
  ])('for %s and %s send %s', (url, model, tokenLimit, temperature) => {
    expect(preferredOptions('auto', url, model)).toEqual({
      structuredOutput: 'strict_schema',
      tokenLimit,
      temperature,
      streamUsage: 'sent',
      instructions: 'system'
    })
  })

  it('are the setting’s where there is one', () => {
    const options = preferredOptions('json_object', 'https://api.openai.com/v1', 'gpt-5')
    expect(options).toMatchObject({ structuredOutput: 'json_object', tokenLimit: 'max_tokens' })
  })

  it('are what an older model is known to support', () => {
    const formats = ['gpt-4-turbo', 'gpt-4'].map(
      model => preferredOptions('auto', 'https://api.openai.com/v1', model).structuredOutput
    )
    expect(formats).toEqual(['json_object', 'none'])
  })

  it('leave room for reasoning tokens where a model uses them, and guess none from a name', () => {
    const models = ['gpt-5-nano', 'o4-mini', 'gpt-6-luna', 'gpt-4o', 'gpt-5-unknown']
    expect(models.map(isReasoningModel)).toEqual([true, true, true, false, false])
  })
})
