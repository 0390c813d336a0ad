import { Injectable } from '@nestjs/common'
import OpenAI, { BadRequestError } from 'openai'
import type { ChatCompletion, ChatCompletionCreateParamsNonStreaming } from 'openai/resources'
import { Settings } from '../../core/config/settings.js'
import { AiError } from './ai-error.js'
import type { Completion, CompletionRequest } from './language-model.js'
import {
  initialProfile,
  isReasoningModel,
  learn,
  type ProviderProfile
} from './provider-profile.js'
import { readUsage } from './read-usage.js'
import { toAiError } from './upstream-error.js'

/** Room for the thinking of a reasoning model, which counts against its token limit. */
const reasoningTokens = 4096

/** One attempt at an OpenAI-compatible server, through the real SDK. */
@Injectable()
export class OpenAiLanguageModel {
  private readonly profiles = new Map<string, ProviderProfile>()
  private readonly refusedModels: ReadonlySet<string>

  constructor(
    private readonly client: OpenAI,
    private readonly settings: Settings
  ) {
    this.refusedModels = new Set(settings.REFUSED_MODELS.map(name => name.toLowerCase()))
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
  { messages, output, maxTokens }: CompletionRequest,
  profile: ProviderProfile,
  { OPENAI_TEMPERATURE, OPENAI_MAX_TOKENS }: Settings
): ChatCompletionCreateParamsNonStreaming {
  const thinking = isReasoningModel(model) ? reasoningTokens : 0
  const limit = Math.min(maxTokens + thinking, OPENAI_MAX_TOKENS)
  return {
    model,
    messages: [...messages],
    ...responseFormat(profile, output),
    ...(profile.tokenLimit !== 'none' && { [profile.tokenLimit]: limit }),
    ...(profile.temperature && { temperature: OPENAI_TEMPERATURE })
  }
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
