import { AiError } from './ai-error.js'

/**
 * Aborts when upstream says nothing for too long, or when its parent does. Time that we take
 * ourselves, waiting for a slow reader, is not upstream's.
 */
export class SilenceWatch {
  private readonly controller = new AbortController()
  private readonly follow = (): void => this.controller.abort(this.parent.reason)
  private timer: NodeJS.Timeout | undefined

  constructor(
    private readonly parent: AbortSignal,
    private readonly longestMs: number
  ) {
    if (parent.aborted) this.follow()
    parent.addEventListener('abort', this.follow, { once: true })
  }

  get signal(): AbortSignal {
    return this.controller.signal
  }

  /** From here on upstream has to speak. */
  listen(): void {
    this.timer ??= setTimeout(
      () => this.controller.abort(new AiError('upstream_silent')),
      this.longestMs
    )
  }

  /** It has spoken. */
  heard(): void {
    clearTimeout(this.timer)
    this.timer = undefined
  }

  /** Timer and listener are gone; upstream is left where it has not ended. */
  end(): void {
    this.heard()
    this.parent.removeEventListener('abort', this.follow)
  }
}
