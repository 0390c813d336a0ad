import type { LlmSettings } from '#modules/llm/llm.config.js'

/**
 * Hosts for which OpenTelemetry's conventions require a certain value of `gen_ai.provider.name`.
 */
const knownHosts: readonly (readonly [host: string, name: string])[] = [
  ['openai.azure.com', 'azure.ai.openai'],
  ['openai.com', 'openai'],
  ['anthropic.com', 'anthropic'],
  ['cohere.ai', 'cohere'],
  ['deepseek.com', 'deepseek'],
  ['generativelanguage.googleapis.com', 'gcp.gemini'],
  ['groq.com', 'groq'],
  ['mistral.ai', 'mistral_ai'],
  ['moonshot.ai', 'moonshot_ai'],
  ['perplexity.ai', 'perplexity'],
  ['x.ai', 'x_ai']
]

/** For any other host the conventions allow a custom value. Only the protocol is known. */
const unknownProvider = 'openai_compatible'

/** The `gen_ai.provider.name` of OPENAI_BASE_URL. It never contains the URL. */
export function providerName({ OPENAI_BASE_URL }: Pick<LlmSettings, 'OPENAI_BASE_URL'>): string {
  const { hostname } = new URL(OPENAI_BASE_URL)
  const known = knownHosts.find(([host]) => hostname === host || hostname.endsWith(`.${host}`))
  return known?.[1] ?? unknownProvider
}
