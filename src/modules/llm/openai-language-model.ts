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
  private profile: ProviderProfile
  private readonly refusedModels: ReadonlySet<string>

  constructor(
    private readonly client: OpenAI,
    private readonly settings: Settings
  ) {
    const { OPENAI_PROFILE, OPENAI_BASE_URL, OPENAI_MODEL, REFUSED_MODELS } = settings
    this.profile = initialProfile(OPENAI_PROFILE, OPENAI_BASE_URL, OPENAI_MODEL)
    this.refusedModels = new Set(REFUSED_MODELS.map(name => name.toLowerCase()))
  }

  /** The model asked for. */
  get model(): string {
    return this.settings.OPENAI_MODEL
  }

  /**
   * @throws AiError for everything but an abort, which rejects with the signal's reason
   */
  async attempt(request: CompletionRequest, signal: AbortSignal): Promise<Completion> {
    signal.throwIfAborted()
    try {
      return await this.read(await this.send(request, signal), request)
    } catch (error) {
      signal.throwIfAborted()
      throw toAiError(error)
    }
  }

  /** Sends in the way this server is known to want; a 400 that teaches is not an attempt. */
  private async send(request: CompletionRequest, signal: AbortSignal): Promise<ChatCompletion> {
    for (;;) {
      const profile = this.profile
      try {
        const body = requestBody(request, profile, this.settings)
        return await this.client.chat.completions.create(body, { signal })
      } catch (error) {
        if (!(error instanceof BadRequestError)) throw error
        // Unless a request beside this one has learnt already.
        if (this.profile === profile) this.profile = learn(profile, error) ?? giveUp(error)
      }
    }
  }

  private async read(answer: ChatCompletion, request: CompletionRequest): Promise<Completion> {
    const choice = answer.choices?.[0]
    const text = choice?.message?.content ?? ''
    // A server that answers with something else than a completion has none of these.
    const model = answer.model ?? ''
    const usage = await readUsage(answer, request, text)
    if (this.refusedModels.has(model.toLowerCase())) {
      throw new AiError('AI_SERVICE_ERROR', { reason: 'model_not_allowed', usage })
    }
    if (choice?.message === undefined) {
      throw new AiError('AI_SERVICE_ERROR', { reason: 'empty_answer', usage })
    }
    if (choice.message.refusal) throw new AiError('AI_REFUSED', { reason: 'refusal', usage })
    if (choice.finish_reason === 'content_filter') {
      throw new AiError('AI_REFUSED', { reason: 'content_filter', usage })
    }
    return { text, model, usage }
  }
}

function requestBody(
  { messages, output, maxTokens }: CompletionRequest,
  profile: ProviderProfile,
  { OPENAI_MODEL, OPENAI_TEMPERATURE, OPENAI_MAX_TOKENS }: Settings
): ChatCompletionCreateParamsNonStreaming {
  const thinking = isReasoningModel(OPENAI_MODEL) ? reasoningTokens : 0
  const limit = Math.min(maxTokens + thinking, OPENAI_MAX_TOKENS)
  return {
    model: OPENAI_MODEL,
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
