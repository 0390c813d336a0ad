import type { ChatCompletionChunk } from 'openai/resources'
import { IncrementalTokenCounter } from '#modules/llm/usage/incremental-token-counter.js'
import { readReportedUsage, type ReportedUsage } from '#modules/llm/usage/reported-usage.js'

/** An answer put together from its chunks. */
export class StreamedAnswer {
  text = ''
  refusal = ''
  model = ''
  usage: ReportedUsage | undefined
  /** The word with which the model stopped; null until it has said one. */
  finish: string | null = null
  /** Monotonic milliseconds; undefined until something has come. */
  firstChunkAtMs: number | undefined
  /** Whether it is our turn, or our reader's: then time that passes is not upstream's. */
  isBackpressured = false
  readonly tokenCounter = new IncrementalTokenCounter()

  /** Returns the text that a chunk adds. */
  add(chunk: ChatCompletionChunk): string {
    this.firstChunkAtMs ??= performance.now()
    // Some servers send the model with the first chunk only.
    if (chunk.model) this.model = chunk.model
    // Some repeat it with every chunk and end with null.
    this.usage = readReportedUsage(chunk, this.text !== '') ?? this.usage
    const choice = chunk.choices[0]
    this.finish = choice?.finish_reason ?? this.finish
    const refusal = choice?.delta.refusal ?? ''
    this.refusal += refusal
    const text = choice?.delta.content ?? ''
    this.text += text
    this.tokenCounter.push(text + refusal)
    return text
  }
}
