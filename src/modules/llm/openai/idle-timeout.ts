import { AiError } from '#modules/llm/ai-error.js'

/**
 * Aborts when upstream says nothing for too long, or when its parent does. Time that we take
 * ourselves, waiting for a slow reader, is not upstream's.
 */
export class IdleTimeout {
  private readonly controller = new AbortController()
  private readonly follow = (): void => this.abort(this.parent.reason)
  private leave: ((reason: unknown) => void) | undefined
  private timer: NodeJS.Timeout | undefined

  constructor(
    private readonly parent: AbortSignal,
    private readonly maxMs: number
  ) {
    if (parent.aborted) this.follow()
    parent.addEventListener('abort', this.follow, { once: true })
  }

  get signal(): AbortSignal {
    return this.controller.signal
  }

  /** From here on upstream has to speak. */
  listen(): void {
    this.timer ??= setTimeout(() => this.abort(new AiError('upstream_silent')), this.maxMs)
  }

  /** It has spoken. */
  heard(): void {
    clearTimeout(this.timer)
    this.timer = undefined
  }

  /**
   * What `work` gives, unless there is an abort: a reader who takes nothing keeps nobody waiting.
   * @throws the signal's reason, or whatever the work throws
   */
  async unlessAborted(work: Promise<void>): Promise<void> {
    const { promise: aborted, reject } = Promise.withResolvers<never>()
    this.leave = reject
    if (this.signal.aborted) reject(this.signal.reason)
    await Promise.race([work, aborted])
    this.leave = undefined
  }

  /** Timer and listener are gone; upstream is left where it has not ended. */
  end(): void {
    this.heard()
    this.parent.removeEventListener('abort', this.follow)
  }

  private abort(reason: unknown): void {
    this.controller.abort(reason)
    this.leave?.(reason)
  }
}
