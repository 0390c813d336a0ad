import type { ProfileName } from '#modules/llm/llm.config.js'
import { capabilitiesOf } from '#modules/llm/model-table.js'
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

const structuredOutputs = {
  json_schema: 'strict_schema',
  json_object: 'json_object',
  none: 'none'
} as const

/** The options of the first request; LearntRefusals records those that the server rejects. */
export function preferredOptions(
  name: ProfileName,
  baseUrl: string,
  model: string
): ProviderOptions {
  if (name !== 'auto') return profiles[name]
  const isOpenAi = /(^|\.)openai\.(com|azure\.com)$/.test(new URL(baseUrl).hostname)
  const profile = isOpenAi ? profiles.openai : profiles.compatible
  const known = capabilitiesOf(model)
  if (known === undefined) return profile
  return {
    ...profile,
    structuredOutput: structuredOutputs[known.structuredOutput],
    tokenLimit: known.tokenLimit ?? profile.tokenLimit,
    temperature: known.temperature ? 'sent' : 'omitted'
  }
}

/** Whether the model is known to use reasoning tokens, which count against the token limit. */
export function isReasoningModel(model: string): boolean {
  return capabilitiesOf(model)?.reasoning === true
}
