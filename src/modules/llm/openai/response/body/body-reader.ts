import type { Readable } from 'node:stream'
import { AnswerLost, AnswerTooLarge } from './answer-errors.js'

/** Above this size, opening a new connection is cheaper than reading the rest. */
const maxRestBytes = 64 * 1024

/** Returned by `BodyReader.next` on a timeout. */
export const nothingInTime = Symbol('nothing in time')

/** Reads a body as text, up to a number of bytes. */
export class BodyReader {
  private readonly chunks: AsyncIterator<Uint8Array>
  private readonly decoder = new TextDecoder()
  /** A read that is still pending after a timeout. */
  private pending: Promise<IteratorResult<Uint8Array>> | undefined
  private bytes = 0

  constructor(
    private readonly body: Readable,
    private readonly maxBytes: number,
    private readonly what: 'answer' | 'error'
  ) {
    this.chunks = body.iterator({ destroyOnReturn: false })
    // The connection may fail after the last read; without a listener the error would be uncaught.
    body.on('error', () => undefined)
  }

  /**
   * The next chunk, undefined at the end.
   * @param withinMs undefined for no timeout
   * @throws AnswerTooLarge or AnswerLost; the body is destroyed
   */
  async next(withinMs?: number): Promise<string | undefined | typeof nothingInTime> {
    this.pending ??= this.chunks.next()
    const result = await this.read(this.pending, withinMs)
    if (result === nothingInTime) return result
    this.pending = undefined
    if (result.done === true) return this.decoder.decode() || undefined
    this.bytes += result.value.byteLength
    if (this.bytes > this.maxBytes) {
      this.destroy()
      throw new AnswerTooLarge(this.what)
    }
    return this.decoder.decode(result.value, { stream: true })
  }

  private async read(
    pending: Promise<IteratorResult<Uint8Array>>,
    withinMs: number | undefined
  ): Promise<IteratorResult<Uint8Array> | typeof nothingInTime> {
    try {
      return await (withinMs === undefined ? pending : within(pending, withinMs))
    } catch (error) {
      throw new AnswerLost(error)
    }
  }

  /** Closes the connection. */
  destroy(): void {
    this.body.destroy()
  }

  /**
   * Reads and discards the rest of the body if it is short, so that the connection can be reused.
   * @param withinMs after this time the connection is closed
   */
  drain(withinMs: number): void {
    if (this.body.closed || this.body.destroyed) return
    const timer = setTimeout(() => this.body.destroy(), withinMs).unref()
    void this.readOn().finally(() => clearTimeout(timer))
  }

  private async readOn(): Promise<void> {
    try {
      let result = await (this.pending ?? this.chunks.next())
      for (let bytes = 0; result.done !== true && bytes < maxRestBytes;) {
        bytes += result.value.byteLength
        result = await this.chunks.next()
      }
      if (result.done !== true) this.body.destroy()
    } catch {
      // It may be cut off as well as end.
    }
  }
}

async function within<T>(work: Promise<T>, ms: number): Promise<T | typeof nothingInTime> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<typeof nothingInTime>(resolve => {
    timer = setTimeout(resolve, ms, nothingInTime)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
