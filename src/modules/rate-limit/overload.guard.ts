import type { ServerResponse } from 'node:http'
import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common'
import { Reflector } from '@nestjs/core'
import { AppError } from '#core/errors/app-error.js'
import { OverloadDetector, type Overload } from '#core/lifecycle/overload-detector.js'
import { RateLimitMetrics } from '#modules/rate-limit/rate-limit.metrics.js'
import { rateLimitedRoute, type RateLimitKind } from './rate-limit.decorator.js'

const retryAfterSeconds = 2

/**
 * Load shedding: refuses generations while this process is overloaded. Reads and probes continue. The hook in
 * app.setup.ts checks before the body is read, so that a refusal costs little; the guard checks too, because
 * requests that arrive together would all pass the hook.
 */
@Injectable()
export class OverloadGuard implements CanActivate {
  /** Made once, because the stack of an error costs as much as the rest of a refusal. */
  private readonly errors = new Map<Overload, AppError>()

  constructor(
    private readonly reflector: Reflector,
    private readonly load: OverloadDetector,
    private readonly metrics: RateLimitMetrics
  ) {}

  /** Why a generation is refused now; undefined as long as there is room. */
  refusal(): AppError | undefined {
    const { overload: reason } = this.load
    if (reason === undefined) return undefined
    this.metrics.overloadRefusals.inc({ cause: reason })
    const error =
      this.errors.get(reason) ??
      new AppError('SERVICE_OVERLOADED', { details: { reason }, retryAfterSeconds })
    this.errors.set(reason, error)
    return error
  }

  canActivate(context: ExecutionContext): boolean {
    const targets = [context.getHandler(), context.getClass()]
    const kind = this.reflector.getAllAndOverride<RateLimitKind | undefined>(
      rateLimitedRoute,
      targets
    )
    if (kind !== 'generation') return true
    const refusal = this.refusal()
    if (refusal !== undefined) throw refusal
    this.load.generationBegan()
    const { raw } = context.switchToHttp().getResponse<{ readonly raw: ServerResponse }>()
    raw.once('close', () => this.load.generationEnded())
    return true
  }
}
