import type { ServerResponse } from 'node:http'
import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common'
import { Reflector } from '@nestjs/core'
import { hasInvalidCredential } from '#core/access/invalid-credential.js'
import { publicRoute } from '#core/access/public.decorator.js'
import { Settings } from '#core/config/settings.js'
import { InjectMetric, type Counter } from '#core/metrics/inject-metric.js'
import { clientAddress } from './client-address.js'
import { maxAddresses, windowMs } from '#modules/rate-limit/limits.js'
import { tooManyRequests, type LimitedReply } from '#modules/rate-limit/too-many-requests.js'
import { WindowCounter } from '#modules/rate-limit/window-counter.js'

/** The parts of the platform's request and reply that the guard needs. */
interface Request {
  readonly ip?: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
}

interface Reply extends LimitedReply {
  readonly raw: ServerResponse
}

/**
 * Beyond so many bad credentials a minute, an address may present none for the rest of it, not even
 * a good one: who guesses does not learn when the guess is right.
 */
@Injectable()
export class FailedLoginGuard implements CanActivate {
  private readonly failures = new WindowCounter(maxAddresses)

  constructor(
    private readonly reflector: Reflector,
    private readonly settings: Settings,
    @InjectMetric('jiraiya_rate_limit_refusals_total') private readonly refusals: Counter
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
    this.countFailure(address, request, reply)
    return true
  }

  private refuseAfterTooMany(address: string, reply: Reply): void {
    const limit = this.settings.LOGIN_FAILURES_PER_MINUTE
    const { hits, endsInMs } = this.failures.peek(address)
    if (hits < limit) return
    this.refusals.inc({ policy: 'logins' })
    throw tooManyRequests(reply, {
      policy: 'logins',
      limit,
      retryAfterSeconds: Math.ceil(endsInMs / 1000),
      message: 'Too many failed logins from this address; try again later'
    })
  }

  /** Whether a credential was bad is known when it has been looked at. */
  private countFailure(address: string, request: Request, { raw }: Reply): void {
    raw.once('close', () => {
      if (hasInvalidCredential(request)) this.failures.hit(address, windowMs)
    })
  }
}

function presentsCredential({ headers }: Request): boolean {
  return Boolean(headers['authorization']) || Boolean(headers['x-api-key'])
}
