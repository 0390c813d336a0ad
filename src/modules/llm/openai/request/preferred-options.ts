import type { ProfileName } from '#modules/llm/llm.config.js'
import type { ProviderOptions } from './provider-options.js'

const compatible: ProviderOptions = {
  structuredOutput: 'strict_schema',
  tokenLimit: 'max_tokens',
  temperature: 'sent',
  streamUsage: 'sent',
  instructions: 'system'
}

const profiles: Readonly<Record<Exclude<ProfileName, 'auto'>, ProviderOptions>> = {
  openai: { ...compatible, tokenLimit: 'max_completion_tokens' },
  compatible,
  json_object: { ...compatible, structuredOutput: 'json_object' },
  plain: { ...compatible, structuredOutput: 'none' }
}

/** OpenAI's reasoning models take no temperature; asking them first would waste a round trip. */
const reasoningModel = /^(o\d|gpt-5)/

/** The options to begin with; what a server refuses of them is learnt. */
export function preferredOptions(
  name: ProfileName,
  baseUrl: string,
  model: string
): ProviderOptions {
  if (name !== 'auto') return profiles[name]
  const isOpenAi = /(^|\.)openai\.(com|azure\.com)$/.test(new URL(baseUrl).hostname)
  const profile = isOpenAi ? profiles.openai : profiles.compatible
  return isReasoningModel(model) ? { ...profiles.openai, temperature: 'omitted' } : profile
}

/** Whether the model thinks in tokens that count against the limit before it writes. */
export function isReasoningModel(model: string): boolean {
  return reasoningModel.test(model)
}
