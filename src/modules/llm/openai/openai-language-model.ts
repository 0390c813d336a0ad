import { Inject, Injectable } from '@nestjs/common'
import type { ConfigType } from '@nestjs/config'
import OpenAI from 'openai'
import { llmConfig } from '#modules/llm/llm.config.js'
import { AiError } from '#modules/llm/ai-error.js'
import type { ModerationScores } from '#modules/llm/moderation.js'
import type {
  Completion,
  CompletionCall,
  CompletionRequest,
  TokenUsage
} from '#modules/llm/language-model.js'
import type { AnswerAllowance } from '#modules/llm/openai/response/answer-allowance.js'
import { countPrompt, mostPromptTokens } from '#modules/llm/usage/prompt-tokens.js'
import { readReportedUsage } from '#modules/llm/usage/reported-usage.js'
import { countTokens } from '#modules/llm/usage/token-count.js'
import { toTokenUsage } from '#modules/llm/usage/token-usage.js'
import { toAiError } from './failures/upstream-error.js'
import type { FollowedAnswer } from './request/followed-models.js'
import { OpenAiRequests } from './request/openai-requests.js'
import { readFinish } from './response/finish.js'
import { readInlineModeration } from './response/inline-moderation.js'
import { chunksOf } from './response/provider-fetch.js'
import type { StreamedAnswer } from './response/streamed-answer.js'
import { AbortWatch } from './response/until-aborted.js'

/** A complete answer, buffered or streamed. */
interface Answer {
  readonly text: string
  readonly refusal: string
  readonly finish: string | null
  /** As named in the response. */
  readonly model: string
  readonly usage: TokenUsage
  readonly reasoningTokens: number
  readonly moderation?: ModerationScores | undefined
}

/** Who reads a streamed answer. */
interface Reader {
  readonly allowance: AnswerAllowance
  readonly onText: CompletionCall['onText']
}

/** One attempt at an OpenAI-compatible server, through the real SDK. */
@Injectable()
export class OpenAiLanguageModel {
  private readonly refusedModels: ReadonlySet<string>

  constructor(
    private readonly client: OpenAI,
    private readonly requests: OpenAiRequests,
    @Inject(llmConfig.KEY) private readonly settings: ConfigType<typeof llmConfig>
  ) {
    this.refusedModels = new Set(settings.REFUSED_MODELS.map(name => name.toLowerCase()))
  }

  /**
   * @param moderate whether moderation scores of the answer are wanted with it
   * @throws AiError for everything but an abort, which rejects with the signal's reason
   */
  async attempt(
    model: string,
    request: CompletionRequest,
    signal: AbortSignal,
    moderate = false
  ): Promise<Completion> {
    signal.throwIfAborted()
    try {
      const completion = await this.complete(model, request, signal, moderate)
      const [choice] = completion.choices
      const text = choice?.message.content ?? ''
      const reported = readReportedUsage(completion, text !== '')
      const usage = toTokenUsage(reported, {
        messages: request.messages,
        worstCase: this.worstCase(model, request),
        countCompletion: () => countTokens(text)
      })
      const { refusal = null } = choice?.message ?? {}
      return this.read(model, request, {
        text,
        refusal: refusal ?? '',
        finish: choice?.finish_reason ?? null,
        model: completion.model,
        usage,
        reasoningTokens: reported?.reasoningTokens ?? 0,
        moderation: moderate ? moderationOf(completion, text) : undefined
      })
    } catch (error) {
      signal.throwIfAborted()
      throw toAiError(error)
    }
  }

  /**
   * Streams the answer. Ends it if its tokens are used up.
   * @param answer collects the chunks, so that the usage of a failed attempt can be estimated
   * @throws AiError for everything but an abort, which rejects with the signal's reason, and for
   * what `onText` throws
   */
  async stream(
    model: string,
    request: CompletionRequest,
    signal: AbortSignal,
    answer: StreamedAnswer,
    { allowance, onText }: Reader
  ): Promise<Completion> {
    signal.throwIfAborted()
    let ofReader: unknown
    const watch = new AbortWatch(signal)
    try {
      for await (const chunk of chunksOf(await this.open(model, request, signal))) {
        const text = answer.add(chunk)
        this.refuse(answer.model)
        if (text === '') continue
        const { soFar: tokens, atMost } = answer.tokenCounter
        const part = { text, tokens, maxTokens: allowance.limit, model: answer.model }
        answer.isBackpressured = true
        const taken = onText?.(part).catch(error => Promise.reject((ofReader = error)))
        if (taken !== undefined) await watch.wait(taken)
        const isUsedUp = allowance.isNearEnd(atMost) && (await allowance.isUsedUp(atMost, signal))
        answer.isBackpressured = false
        // Leaving the loop closes the connection, so that the provider stops.
        if (isUsedUp) return this.endedEarly(model, request, answer, allowance)
      }
      signal.throwIfAborted()
      return this.readStreamed(model, request, answer)
    } catch (error) {
      signal.throwIfAborted()
      if (error === ofReader || error instanceof AiError) throw error
      // A connection failure after the complete answer is ignored.
      if (request.output.isWhole?.(answer.text) !== true) throw toAiError(error)
      return this.readStreamed(model, request, answer)
    } finally {
      watch.end()
    }
  }

