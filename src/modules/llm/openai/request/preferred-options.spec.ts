import { isReasoningModel, preferredOptions } from './preferred-options.js'

describe('The initial options', () => {
  it.each([
    ['https://api.openai.com/v1', 'gpt-4o-mini', 'max_completion_tokens', 'sent'],
    ['https://my-name.openai.azure.com/openai/v1', 'gpt-4o-mini', 'max_completion_tokens', 'sent'],
    ['https://api.openai.com/v1', 'gpt-6-luna', 'max_completion_tokens', 'omitted'],
    ['https://gateway.example/v1', 'gpt-6-luna', 'max_completion_tokens', 'omitted'],
    ['https://api.openai.com/v1', 'gpt-5-mini', 'max_completion_tokens', 'omitted'],
    ['https://api.openai.com/v1', 'o3', 'max_completion_tokens', 'omitted'],
    ['http://localhost:11434/v1', 'llama3.2', 'max_tokens', 'sent'],
    ['https://evil-openai.com/v1', 'x', 'max_tokens', 'sent']
  ])('for %s and %s are %s and temperature %s', (url, model, tokenLimit, temperature) => {
    expect(preferredOptions('auto', url, model)).toEqual({
      structuredOutput: 'strict_schema',
      tokenLimit,
      temperature,
      streamUsage: 'sent',
      instructions: 'system'
    })
  })

  it('follow the setting if it is set', () => {
    const options = preferredOptions('json_object', 'https://api.openai.com/v1', 'gpt-5')
    expect(options).toMatchObject({ structuredOutput: 'json_object', tokenLimit: 'max_tokens' })
  })

  it('follow the capabilities of an older model', () => {
    const formats = ['gpt-4-turbo', 'gpt-4'].map(
      model => preferredOptions('auto', 'https://api.openai.com/v1', model).structuredOutput
    )
    expect(formats).toEqual(['json_object', 'none'])
  })

  it('recognise reasoning models by the table, not by the name', () => {
    const models = ['gpt-5-nano', 'o4-mini', 'gpt-6-luna', 'gpt-4o', 'gpt-5-unknown']
    expect(models.map(isReasoningModel)).toEqual([true, true, true, false, false])
  })
})
