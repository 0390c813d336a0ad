import { isReasoningModel, preferredOptions } from './preferred-options.js'

describe('The options to begin with', () => {
  it.each([
    ['https://api.openai.com/v1', 'gpt-4o-mini', 'max_completion_tokens', 'sent'],
    ['https://my-name.openai.azure.com/openai/v1', 'gpt-4o-mini', 'max_completion_tokens', 'sent'],
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

  it('leave room to think to those who do', () => {
    const thinking = ['gpt-5-nano', 'o4-mini', 'gpt-4o', 'mo3'].map(isReasoningModel)
    expect(thinking).toEqual([true, true, false, false])
  })
})
