import type { LlmSettings, ProfileName, WhenSent } from '#modules/llm/llm.config.js'
import type { ReasoningEffort } from '#modules/llm/models/model-options.js'
import { capabilitiesOf } from '#modules/llm/models/model-table.js'
import type { ProviderOptions } from './provider-options.js'

type OptionsOfProfile = Omit<ProviderOptions, 'reasoningEffort' | 'safetyIdentifier' | 'moderation'>

const compatible: OptionsOfProfile = {
  structuredOutput: 'strict_schema',
  tokenLimit: 'max_tokens',
  temperature: 'sent',
  streamUsage: 'sent',
  instructions: 'system'
}

const profiles: Readonly<Record<Exclude<ProfileName, 'auto'>, OptionsOfProfile>> = {
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
  'OPENAI_PROFILE' | 'OPENAI_BASE_URL' | 'OPENAI_SAFETY_IDENTIFIER' | 'OPENAI_INLINE_MODERATION'
>

/** The options of the first request; LearntRefusals records those that the server rejects. */
export function preferredOptions(
  settings: OptionSettings,
  model: string,
  effort: ReasoningEffort | undefined
): ProviderOptions {
  const isOpenAi = /(^|\.)openai\.com$/.test(new URL(settings.OPENAI_BASE_URL).hostname)
  const sent = (when: WhenSent): 'sent' | 'omitted' =>
    when === 'always' || (when === 'auto' && isOpenAi) ? 'sent' : 'omitted'
  return {
    ...optionsOfProfile(settings, model),
    reasoningEffort: effortFor(model, effort) === undefined ? 'omitted' : 'sent',
    safetyIdentifier: sent(settings.OPENAI_SAFETY_IDENTIFIER),
    moderation: sent(settings.OPENAI_INLINE_MODERATION)
  }
}

function optionsOfProfile(
  { OPENAI_PROFILE, OPENAI_BASE_URL }: OptionSettings,
  model: string
): OptionsOfProfile {
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
