import { Inject, Injectable } from '@nestjs/common'
import type { ConfigType } from '@nestjs/config'
import OpenAI from 'openai'
import { llmConfig } from '#modules/llm/llm.config.js'
import { AiError } from '#modules/llm/ai-error.js'
import type {
  Completion,
  CompletionCall,
  CompletionRequest,
  TokenUsage
} from '#modules/llm/language-model.js'
import { readReportedUsage } from '#modules/llm/usage/reported-usage.js'
import { countTokens } from '#modules/llm/usage/token-count.js'
import { toTokenUsage } from '#modules/llm/usage/token-usage.js'
import { toAiError } from './failures/upstream-error.js'
import { OpenAiRequests } from './request/openai-requests.js'
import { readFinish } from './response/finish.js'
import type { StreamedAnswer } from './response/streamed-answer.js'
import { untilAborted } from './response/until-aborted.js'

/** Role and separators of a message, generously. */
const tokensOfMessageFrame = 16

/** An answer that has come to its end, in one piece or many. */
interface Answer {
  readonly text: string
  readonly refusal: string
  readonly finish: string | null
  readonly model: string
  readonly usage: TokenUsage
}

/** One attempt at an OpenAI-compatible server, through the real SDK. */
@Injectable()
export class OpenAiLanguageModel {
  private readonly refusedModels: ReadonlySet<string>

  constructor(
    private readonly client: OpenAI,
    private readonly requests: OpenAiRequests,
    @Inject(llmConfig.KEY) settings: ConfigType<typeof llmConfig>
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
      const completion = await this.requests.send(model, request, body =>
        this.client.chat.completions.create({ ...body, stream: false }, { signal })
      )
      const [choice] = completion.choices
      const text = choice?.message.content ?? ''
      const usage = toTokenUsage(readReportedUsage(completion, text !== ''), {
        messages: request.messages,
        worstCase: this.worstCase(model, request),
        countCompletion: () => countTokens(text)
      })
      const { refusal = null } = choice?.message ?? {}
      return this.read(request, {
        text,
        refusal: refusal ?? '',
        finish: choice?.finish_reason ?? null,
        model: completion.model,
        usage
      })
    } catch (error) {
      signal.throwIfAborted()
      throw toAiError(error)
    }
  }

  /**
   * The same, delivered while it is written.
   * @param answer where it is put together, so that it is known how far an attempt came
   * @throws AiError for everything but an abort, which rejects with the signal's reason, and for
   * what `onText` throws
   */
  async stream(
    model: string,
    request: CompletionRequest,
    signal: AbortSignal,
    answer: StreamedAnswer,
    onText: NonNullable<CompletionCall['onText']>
  ): Promise<Completion> {
    signal.throwIfAborted()
    const maxTokens = this.requests.maxOutputTokens(model, request)
    let ofReader: unknown
    try {
      for await (const chunk of await this.open(model, request, signal)) {
        const text = answer.add(chunk)
        this.refuse(answer.model)
        if (text === '') continue
        const part = { text, tokens: answer.tokenCounter.soFar, maxTokens, model: answer.model }
        answer.isBackpressured = true
        const taken = onText(part).catch(error => Promise.reject((ofReader = error)))
        await untilAborted(taken, signal)
        answer.isBackpressured = false
      }
      // An abort in mid-stream just ends the loop.
      signal.throwIfAborted()
      return this.readStreamed(model, request, answer)
    } catch (error) {
      signal.throwIfAborted()
      if (error === ofReader || error instanceof AiError) throw error
      // A connection that fails behind the whole answer takes nothing of it.
      if (request.output.isWhole?.(answer.text) !== true) throw toAiError(error)
      return this.readStreamed(model, request, answer)
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
    return {
      promptTokens: bytes + messages.length * tokensOfMessageFrame,
      cachedPromptTokens: 0,
      cacheWriteTokens: 0,
      completionTokens: this.requests.maxOutputTokens(model, request),
      reported: false
    }
  }

  private open(model: string, request: CompletionRequest, signal: AbortSignal) {
    return this.requests.send(model, request, (body, { streamUsage }) =>
      this.client.chat.completions.create(
        {
          ...body,
          stream: true,
          ...(streamUsage === 'sent' && { stream_options: { include_usage: true } })
        },
        { signal }
      )
    )
  }

  private readStreamed(
    model: string,
    request: CompletionRequest,
    answer: StreamedAnswer
  ): Completion {
    const usage = toTokenUsage(answer.usage, {
      messages: request.messages,
      worstCase: this.worstCase(model, request),
      countCompletion: () => answer.tokenCounter.total
    })
    const { text, refusal, finish } = answer
    return this.read(request, { text, refusal, finish, model: answer.model, usage })
  }

  private read(
    { output }: CompletionRequest,
    { text, refusal, finish, model, usage }: Answer
  ): Completion {
    this.refuse(model, usage)
    if (refusal !== '') throw new AiError('refusal', { usage })
    const end = readFinish(finish)
    if (end === 'filtered') throw new AiError('content_filter', { usage })
    // Whatever the server says of its end, an answer that is whole is one.
    if (end === 'failed' && output.isWhole?.(text) !== true) {
      throw new AiError('upstream_server_error', { usage })
    }
    return { text, truncated: end !== 'ended', model, usage }
  }

  private refuse(model: string, usage?: TokenUsage): void {
    if (this.refusedModels.has(model.toLowerCase())) {
      throw new AiError('model_not_allowed', { usage })
    }
  }
}
