import { providerName } from './provider-name.js'

describe('The provider’s name', () => {
  it.each([
    ['https://api.openai.com/v1', 'openai'],
    ['https://eu.api.openai.com/v1', 'openai'],
    ['https://kuybi.openai.azure.com/openai/v1', 'azure.ai.openai'],
    ['https://api.x.ai/v1', 'x_ai'],
    ['https://api.max.ai/v1', 'openai_compatible'],
    ['https://openai.com.example.org/v1', 'openai_compatible'],
    ['http://127.0.0.1:11434/v1', 'openai_compatible']
  ])('of %s is %s', (OPENAI_BASE_URL, name) => {
    expect(providerName({ OPENAI_BASE_URL })).toBe(name)
  })
})
