import type { ServerResponse } from 'node:http'
import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common'
import { Reflector } from '@nestjs/core'
import { AppError } from '#core/errors/app-error.js'
import { OverloadDetector } from '#core/lifecycle/overload-detector.js'
import { RateLimitMetrics } from '#modules/rate-limit/rate-limit.metrics.js'
import { rateLimitedRoute, type RateLimitKind } from './rate-limit.decorator.js'

const retryAfterSeconds = 2

/** Load shedding: refuses generations while this process is overloaded. Reads and probes continue. */
@Injectable()
export class OverloadGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly load: OverloadDetector,
    private readonly metrics: RateLimitMetrics
  ) {}

  canActivate(context: ExecutionContext): boolean {
    const targets = [context.getHandler(), context.getClass()]
    const kind = this.reflector.getAllAndOverride<RateLimitKind | undefined>(
      rateLimitedRoute,
      targets
    )
    if (kind !== 'generation') return true
    const { overload: cause } = this.load
    if (cause !== undefined) {
      this.metrics.overloadRefusals.inc({ cause })
      throw new AppError('SERVICE_OVERLOADED', { details: { reason: cause }, retryAfterSeconds })
    }
    this.load.generationBegan()
    const { raw } = context.switchToHttp().getResponse<{ readonly raw: ServerResponse }>()
    raw.once('close', () => this.load.generationEnded())
    return true
  }
}
