import type { ProfileName } from '#modules/llm/llm.config.js'
import { capabilitiesOf } from '#modules/llm/model-table.js'

type TokenLimitName = 'max_completion_tokens' | 'max_tokens'

/** How a server wants to be asked. */
export interface ProviderProfile {
  readonly structuredOutput: 'json_schema' | 'json_object' | 'none'
  readonly tokenLimit: TokenLimitName | 'none'
  /** Names that the server did not take, so that learning cannot go in circles. */
  readonly refusedLimits: readonly TokenLimitName[]
  readonly temperature: boolean
  /** Whether it knows `stream_options`, and so tells what a streamed answer took. */
  readonly streamUsage: boolean
}

/** What a 400 says, as far as it helps to learn. */
export interface RefusedRequest {
  readonly message: string
  readonly param?: string | null | undefined
}

const compatible: ProviderProfile = {
  structuredOutput: 'json_schema',
  tokenLimit: 'max_tokens',
  refusedLimits: [],
  temperature: true,
  streamUsage: true
}

const profiles: Readonly<Record<Exclude<ProfileName, 'auto'>, ProviderProfile>> = {
  openai: { ...compatible, tokenLimit: 'max_completion_tokens' },
  compatible,
  json_object: { ...compatible, structuredOutput: 'json_object' },
  plain: { ...compatible, structuredOutput: 'none' }
}

export function initialProfile(name: ProfileName, baseUrl: string, model: string): ProviderProfile {
  if (name !== 'auto') return profiles[name]
  const isOpenAi = /(^|\.)openai\.(com|azure\.com)$/.test(new URL(baseUrl).hostname)
  const profile = isOpenAi ? profiles.openai : profiles.compatible
  const known = capabilitiesOf(model)
  if (known === undefined) return profile
  const { structuredOutput, temperature, tokenLimit = profile.tokenLimit } = known
  return { ...profile, structuredOutput, temperature, tokenLimit }
}

/** Whether the model is known to use reasoning tokens, which count against the token limit. */
export function isReasoningModel(model: string): boolean {
  return capabilitiesOf(model)?.reasoning === true
}

/**
 * The profile to try next after a 400, or undefined when the refusal was about something else.
 * Each answer gives up one thing, so learning ends.
 */
export function learn(
  profile: ProviderProfile,
  refused: RefusedRequest
): ProviderProfile | undefined {
  const about = `${refused.param ?? ''} ${refused.message}`
  if (profile.streamUsage && about.includes('stream_options')) {
    return { ...profile, streamUsage: false }
  }
  if (profile.temperature && about.includes('temperature')) {
    return { ...profile, temperature: false }
  }
  if (profile.tokenLimit !== 'none' && about.includes(profile.tokenLimit)) {
    return otherTokenLimit(profile, profile.tokenLimit)
  }
  if (profile.structuredOutput !== 'none' && /response_format|json_(schema|object)/.test(about)) {
    return { ...profile, structuredOutput: weakerOutput(profile.structuredOutput) }
  }
  return undefined
}

function otherTokenLimit(profile: ProviderProfile, refused: TokenLimitName): ProviderProfile {
  const refusedLimits = [...profile.refusedLimits, refused]
  const left = (['max_completion_tokens', 'max_tokens'] as const).find(
    name => !refusedLimits.includes(name)
  )
  return { ...profile, refusedLimits, tokenLimit: left ?? 'none' }
}

function weakerOutput(refused: 'json_schema' | 'json_object'): 'json_object' | 'none' {
  return refused === 'json_schema' ? 'json_object' : 'none'
}
