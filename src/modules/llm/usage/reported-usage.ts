/** The plausible counts of a provider's usage report, in tokens. */
export interface ReportedUsage {
  /** All input, cached or not. */
  readonly promptTokens: number | undefined
  /** Part of promptTokens. */
  readonly cachedPromptTokens: number
  /** Part of promptTokens, apart from the cached ones. */
  readonly cacheWriteTokens: number
  /** All output, reasoning included. */
  readonly completionTokens: number | undefined
  /** Part of completionTokens. */
  readonly reasoningTokens: number
  /** The cost that a gateway reports, in US dollars. */
  readonly costUsd: number | undefined
}

type Json = Readonly<Record<string, unknown>>

/** More tokens than any answer has. A larger count is an error and would overflow the column. */
const maxTokens = 100_000_000
const maxCostUsd = 10_000

const nothing: Json = {}

/**
 * Reads usage in the formats of OpenAI, Anthropic, DeepSeek, Moonshot, xAI, Groq and OpenRouter. A
 * missing or implausible count is undefined. Zero prompt tokens count as missing, because no prompt is
 * empty.
 *
 * @param answer a completion or a chunk of one
 * @param hasText whether the answer has text; then zero completion tokens count as missing too
 */
export function readReportedUsage(answer: unknown, hasText: boolean): ReportedUsage | undefined {
  const usage = usageOf(answer)
  if (usage === undefined) return undefined
  const prompt = promptOf(usage)
  const completion = completionOf(usage, prompt.total)
  return {
    promptTokens: prompt.total === 0 ? undefined : prompt.total,
    cachedPromptTokens: prompt.cached,
    cacheWriteTokens: prompt.written,
    completionTokens: completion.total === 0 && hasText ? undefined : completion.total,
    reasoningTokens: completion.reasoning,
    costUsd: amount(usage['cost'])
  }
}

/** Groq sends the usage of a stream in `x_groq`. */
function usageOf(answer: unknown): Json | undefined {
  const { usage, x_groq: groq } = object(answer)
  const found = object(isEmpty(usage) ? object(groq)['usage'] : usage)
  return isEmpty(found) ? undefined : found
}

interface Prompt {
  readonly total: number | undefined
  readonly cached: number
  readonly written: number
}

function promptOf(usage: Json): Prompt {
  const details = object(usage['prompt_tokens_details'] ?? usage['input_tokens_details'])
  const readFromCache = count(usage['cache_read_input_tokens'])
  const cached =
    count(details['cached_tokens']) ??
    count(usage['prompt_cache_hit_tokens']) ??
    count(usage['cached_tokens']) ??
    readFromCache ??
    0
  const written =
    count(details['cache_write_tokens']) ?? count(usage['cache_creation_input_tokens']) ?? 0
  const total = count(usage['prompt_tokens']) ?? count(usage['input_tokens'])
  if (total === undefined) return { total, cached: 0, written: 0 }
  // Anthropic does not include cached tokens in the input. Neither does a provider with cached > total.
  const isAnthropic = usage['prompt_tokens'] === undefined && readFromCache !== undefined
  const isApart = isAnthropic || cached > total
  return {
    total: isApart ? total + cached + written : total,
    cached,
    written: isApart ? written : Math.min(written, total - cached)
  }
}

interface CompletionCounts {
  readonly total: number | undefined
  readonly reasoning: number
}

function completionOf(usage: Json, prompt: number | undefined): CompletionCounts {
  const details = object(usage['completion_tokens_details'] ?? usage['output_tokens_details'])
  const reasoning = count(details['reasoning_tokens']) ?? 0
  const visible = count(usage['completion_tokens']) ?? count(usage['output_tokens'])
  if (visible === undefined) return { total: undefined, reasoning }
  const all = count(usage['total_tokens']) ?? 0
  // A total above the sum means that reasoning is not included in the output.
  const beyond = Math.max(all - (prompt ?? all) - visible, 0)
  const apart = beyond === 0 && reasoning > visible ? reasoning : beyond
  return { total: visible + apart, reasoning: Math.max(reasoning, apart) }
}

/** A whole number of 0 or more, also written as a string. */
function count(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value
  const isCount = typeof number === 'number' && Number.isInteger(number)
  return isCount && number >= 0 && number <= maxTokens ? number : undefined
}

function amount(value: unknown): number | undefined {
  const isAmount = typeof value === 'number' && value >= 0 && value <= maxCostUsd
  return isAmount ? value : undefined
}

function object(value: unknown): Json {
  return typeof value === 'object' && value !== null ? (value as Json) : nothing
}

function isEmpty(value: unknown): boolean {
  return Object.keys(object(value)).length === 0
}
