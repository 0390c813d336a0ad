import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common'
import { Reflector } from '@nestjs/core'
import type { Principal } from '#core/access/principal.js'
import { currentContext } from '#core/context/request-context.js'
import { AppError } from '#core/errors/app-error.js'
import { RateLimitMetrics } from '#modules/rate-limit/rate-limit.metrics.js'
import { nearestToExhaustion, writeLimitHeaders } from './limit-headers.js'
import { rateLimitedRoute, type RateLimitKind } from './rate-limit.decorator.js'
import { RateLimitsService, type LimitDecision } from './rate-limits.service.js'
import type { LimitedReply } from './too-many-requests.js'

/** The part of the platform's request that the guard needs. */
interface Request {
  readonly user?: Principal
}

const counted: Readonly<Record<RateLimitKind, string>> = {
  generation: 'story requests',
  read: 'requests'
}

/** Enforces the rate limits of owners on routes with `@RateLimit`. Every request counts, failed ones too. */
@Injectable()
export class RateLimitGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly limits: RateLimitsService,
    private readonly metrics: RateLimitMetrics
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const targets = [context.getHandler(), context.getClass()]
    const kind = this.reflector.getAllAndOverride<RateLimitKind | undefined>(
      rateLimitedRoute,
      targets
    )
    const http = context.switchToHttp()
    const request = http.getRequest<Request>()
    if (kind === undefined || request.user === undefined) return true
    const decision = currentContext()?.isIdempotentReplay
      ? { isAllowed: true, statuses: await this.limits.peek(request.user, kind) }
      : await this.limits.take(request.user, kind)
    writeLimitHeaders(http.getResponse<LimitedReply>(), decision.statuses)
    if (!decision.isAllowed) throw this.refusal(decision, kind)
    return true
  }

  private refusal({ statuses }: LimitDecision, kind: RateLimitKind): AppError {
    const exhausted = nearestToExhaustion(statuses)
    this.metrics.refusals.inc({ policy: exhausted?.policy })
    // The window may have ended since the request was counted.
    const retryAfterSeconds = Math.max(exhausted?.resetSeconds ?? 0, 1)
    const period = exhausted?.windowSeconds === 3600 ? 'an hour' : 'a minute'
    return new AppError('RATE_LIMIT_EXCEEDED', {
      message: `Too many ${counted[kind]}: at most ${exhausted?.limit ?? 0} ${period} are allowed; try again in ${period}`,
      retryAfterSeconds
    })
  }
}
