import type { ProfileName, WhenSent } from '#modules/llm/llm.config.js'
import type { ReasoningEffort } from '#modules/llm/models/model-options.js'
import { effortFor, isReasoningModel, preferredOptions } from './preferred-options.js'
import type { ProviderOptions } from './provider-options.js'

function optionsFor(
  OPENAI_PROFILE: ProfileName,
  OPENAI_BASE_URL: string,
  model: string,
  when: WhenSent = 'auto'
): ProviderOptions {
  const settings = {
    OPENAI_PROFILE,
    OPENAI_BASE_URL,
    OPENAI_SAFETY_IDENTIFIER: when,
    OPENAI_INLINE_MODERATION: when
  }
  return preferredOptions(settings, model, undefined)
}

describe('The initial options', () => {
  it.each([
    ['https://api.openai.com/v1', 'gpt-4o-mini', 'max_completion_tokens', 'sent', 'omitted'],
    [
      'https://my-name.openai.azure.com/openai/v1',
      'gpt-4o-mini',
      'max_completion_tokens',
      'sent',
      'omitted'
    ],
    ['https://api.openai.com/v1', 'gpt-6-luna', 'max_completion_tokens', 'omitted', 'sent'],
    ['https://gateway.example/v1', 'gpt-6-luna', 'max_completion_tokens', 'omitted', 'sent'],
    ['https://api.openai.com/v1', 'gpt-5-mini', 'max_completion_tokens', 'omitted', 'omitted'],
    ['https://api.openai.com/v1', 'o3', 'max_completion_tokens', 'omitted', 'omitted'],
    ['http://localhost:11434/v1', 'llama3.2', 'max_tokens', 'sent', 'omitted'],
    ['https://evil-openai.com/v1', 'x', 'max_tokens', 'sent', 'omitted']
  ])(
    'for %s and %s are %s, temperature %s and effort %s',
    (url, model, tokenLimit, temperature, reasoningEffort) => {
      expect(optionsFor('auto', url, model)).toMatchObject({
        structuredOutput: 'strict_schema',
        tokenLimit,
        temperature,
        reasoningEffort,
        streamUsage: 'sent',
        instructions: 'system'
      })
    }
  )

  it('follow the setting if it is set', () => {
    const options = optionsFor('json_object', 'https://api.openai.com/v1', 'gpt-5')
    expect(options).toMatchObject({ structuredOutput: 'json_object', tokenLimit: 'max_tokens' })
  })

  it.each<[string, WhenSent, string]>([
    ['https://api.openai.com/v1', 'auto', 'sent'],
    ['https://eu.api.openai.com/v1', 'auto', 'sent'],
    ['https://my-name.openai.azure.com/openai/v1', 'auto', 'omitted'],
    ['https://gateway.example/v1', 'auto', 'omitted'],
    ['https://evil-openai.com/v1', 'auto', 'omitted'],
    ['https://gateway.example/v1', 'always', 'sent'],
    ['https://api.openai.com/v1', 'never', 'omitted']
  ])('have for %s with %s identifier and moderation %s', (url, when, option) => {
    const options = optionsFor('auto', url, 'gpt-6-luna', when)
    expect([options.safetyIdentifier, options.moderation]).toEqual([option, option])
  })

  it('follow the capabilities of an older model', () => {
    const formats = ['gpt-4-turbo', 'gpt-4'].map(
      model => optionsFor('auto', 'https://api.openai.com/v1', model).structuredOutput
    )
    expect(formats).toEqual(['json_object', 'none'])
  })

  it.each<[string, ReasoningEffort | undefined, ReasoningEffort | undefined]>([
    ['gpt-6-luna', undefined, 'none'],
    ['gpt-6-luna', 'high', 'high'],
    ['gpt-5.1', 'max', undefined],
    ['gpt-5-mini', undefined, undefined],
    ['gpt-5-mini', 'low', 'low'],
    ['gpt-4o-mini', 'low', undefined],
    ['unknown', undefined, undefined],
    ['unknown', 'none', 'none']
  ])('for %s and the setting %s have the effort %s', (model, setting, effort) => {
    expect(effortFor(model, setting)).toBe(effort)
  })

  it('recognise reasoning models by the table, not by the name', () => {
    const models = ['gpt-5-nano', 'o4-mini', 'gpt-6-luna', 'gpt-4o', 'gpt-5-unknown']
    expect(models.map(isReasoningModel)).toEqual([true, true, true, false, false])
  })
})
