import type { ChatCompletionChunk, CompletionUsage } from 'openai/resources'
import type { Reason } from '#modules/llm/failure-policies.js'
import { IncrementalTokenCounter } from '#modules/llm/usage/incremental-token-counter.js'

type Finish = ChatCompletionChunk['choices'][number]['finish_reason']

/** An answer put together from its chunks. */
export class StreamedAnswer {
  text = ''
  model = ''
  usage: CompletionUsage | undefined
  /** Monotonic milliseconds; undefined until something has come. */
  firstChunkAtMs: number | undefined
  /** Whether it is our turn, or our reader's: then time that passes is not upstream's. */
  isBackpressured = false
  readonly tokenCounter = new IncrementalTokenCounter()
  private finish: Finish = null
  private refusal = ''

  /** Gives the text that a chunk adds. */
  add(chunk: ChatCompletionChunk): string {
    this.firstChunkAtMs ??= performance.now()
    // Some servers send the model with the first chunk only.
    if (chunk.model) this.model = chunk.model
    if (chunk.usage) this.usage = chunk.usage
    const choice = chunk.choices?.[0]
    this.finish = choice?.finish_reason ?? this.finish
    const refusal = choice?.delta?.refusal ?? ''
    this.refusal += refusal
    const text = choice?.delta?.content ?? ''
    this.text += text
    this.tokenCounter.push(text + refusal)
    return text
  }

  get isTruncated(): boolean {
    return this.finish === 'length'
  }

  /** Why the answer is none, although it came to its end. */
  get fault(): Reason | undefined {
    if (this.refusal !== '') return 'refusal'
    if (this.finish === 'content_filter') return 'content_filter'
    // Servers that never say why they stopped do say what it took.
    if (this.finish === null && this.usage === undefined) return 'connection_lost'
    return undefined
  }
}
