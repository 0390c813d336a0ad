import type { LlmSettings } from '#modules/llm/llm.config.js'

/**
 * Hosts of OpenAI's protocol to whom OpenTelemetry gives a name (`gen_ai.provider.name`), which must
 * then be used.
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

/** For every other server a name of our own is allowed: all that is known is what it speaks. */
const unknownProvider = 'openai_compatible'

/** Who answers at OPENAI_BASE_URL, in OpenTelemetry's words. Never the address itself. */
export function providerName({ OPENAI_BASE_URL }: Pick<LlmSettings, 'OPENAI_BASE_URL'>): string {
  const { hostname } = new URL(OPENAI_BASE_URL)
  const known = knownHosts.find(([host]) => hostname === host || hostname.endsWith(`.${host}`))
  return known?.[1] ?? unknownProvider
}
