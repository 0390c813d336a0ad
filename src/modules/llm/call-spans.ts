import { providerName } from './provider-name.js'
import { attributeNames as names } from '#core/tracing/attribute-names.js'
import { note, traced } from '#core/tracing/traced.js'
import { currentTrace } from '#core/context/request-context.js'
import { AiError } from './ai-error.js'
import type { Completion, TokenUsage } from './language-model.js'

/** OpenTelemetry's names for calls of language models, as of semantic conventions 1.45. */
const genAi = {
  operation: 'gen_ai.operation.name',
  provider: 'gen_ai.provider.name',
  requestModel: 'gen_ai.request.model',
  requestMaxTokens: 'gen_ai.request.max_tokens',
  requestStream: 'gen_ai.request.stream',
  responseModel: 'gen_ai.response.model',
  inputTokens: 'gen_ai.usage.input_tokens',
  outputTokens: 'gen_ai.usage.output_tokens',
  cachedTokens: 'gen_ai.usage.cache_read.input_tokens'
} as const

export interface Chat {
  /** The model that is requested. */
  readonly model: string
  readonly maxTokens: number
  readonly isStream: boolean
  /** Attempts at this model that this call has made before. */
  readonly retries: number
  readonly baseUrl: string
}

/** Span of one attempt, by OpenTelemetry's conventions for GenAI clients. */
export function tracedChat(chat: Chat, work: () => Promise<Completion>): Promise<Completion> {
  if (currentTrace() === undefined) return work()
  const { model, maxTokens, isStream, retries, baseUrl } = chat
  return traced(`chat ${model}`, () => noted(work), {
    isCall: true,
    attributes: {
      [genAi.operation]: 'chat',
      [genAi.requestModel]: model,
      [genAi.requestMaxTokens]: maxTokens,
      [genAi.requestStream]: isStream || undefined,
      [names.attempt]: retries + 1,
      ...providerAttributes(baseUrl)
    }
  })
}

/** Span of a moderation call; the conventions have no name for it. */
export function tracedModeration<T>(
  { model, baseUrl }: Pick<Chat, 'model' | 'baseUrl'>,
  work: () => Promise<T>
): Promise<T> {
  if (currentTrace() === undefined) return work()
  const attributes = { [genAi.requestModel]: model, ...providerAttributes(baseUrl) }
  return traced('moderation', work, { isCall: true, attributes })
}

/** Attributes of the server that is called. */
function providerAttributes(baseUrl: string): Readonly<Record<string, string | number>> {
  const { hostname, port, protocol } = new URL(baseUrl)
  return {
    [genAi.provider]: providerName({ OPENAI_BASE_URL: baseUrl }),
    [names.serverAddress]: hostname,
    [names.serverPort]: Number(port) || (protocol === 'https:' ? 443 : 80)
  }
}

async function noted(work: () => Promise<Completion>): Promise<Completion> {
  try {
    const completion = await work()
    const { model, truncated, usage } = completion
    note({ [genAi.responseModel]: model, [names.truncated]: truncated })
    noteUsage(usage)
    return completion
  } catch (error) {
    if (error instanceof AiError && error.usage !== undefined) noteUsage(error.usage)
    throw error
  }
}

function noteUsage(usage: TokenUsage): void {
  note({
    [genAi.inputTokens]: usage.promptTokens,
    [genAi.outputTokens]: usage.completionTokens,
    [genAi.cachedTokens]: usage.cachedPromptTokens,
    [names.usageReported]: usage.reported
  })
}
