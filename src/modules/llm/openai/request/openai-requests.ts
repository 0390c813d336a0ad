import { Inject, Injectable } from '@nestjs/common'
import type { ConfigType } from '@nestjs/config'
import { APIError } from 'openai'
import type { ChatCompletionCreateParamsNonStreaming } from 'openai/resources'
import { PinoLogger } from 'nestjs-pino'
import type { ChatMessage, CompletionRequest } from '#modules/llm/language-model.js'
import { llmConfig } from '#modules/llm/llm.config.js'
import { failureOf } from '#modules/llm/openai/failures/upstream-error.js'
import { LearntRefusals } from './learnt-refusals.js'
import { isReasoningModel, preferredOptions } from './preferred-options.js'
import { chooseOptions, type ProviderOptions } from './provider-options.js'
import { readRefusal } from './read-refusal.js'

/** Room for the thinking of a reasoning model, which counts against its token limit. */
const reasoningTokens = 4096

export type ChatRequestBody = Omit<ChatCompletionCreateParamsNonStreaming, 'stream'>

/** Words requests as each model's server is known to want them, and learns from its refusals. */
@Injectable()
export class OpenAiRequests {
  readonly learnt = new LearntRefusals()

  constructor(
    @Inject(llmConfig.KEY) private readonly settings: ConfigType<typeof llmConfig>,
    private readonly logger: PinoLogger
  ) {}

  /**
   * Sends a request, again in other words as often as a refusal teaches some: that is not an attempt.
   */
  async send<T>(
    model: string,
    request: CompletionRequest,
    post: (body: ChatRequestBody, options: ProviderOptions) => Promise<T>
  ): Promise<T> {
    for (;;) {
      const options = this.optionsOf(model)
      try {
        return await post(this.body(model, request, options), options)
      } catch (error) {
        if (!this.learn(model, options, error)) throw error
      }
    }
  }

  /** The most tokens that an answer can have; what is not limited by us, by OPENAI_MAX_TOKENS. */
  maxOutputTokens(model: string, request: CompletionRequest): number {
    const isLimited = this.optionsOf(model).tokenLimit !== 'none'
    return isLimited ? this.tokenLimit(model, request) : this.settings.OPENAI_MAX_TOKENS
  }

  /** Whether the same request would now be worded otherwise. */
  private learn(model: string, sent: ProviderOptions, error: unknown): boolean {
    const failure = error instanceof APIError ? failureOf(error) : undefined
    const refused = failure === undefined ? [] : readRefusal(failure, sent)
    for (const { feature, option } of this.learnt.add(model, refused)) {
      const fields = { action: 'provider_option_refused', model, feature, option }
      this.logger.info(fields, 'Provider refused an option of the request')
    }
    // A request beside this one may have learnt it already.
    const { learnt } = this
    const isKnown = learnt.of(model).some(one => sent[one.feature] === one.option)
    return refused.length > 0 && isKnown
  }

  private optionsOf(model: string): ProviderOptions {
    const { OPENAI_PROFILE, OPENAI_BASE_URL } = this.settings
    const preferred = preferredOptions(OPENAI_PROFILE, OPENAI_BASE_URL, model)
    return chooseOptions(preferred, this.learnt.of(model))
  }

  private body(
    model: string,
    request: CompletionRequest,
    options: ProviderOptions
  ): ChatRequestBody {
    return {
      model,
      messages: messagesOf(request.messages, options),
      ...responseFormat(options, request.output),
      ...(options.tokenLimit !== 'none' && {
        [options.tokenLimit]: this.tokenLimit(model, request)
      }),
      ...(options.temperature === 'sent' && { temperature: this.settings.OPENAI_TEMPERATURE })
    }
  }

  private tokenLimit(model: string, { maxTokens }: CompletionRequest): number {
    const thinking = isReasoningModel(model) ? reasoningTokens : 0
    return Math.min(maxTokens + thinking, this.settings.OPENAI_MAX_TOKENS)
  }
}

/** Where a model knows no system role, its instructions stand in front of the first user message. */
function messagesOf(
  messages: readonly ChatMessage[],
  { instructions }: ProviderOptions
): ChatMessage[] {
  if (instructions === 'system') return [...messages]
  const [first, second, ...rest] = messages
  if (first?.role !== 'system' || second === undefined) return [...messages]
  return [{ ...second, content: `${first.content}\n\n${second.content}` }, ...rest]
}

function responseFormat(
  { structuredOutput }: ProviderOptions,
  { name, schema }: CompletionRequest['output']
): Pick<ChatRequestBody, 'response_format'> {
  switch (structuredOutput) {
    case 'strict_schema':
      return {
        response_format: {
          type: 'json_schema',
          json_schema: { name, schema: { ...schema }, strict: true }
        }
      }
    case 'schema': {
      const { additionalProperties: _, ...lenient } = schema
      return { response_format: { type: 'json_schema', json_schema: { name, schema: lenient } } }
    }
    case 'json_object':
      return { response_format: { type: 'json_object' } }
    case 'none':
      return {}
    default:
      return structuredOutput satisfies never
  }
}
