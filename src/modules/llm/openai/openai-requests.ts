import { Inject, Injectable } from '@nestjs/common'
import type { ConfigType } from '@nestjs/config'
import { BadRequestError } from 'openai'
import type { ChatCompletionCreateParamsNonStreaming } from 'openai/resources'
import { llmConfig } from '#modules/llm/llm.config.js'
import type { CompletionRequest } from '#modules/llm/language-model.js'
import {
  initialProfile,
  isReasoningModel,
  learn,
  type ProviderProfile
} from './provider-profile.js'

/** Room for the thinking of a reasoning model, which counts against its token limit. */
const reasoningTokens = 4096

export type ChatRequestBody = Omit<ChatCompletionCreateParamsNonStreaming, 'stream'>

/** Words requests as each model's server is known to want them, and learns from its refusals. */
@Injectable()
export class OpenAiRequests {
  private readonly profiles = new Map<string, ProviderProfile>()

  constructor(@Inject(llmConfig.KEY) private readonly settings: ConfigType<typeof llmConfig>) {}

  /** Sends a request, again in other words as often as a 400 teaches some: that is not an attempt. */
  async send<T>(
    model: string,
    request: CompletionRequest,
    post: (body: ChatRequestBody, profile: ProviderProfile) => Promise<T>
  ): Promise<T> {
    for (;;) {
      const profile = this.profileOf(model)
      try {
        return await post(this.body(model, request, profile), profile)
      } catch (error) {
        if (!(error instanceof BadRequestError)) throw error
        // Unless a request beside this one has learnt already.
        if (this.profileOf(model) === profile) {
          this.profiles.set(model, learn(profile, error) ?? giveUp(error))
        }
      }
    }
  }

  /** The most tokens that an answer can have; what is not limited by us, by OPENAI_MAX_TOKENS. */
  maxOutputTokens(model: string, request: CompletionRequest): number {
    const isLimited = this.profileOf(model).tokenLimit !== 'none'
    return isLimited ? this.tokenLimit(model, request) : this.settings.OPENAI_MAX_TOKENS
  }

  private body(
    model: string,
    request: CompletionRequest,
    profile: ProviderProfile
  ): ChatRequestBody {
    return {
      model,
      messages: [...request.messages],
      ...responseFormat(profile, request.output),
      ...(profile.tokenLimit !== 'none' && {
        [profile.tokenLimit]: this.tokenLimit(model, request)
      }),
      ...(profile.temperature && { temperature: this.settings.OPENAI_TEMPERATURE })
    }
  }

  private tokenLimit(model: string, { maxTokens }: CompletionRequest): number {
    const thinking = isReasoningModel(model) ? reasoningTokens : 0
    return Math.min(maxTokens + thinking, this.settings.OPENAI_MAX_TOKENS)
  }

  private profileOf(model: string): ProviderProfile {
    const { OPENAI_PROFILE, OPENAI_BASE_URL } = this.settings
    const known = this.profiles.get(model)
    if (known !== undefined) return known
    const first = initialProfile(OPENAI_PROFILE, OPENAI_BASE_URL, model)
    this.profiles.set(model, first)
    return first
  }
}

function responseFormat(
  { structuredOutput }: ProviderProfile,
  { name, schema }: CompletionRequest['output']
): Pick<ChatRequestBody, 'response_format'> {
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
