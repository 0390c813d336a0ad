import { Inject, Injectable } from '@nestjs/common'
import type { ConfigType } from '@nestjs/config'
import { APIError } from 'openai'
import type { ChatCompletionCreateParamsNonStreaming } from 'openai/resources'
import { PinoLogger } from 'nestjs-pino'
import { currentContext } from '#core/context/request-context.js'
import type { ChatMessage, CompletionRequest } from '#modules/llm/language-model.js'
import { llmConfig } from '#modules/llm/llm.config.js'
import { modelOptions, type ReasoningEffort } from '#modules/llm/models/model-options.js'
import { failureOf } from '#modules/llm/openai/failures/upstream-error.js'
import { LearntRefusals } from './learnt-refusals.js'
import { FollowedModels, type FollowedAnswer } from './followed-models.js'
import { effortFor, preferredOptions } from './preferred-options.js'
import { chooseOptions, type ProviderOptions } from './provider-options.js'
import { readRefusal } from './read-refusal.js'
import { ReasoningRoom } from './reasoning-room.js'
import { safetyIdentifier } from './safety-identifier.js'

export type ChatRequestBody = Omit<ChatCompletionCreateParamsNonStreaming, 'stream'>

/** Builds requests with the options that each model's server accepts, as learnt from its refusals. */
@Injectable()
export class OpenAiRequests {
  private readonly learnt = new LearntRefusals()
  private readonly room: ReasoningRoom
  private readonly followed = new FollowedModels()

  constructor(
    @Inject(llmConfig.KEY) private readonly settings: ConfigType<typeof llmConfig>,
    private readonly logger: PinoLogger
  ) {
    this.room = new ReasoningRoom(model => modelOptions(settings, model).reasoningTokens ?? 0)
  }

  /**
   * Sends a request. If the server rejects an option, sends it again with the next option; that does
   * not count as an attempt.
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

  /** What was learnt, for the health report: `model: feature option`. */
  get learntOptions(): readonly string[] {
    const models = new Map(this.learnt.all.map(one => [`${one.model}: ${one.feature}`, one]))
    const options = [...models].map(
      ([name, { model, feature }]) => `${name} ${this.optionsOf(model)[feature]}`
    )
    return [
      ...options,
      ...this.room.all.map(([model, room]) => `${model}: reasoningTokens ${room}`)
    ]
  }

  /** The maximum tokens of an answer: the limit that is sent, or OPENAI_MAX_TOKENS if none is. */
  maxOutputTokens(model: string, request: CompletionRequest): number {
    const isLimited = this.optionsOf(model).tokenLimit !== 'none'
    return isLimited ? this.tokenLimit(model, request) : this.settings.OPENAI_MAX_TOKENS
  }

  /** Whether the tokens of an answer are known while it is written: the model does not reason. */
  isFollowed(model: string): boolean {
    const isLimited = this.optionsOf(model).tokenLimit !== 'none'
    const isVisible = this.room.of(model, this.effort(model)) === 0
    return isLimited && isVisible && this.followed.isFollowed(model)
  }

  /** Called when a streamed answer is complete. */
  wasStreamed(model: string, answer: FollowedAnswer): void {
    if (this.followed.learn(model, answer)) this.logLearnt(model, 'followed', 'no')
  }

  /** Called when an answer was cut off. Raises the token limit of a model that used it for reasoning. */
  wasCut(model: string, reasoningTokens: number): void {
    const room = this.room.wasTooSmall(model, reasoningTokens, this.effort(model))
    if (room !== undefined) this.logLearnt(model, 'reasoningTokens', String(room))
  }

  /** Whether a repeated request would have other options. */
  private learn(model: string, sent: ProviderOptions, error: unknown): boolean {
    const failure = error instanceof APIError ? failureOf(error) : undefined
    const refused = failure === undefined ? [] : readRefusal(failure, sent)
    for (const { feature } of this.learnt.add(model, refused)) {
      this.logLearnt(model, feature, this.optionsOf(model)[feature])
    }
    // A concurrent request may have recorded the refusal already.
    const { learnt } = this
    const isKnown = learnt.of(model).some(one => sent[one.feature] === one.option)
    return refused.length > 0 && isKnown
  }

  private logLearnt(model: string, feature: string, option: string): void {
    const fields = { action: 'provider_learnt', model, feature, option }
    this.logger.info(fields, 'Requests adapted to the provider')
  }

  private optionsOf(model: string): ProviderOptions {
    const { reasoningEffort } = modelOptions(this.settings, model)
    const preferred = preferredOptions(this.settings, model, reasoningEffort)
    return chooseOptions(preferred, this.learnt.of(model))
  }

  /** The effort that is sent. */
  private effort(model: string): ReasoningEffort | undefined {
    const isSent = this.optionsOf(model).reasoningEffort === 'sent'
    return isSent ? effortFor(model, modelOptions(this.settings, model).reasoningEffort) : undefined
  }

  private body(
    model: string,
    request: CompletionRequest,
    options: ProviderOptions
  ): ChatRequestBody {
    const { OPENAI_TEMPERATURE, OPENAI_SAFETY_KEY } = this.settings
    const { extraBody, reasoningEffort } = modelOptions(this.settings, model)
    const owner = currentContext()?.userId
    return {
      ...extraBody,
      model,
      messages: messagesOf(request.messages, options),
      ...responseFormat(options, request.output),
      ...(options.tokenLimit !== 'none' && {
        [options.tokenLimit]: this.tokenLimit(model, request)
      }),
      ...(options.temperature === 'sent' && { temperature: OPENAI_TEMPERATURE }),
      ...(options.reasoningEffort === 'sent' && {
        reasoning_effort: effortFor(model, reasoningEffort) ?? null
      }),
      ...(options.safetyIdentifier === 'sent' &&
        owner !== undefined && { safety_identifier: safetyIdentifier(owner, OPENAI_SAFETY_KEY) })
    }
  }

  private tokenLimit(model: string, { maxTokens }: CompletionRequest): number {
    const limit = maxTokens + this.room.of(model, this.effort(model))
    return Math.min(limit, this.settings.OPENAI_MAX_TOKENS)
  }
}

/** If a model has no system role, the instructions precede the text of the first user message. */
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
      const lenient = withoutAdditionalProperties(schema) as Record<string, unknown>
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

/** Some servers refuse `additionalProperties`, at any depth of a schema. */
function withoutAdditionalProperties(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withoutAdditionalProperties)
  if (typeof schema !== 'object' || schema === null) return schema
  const kept = Object.entries(schema).filter(([name]) => name !== 'additionalProperties')
  return Object.fromEntries(kept.map(([name, value]) => [name, withoutAdditionalProperties(value)]))
}