  /** Upper limit of the tokens of an attempt. */
  worstCase(model: string, request: CompletionRequest): TokenUsage {
    return {
      promptTokens: mostPromptTokens(request),
      cachedPromptTokens: 0,
      cacheWriteTokens: 0,
      completionTokens: this.requests.maxOutputTokens(model, request),
      reported: false
    }
  }

  /** The tokens of the prompt, the schema included; undefined if answers of the model cannot be followed. */
  promptTokens(model: string, request: CompletionRequest): number | undefined {
    return this.requests.isFollowed(model) ? countPrompt(request) : undefined
  }

  private complete(
    model: string,
    request: CompletionRequest,
    signal: AbortSignal,
    moderate: boolean
  ) {
    return this.requests.send(model, request, (body, { moderation }) =>
      this.client.chat.completions.create(
        {
          ...body,
          stream: false,
          ...(moderate &&
            moderation === 'sent' && { moderation: { model: this.settings.MODERATION_MODEL } })
        },
        { signal }
      )
    )
  }

  private open(model: string, request: CompletionRequest, signal: AbortSignal): Promise<Response> {
    return this.requests.send(model, request, (body, { streamUsage }) =>
      this.client.chat.completions
        .create(
          {
            ...body,
            stream: true,
            ...(streamUsage === 'sent' && { stream_options: { include_usage: true } })
          },
          { signal }
        )
        .asResponse()
    )
  }

  /** The provider reports no usage for an answer that is ended here, so at least its tokens count. */
  private endedEarly(
    model: string,
    request: CompletionRequest,
    { text, model: name, tokenCounter }: StreamedAnswer,
    { refusedBy: endedBy }: AnswerAllowance
  ): Completion {
    const usage = {
      ...this.worstCase(model, request),
      promptTokens: countPrompt(request),
      completionTokens: tokenCounter.atMost
    }
    return { text, truncated: true, model: name, usage, endedBy }
  }

  private readStreamed(
    model: string,
    request: CompletionRequest,
    answer: StreamedAnswer
  ): Completion {
    this.requests.wasStreamed(model, {
      counted: {
        promptTokens: () => countPrompt(request),
        completionTokens: answer.tokenCounter.total
      },
      reported: reportedOf(answer.usage),
      largestPart: answer.largestPart
    })
    const usage = toTokenUsage(answer.usage, {
      messages: request.messages,
      worstCase: this.worstCase(model, request),
      countCompletion: () => answer.tokenCounter.total
    })
    const { text, refusal, finish } = answer
    const { reasoningTokens = 0 } = answer.usage ?? {}
    const { model: name } = answer
    return this.read(model, request, { text, refusal, finish, model: name, usage, reasoningTokens })
  }

  private read(
    requested: string,
    { output }: CompletionRequest,
    { text, refusal, finish, model, usage, reasoningTokens, moderation }: Answer
  ): Completion {
    this.refuse(model, usage)
    if (refusal !== '') throw new AiError('refusal', { usage })
    const end = readFinish(finish)
    if (end === 'filtered') throw new AiError('content_filter', { usage })
    if (end === 'cut') this.requests.wasCut(requested, reasoningTokens)
    // A complete answer is accepted even if the finish reason says otherwise.
    if (end === 'failed' && output.isWhole?.(text) !== true) {
      throw new AiError('upstream_server_error', { usage })
    }
    return { text, truncated: end !== 'ended', model, usage, moderation }
  }

  private refuse(model: string, usage?: TokenUsage): void {
    if (this.refusedModels.has(model.toLowerCase())) {
      throw new AiError('model_not_allowed', { usage })
    }
  }
}

/** A moderation reads the text as it was sent, in which escaped letters may hide words. */
function moderationOf(completion: object, text: string): ModerationScores | undefined {
  const { moderation } = completion as { readonly moderation?: unknown }
  return text.includes('\\u') ? undefined : readInlineModeration(moderation)
}

function reportedOf(usage: StreamedAnswer['usage']): FollowedAnswer['reported'] {
  const { promptTokens, completionTokens } = usage ?? {}
  return promptTokens === undefined || completionTokens === undefined
    ? undefined
    : { promptTokens, completionTokens }
}
