import { Inject, Injectable, type ExecutionContext } from '@nestjs/common'
import { ThrottlerGuard, type ThrottlerLimitDetail } from '@nestjs/throttler'
import { publicRoute } from '#core/access/public.decorator.js'
import { RateLimitMetrics } from '#modules/rate-limit/rate-limit.metrics.js'
import { clientAddress } from './client-address.js'
import { tooManyRequests, type LimitedReply } from '#modules/rate-limit/too-many-requests.js'

/**
 * So many requests a minute from one address, whoever it is, counted before anybody is asked who it
 * is. Public routes are free: probes, metrics and docs cost nothing and must always answer. Counts
 * in this process: nothing that it depends on can be down.
 */
@Injectable()
export class FloodGuard extends ThrottlerGuard {
  @Inject() private readonly metrics!: RateLimitMetrics

  protected override shouldSkip(context: ExecutionContext): Promise<boolean> {
    const targets = [context.getHandler(), context.getClass()]
    return Promise.resolve(this.reflector.getAllAndOverride(publicRoute, targets) === true)
  }

  protected override getTracker(request: { readonly ip?: string }): Promise<string> {
    return Promise.resolve(clientAddress(request.ip))
  }

  /** One count for all routes together. */
  protected override generateKey(_context: ExecutionContext, address: string): string {
    return address
  }

  protected override throwThrottlingException(
    context: ExecutionContext,
    { limit, timeToBlockExpire }: ThrottlerLimitDetail
  ): Promise<void> {
    this.metrics.refusals.inc({ policy: 'flood' })
    const reply = context.switchToHttp().getResponse<LimitedReply>()
    const error = tooManyRequests(reply, {
      policy: 'flood',
      limit,
      retryAfterSeconds: timeToBlockExpire,
      message: 'Too many requests from this address; try again later'
    })
    return Promise.reject(error)
  }
}
