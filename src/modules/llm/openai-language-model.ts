import { Injectable, type OnModuleInit } from '@nestjs/common'
import OpenAI, { BadRequestError } from 'openai'
import type { ChatCompletion, ChatCompletionCreateParamsNonStreaming } from 'openai/resources'
import { Settings } from '../../core/config/settings.js'
import { AiError } from './ai-error.js'
import type { Completion, CompletionRequest, TokenUsage } from './language-model.js'
import {
  initialProfile,
  isReasoningModel,
  learn,
  type ProviderProfile
} from './provider-profile.js'
import { readUsage } from './read-usage.js'
import { countTokens } from './token-count.js'
import { toAiError } from './upstream-error.js'

/** Room for the thinking of a reasoning model, which counts against its token limit. */
const reasoningTokens = 4096

/** Role and separators of a message, generously. */
const tokensOfMessageFrame = 16

/** One attempt at an OpenAI-compatible server, through the real SDK. */
@Injectable()
export class OpenAiLanguageModel implements OnModuleInit {
  private readonly profiles = new Map<string, ProviderProfile>()
  private readonly refusedModels: ReadonlySet<string>

  constructor(
    private readonly client: OpenAI,
    private readonly settings: Settings
  ) {
    this.refusedModels = new Set(settings.REFUSED_MODELS.map(name => name.toLowerCase()))
  }

  /** The tokenizer's tables take 100 ms of the event loop to read: better now than in a request. */
  async onModuleInit(): Promise<void> {
    await countTokens('')
  }

  /**
   * @throws AiError for everything but an abort, which rejects with the signal's reason
   */
  async attempt(
    model: string,
    request: CompletionRequest,
    signal: AbortSignal
  ): Promise<Completion> {
    signal.throwIfAborted()
    try {
      return await this.read(await this.send(model, request, signal), request)
    } catch (error) {
      signal.throwIfAborted()
      throw toAiError(error)
    }
  }

  /**
   * What an attempt can take at most. No tokenizer makes more tokens than the text has bytes, and
   * the provider counts the schema as input.
   */
  worstCase(model: string, request: CompletionRequest): TokenUsage {
    const { messages, output } = request
    const texts = [...messages.map(({ content }) => content), JSON.stringify(output)]
    const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0)
    const isLimited = this.profileOf(model).tokenLimit !== 'none'
    const { OPENAI_MAX_TOKENS } = this.settings
    return {
      promptTokens: bytes + messages.length * tokensOfMessageFrame,
      cachedPromptTokens: 0,
      cacheWriteTokens: 0,
      completionTokens: isLimited ? sentLimit(model, request, this.settings) : OPENAI_MAX_TOKENS,
      reported: false
    }
  }

  /** Sends in the way this server is known to want; a 400 that teaches is not an attempt. */
  private async send(
    model: string,
    request: CompletionRequest,
    signal: AbortSignal
  ): Promise<ChatCompletion> {
    for (;;) {
      const profile = this.profileOf(model)
      try {
        const body = requestBody(model, request, profile, this.settings)
        return await this.client.chat.completions.create(body, { signal })
      } catch (error) {
        if (!(error instanceof BadRequestError)) throw error
        // Unless a request beside this one has learnt already.
        if (this.profileOf(model) === profile) {
          this.profiles.set(model, learn(profile, error) ?? giveUp(error))
        }
      }
    }
  }

  private profileOf(model: string): ProviderProfile {
    const { OPENAI_PROFILE, OPENAI_BASE_URL } = this.settings
    const known = this.profiles.get(model)
    if (known !== undefined) return known
    const first = initialProfile(OPENAI_PROFILE, OPENAI_BASE_URL, model)
    this.profiles.set(model, first)
    return first
  }

  private async read(answer: ChatCompletion, request: CompletionRequest): Promise<Completion> {
    const choice = answer.choices?.[0]
    const text = choice?.message?.content ?? ''
    // A server that answers with something else than a completion has none of these.
    const model = answer.model ?? ''
    const usage = await readUsage(answer, request, text)
    if (this.refusedModels.has(model.toLowerCase())) {
      throw new AiError('model_not_allowed', { usage })
    }
    if (choice?.message === undefined) {
      throw new AiError('empty_answer', { usage })
    }
    if (choice.message.refusal) throw new AiError('refusal', { usage })
    if (choice.finish_reason === 'content_filter') {
      throw new AiError('content_filter', { usage })
    }
    return { text, truncated: choice.finish_reason === 'length', model, usage }
  }
}

function requestBody(
  model: string,
  request: CompletionRequest,
  profile: ProviderProfile,
  settings: Settings
): ChatCompletionCreateParamsNonStreaming {
  const limit = sentLimit(model, request, settings)
  return {
    model,
    messages: [...request.messages],
    ...responseFormat(profile, request.output),
    ...(profile.tokenLimit !== 'none' && { [profile.tokenLimit]: limit }),
    ...(profile.temperature && { temperature: settings.OPENAI_TEMPERATURE })
  }
}

function sentLimit(
  model: string,
  { maxTokens }: CompletionRequest,
  { OPENAI_MAX_TOKENS }: Settings
): number {
  const thinking = isReasoningModel(model) ? reasoningTokens : 0
  return Math.min(maxTokens + thinking, OPENAI_MAX_TOKENS)
}

function responseFormat(
  { structuredOutput }: ProviderProfile,
  { name, schema }: CompletionRequest['output']
): Pick<ChatCompletionCreateParamsNonStreaming, 'response_format'> {
  switch (structuredOutput) {
    case 'json_schema':
      return {
        response_format: {
          type: 'json_schema',
          json_schema: { name, schema: { ...schema }, strict: true }
        }
      }
    case 'json_object':
      return { response_format: { type: 'json_object' } }
    case 'none':
      return {}
    default:
      return structuredOutput satisfies never
  }
}

function giveUp(error: unknown): never {
  throw error
}
