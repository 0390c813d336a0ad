import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common'
import { Reflector } from '@nestjs/core'
import type { Principal } from '#core/access/principal.js'
import { currentContext } from '#core/context/request-context.js'
import { Database } from '#core/database/database.js'
import { StoreUnavailable } from '#core/database/store-error.js'
import { Traced } from '#core/tracing/traced.js'
import { parseIdempotencyKey, type IdempotentRequest } from './idempotency-key.js'
import { IdempotencyRepository, type KeyedRequest, type Taken } from './idempotency.repository.js'
import { idempotentRoute } from './idempotent.decorator.js'

interface Request extends IdempotentRequest {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly user?: Principal
}

/** Together with the claim, a request waits at most two seconds for a database that is down. */
const lookupTimeoutMs = 300

/**
 * Parses and looks up the Idempotency-Key, once per request. A request whose key is known is a replay,
 * which no rate limit counts. IdempotencyService.claim returns the stored outcome.
 */
@Injectable()
export class IdempotencyKeyGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly keys: IdempotencyRepository,
    private readonly database: Database
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const targets = [context.getHandler(), context.getClass()]
    const route = this.reflector.getAllAndOverride<string | undefined>(idempotentRoute, targets)
    const request = context.switchToHttp().getRequest<Request>()
    if (route === undefined || request.user === undefined) return true
    const key = parseIdempotencyKey(request.headers['idempotency-key'])
    if (typeof key !== 'string') {
      if (key !== undefined) request.idempotencyKey = key
      return true
    }
    const keyed = { owner: request.user.owner, route, key }
    const found = await this.find(keyed)
    request.idempotencyKey = { ...keyed, found }
    const current = currentContext()
    if (current !== undefined) current.isIdempotentReplay = found !== undefined
    return true
  }

  /** While the database is down, the request counts as new. */
  @Traced('idempotency lookup')
  private async find(keyed: KeyedRequest): Promise<Taken | undefined> {
    try {
      return await this.database.withTimeout(lookupTimeoutMs, () => this.keys.find(keyed))
    } catch (error) {
      if (error instanceof StoreUnavailable) return undefined
      throw error
    }
  }
}
