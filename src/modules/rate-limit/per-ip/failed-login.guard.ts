import type { ServerResponse } from 'node:http'
import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common'
import type { ConfigType } from '@nestjs/config'
import { Reflector } from '@nestjs/core'
import { publicRoute } from '#core/access/public.decorator.js'
import { currentContext } from '#core/context/request-context.js'
import { rateLimitConfig } from '#modules/rate-limit/rate-limit.config.js'
import { RateLimitMetrics } from '#modules/rate-limit/rate-limit.metrics.js'
import { clientAddress } from './client-address.js'
import {
  tooManyRequests,
  windowMs,
  type LimitedReply
} from '#modules/rate-limit/too-many-requests.js'
import { maxKeysInMemory, WindowCounter } from '#modules/rate-limit/counters/window-counter.js'

/** The parts of the platform's request and reply that the guard needs. */
interface Request {
  readonly ip?: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
}

interface Reply extends LimitedReply {
  readonly raw: ServerResponse
}

/**
 * Limits failed logins per address and minute. Beyond the limit even a valid credential is refused until
 * the window ends, so that a guesser cannot recognise a correct guess.
 */
@Injectable()
export class FailedLoginGuard implements CanActivate {
  private readonly failures = new WindowCounter(maxKeysInMemory)

  constructor(
    private readonly reflector: Reflector,
    @Inject(rateLimitConfig.KEY) private readonly settings: ConfigType<typeof rateLimitConfig>,
    private readonly metrics: RateLimitMetrics
  ) {}

  canActivate(context: ExecutionContext): boolean {
    const targets = [context.getHandler(), context.getClass()]
    if (this.reflector.getAllAndOverride<boolean>(publicRoute, targets)) return true
    const http = context.switchToHttp()
    const request = http.getRequest<Request>()
    if (!presentsCredential(request)) return true
    const reply = http.getResponse<Reply>()
    const address = clientAddress(request.ip)
    this.refuseAfterTooMany(address, reply)
    this.countFailure(address, reply)
    return true
  }

  private refuseAfterTooMany(address: string, reply: Reply): void {
    const limit = this.settings.LOGIN_FAILURES_PER_MINUTE
    const { hits, endsInMs } = this.failures.peek(address)
    if (hits < limit) return
    this.metrics.refusals.inc({ policy: 'logins' })
    throw tooManyRequests(reply, {
      policy: 'logins',
      limit,
      retryAfterSeconds: Math.ceil(endsInMs / 1000),
      message: 'Too many failed logins from this address; try again later'
    })
  }

  /** Whether the credential is valid is known only after authentication. */
  private countFailure(address: string, { raw }: Reply): void {
    const context = currentContext()
    raw.once('close', () => {
      if (context?.hasInvalidCredential) this.failures.hit(address, windowMs)
    })
  }
}

function presentsCredential({ headers }: Request): boolean {
  return Boolean(headers['authorization']) || Boolean(headers['x-api-key'])
}
