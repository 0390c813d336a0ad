import { Inject, Injectable } from '@nestjs/common'
import type { ConfigType } from '@nestjs/config'
import OpenAI from 'openai'
import type { ChatCompletion } from 'openai/resources'
import { llmConfig } from '#modules/llm/llm.config.js'
import { AiError } from '#modules/llm/ai-error.js'
import type {
  Completion,
  CompletionCall,
  CompletionRequest,
  TokenUsage
} from '#modules/llm/language-model.js'
import { OpenAiRequests } from './openai-requests.js'
import { estimatedUsage, readUsage, reportedUsage } from './read-usage.js'
import { IdleTimeout } from './idle-timeout.js'
import { StreamedAnswer } from './streamed-answer.js'
import { toAiError } from './upstream-error.js'

/** Role and separators of a message, generously. */
const tokensOfMessageFrame = 16

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
   * @throws AiError for everything but an abort, which rejects with the signal's reason
   */
  async attempt(
    model: string,
    request: CompletionRequest,
    signal: AbortSignal
  ): Promise<Completion> {
    signal.throwIfAborted()
    try {
      const answer = await this.requests.send(model, request, body =>
        this.client.chat.completions.create(body, { signal })
      )
      return this.read(answer, request)
    } catch (error) {
      signal.throwIfAborted()
      throw toAiError(error)
    }
  }

  /**
   * The same, told as it is written.
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
    const watch = new IdleTimeout(signal, this.settings.OPENAI_TIMEOUT * 1000)
    const maxTokens = this.requests.maxOutputTokens(model, request)
    let ofReader: unknown
    try {
      watch.listen()
      for await (const chunk of await this.open(model, request, watch.signal)) {
        watch.heard()
        const text = answer.add(chunk)
        this.refuse(answer.model)
        const part = { text, tokens: answer.tokenCounter.soFar, maxTokens, model: answer.model }
        answer.isBackpressured = true
        if (text !== '') {
          await watch.unlessAborted(onText(part).catch(error => Promise.reject((ofReader = error))))
        }
        answer.isBackpressured = false
        watch.listen()
      }
      // An abort in mid-stream just ends the loop.
      watch.signal.throwIfAborted()
      return readStreamed(answer, request)
    } catch (error) {
      watch.signal.throwIfAborted()
      throw error === ofReader ? error : toAiError(error)
    } finally {
      watch.end()
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
          ...(streamUsage && { stream_options: { include_usage: true } })
        },
        { signal }
      )
    )
  }

  private read(answer: ChatCompletion, request: CompletionRequest): Completion {
    const choice = answer.choices?.[0]
    const text = choice?.message?.content ?? ''
    // A server that answers with something else than a completion has none of these.
    const model = answer.model ?? ''
    const usage = readUsage(answer, request, text)
    this.refuse(model, usage)
    if (choice?.message === undefined) {
      throw new AiError('empty_answer', { usage })
    }
    if (choice.message.refusal) throw new AiError('refusal', { usage })
    if (choice.finish_reason === 'content_filter') {
      throw new AiError('content_filter', { usage })
    }
    return { text, truncated: choice.finish_reason === 'length', model, usage }
  }

  private refuse(model: string, usage?: TokenUsage): void {
    if (this.refusedModels.has(model.toLowerCase())) {
      throw new AiError('model_not_allowed', { usage })
    }
  }
}

function readStreamed(
  { text, model, usage: reported, tokenCounter, isTruncated, fault }: StreamedAnswer,
  { messages }: CompletionRequest
): Completion {
  const usage = reported ? reportedUsage(reported) : estimatedUsage(messages, tokenCounter.total)
  if (fault === undefined) return { text, truncated: isTruncated, model, usage }
  throw new AiError(fault, fault === 'connection_lost' ? {} : { usage })
}
