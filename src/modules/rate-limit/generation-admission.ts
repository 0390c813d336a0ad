import type { ServerResponse } from 'node:http'
import { Injectable } from '@nestjs/common'
import { AppError } from '#core/errors/app-error.js'
import { TurnQueue } from '#core/lifecycle/turn-queue.js'
import { OverloadDetector, type Overload } from '#core/lifecycle/overload-detector.js'
import { RateLimitMetrics } from '#modules/rate-limit/rate-limit.metrics.js'

const retryAfterSeconds = 2

/**
 * Load shedding: refuses generations while this process is overloaded, and lets the others begin a few at a time.
 * Reads and probes are not affected.
 */
@Injectable()
export class GenerationAdmission {
  /** Made once, because the stack of an error costs as much as the rest of a refusal. */
  private readonly errors = new Map<Overload, AppError>()

  constructor(
    private readonly load: OverloadDetector,
    private readonly turns: TurnQueue,
    private readonly metrics: RateLimitMetrics
  ) {}

  /**
   * Calls `begin` when it is the request's turn, unless its client has disconnected.
   *
   * @returns why the generation is refused; undefined if it is not
   */
  admit(response: ServerResponse, begin: () => void): AppError | undefined {
    const { overload } = this.load
    if (overload !== undefined) return this.refusal(overload)
    this.load.generationBegan()
    const leave = this.turns.begin(begin)
    response.once('close', () => {
      leave()
      this.load.generationEnded()
    })
    return undefined
  }

  private refusal(reason: Overload): AppError {
    this.metrics.overloadRefusals.inc({ cause: reason })
    const error =
      this.errors.get(reason) ??
      new AppError('SERVICE_OVERLOADED', { details: { reason }, retryAfterSeconds })
    this.errors.set(reason, error)
    return error
  }
}
