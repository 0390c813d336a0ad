import type { LlmSettings, ProfileName, ReasoningEffort } from '#modules/llm/llm.config.js'
import { capabilitiesOf } from '#modules/llm/models/model-table.js'
import type { ProviderOptions } from './provider-options.js'

const compatible: ProviderOptions = {
  structuredOutput: 'strict_schema',
  tokenLimit: 'max_tokens',
  temperature: 'sent',
  reasoningEffort: 'omitted',
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

type OptionSettings = Pick<
  LlmSettings,
  'OPENAI_PROFILE' | 'OPENAI_BASE_URL' | 'OPENAI_REASONING_EFFORT'
>

/** The options of the first request; LearntRefusals records those that the server rejects. */
export function preferredOptions(settings: OptionSettings, model: string): ProviderOptions {
  const effort = effortFor(model, settings.OPENAI_REASONING_EFFORT)
  const reasoningEffort = effort === undefined ? 'omitted' : 'sent'
  return { ...optionsOfProfile(settings, model), reasoningEffort }
}

function optionsOfProfile(
  { OPENAI_PROFILE, OPENAI_BASE_URL }: OptionSettings,
  model: string
): ProviderOptions {
  if (OPENAI_PROFILE !== 'auto') return profiles[OPENAI_PROFILE]
  const isOpenAi = /(^|\.)openai\.(com|azure\.com)$/.test(new URL(OPENAI_BASE_URL).hostname)
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

/**
 * The reasoning effort to request. A story needs no reasoning, so the default is `none` for a model that
 * is known to accept it. Undefined: no effort is sent.
 */
export function effortFor(
  model: string,
  setting: ReasoningEffort | undefined
): ReasoningEffort | undefined {
  const known = capabilitiesOf(model)
  if (known === undefined) return setting
  if (!known.reasoning) return undefined
  if (known.reasoningEfforts === undefined) return setting
  const effort = setting ?? 'none'
  return known.reasoningEfforts.includes(effort) ? effort : undefined
}

/** Whether the model is known to use reasoning tokens, which count against the token limit. */
export function isReasoningModel(model: string): boolean {
  return capabilitiesOf(model)?.reasoning === true
}
