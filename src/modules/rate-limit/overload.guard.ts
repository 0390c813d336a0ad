import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common'
import { Reflector } from '@nestjs/core'
import { AppError } from '#core/errors/app-error.js'
import { OverloadDetector } from '#core/lifecycle/overload-detector.js'
import { RateLimitMetrics } from '#modules/rate-limit/rate-limit.metrics.js'
import { rateLimitedRoute, type RateLimitKind } from './rate-limit.decorator.js'

const retryAfterSeconds = 2

/** Takes on no further generation while this process has its hands full; reads and probes go on. */
@Injectable()
export class OverloadGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly load: OverloadDetector,
    private readonly metrics: RateLimitMetrics
  ) {}

  canActivate(context: ExecutionContext): boolean {
    const { overload: cause } = this.load
    if (cause === undefined) return true
    const targets = [context.getHandler(), context.getClass()]
    const kind = this.reflector.getAllAndOverride<RateLimitKind | undefined>(
      rateLimitedRoute,
      targets
    )
    if (kind !== 'generation') return true
    this.metrics.overloadRefusals.inc({ cause })
    throw new AppError('SERVICE_OVERLOADED', { details: { reason: cause }, retryAfterSeconds })
  }
}
