import type { ChatCompletionChunk } from 'openai/resources'
import { IncrementalTokenCounter } from '#modules/llm/usage/incremental-token-counter.js'
import { readReportedUsage, type ReportedUsage } from '#modules/llm/usage/reported-usage.js'

/** Collects a streamed answer. */
export class StreamedAnswer {
  text = ''
  refusal = ''
  model = ''
  usage: ReportedUsage | undefined
  /** The finish reason; null until the model has sent one. */
  finish: string | null = null
  /** Monotonic milliseconds; undefined before the first chunk. */
  firstChunkAtMs: number | undefined
  /** Whether the consumer is still processing a chunk: a timeout is then not caused by the model. */
  isBackpressured = false
  readonly tokenCounter = new IncrementalTokenCounter()
  /** The most tokens that arrived at once. */
  largestPart = 0

  /** Returns the text that a chunk adds. */
  add(chunk: ChatCompletionChunk): string {
    this.firstChunkAtMs ??= performance.now()
    // Some servers send the model with the first chunk only.
    if (chunk.model) this.model = chunk.model
    // Some servers repeat the usage with every chunk and send null with the last one.
    this.usage = readReportedUsage(chunk, this.text !== '') ?? this.usage
    const choice = chunk.choices[0]
    this.finish = choice?.finish_reason ?? this.finish
    const refusal = choice?.delta.refusal ?? ''
    this.refusal += refusal
    const text = choice?.delta.content ?? ''
    this.text += text
    const before = this.tokenCounter.soFar
    this.tokenCounter.push(text + refusal)
    this.largestPart = Math.max(this.largestPart, this.tokenCounter.soFar - before)
    return text
  }
}
