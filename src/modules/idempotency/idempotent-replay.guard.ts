import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common'
import { Reflector } from '@nestjs/core'
import type { Principal } from '#core/access/principal.js'
import { markIdempotentReplay } from '#core/access/idempotent-replay.js'
import { Database } from '#core/database/database.js'
import { StoreUnavailable } from '#core/database/store-error.js'
import { Traced } from '#core/tracing/traced.js'
import { IdempotencyRepository } from './idempotency.repository.js'
import { idempotentRoute } from './idempotent.decorator.js'

interface Request {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly user?: Principal
}

/** Part of the two seconds within which a caller hears that there can be no record. */
const lookWithinMs = 300

/** Marks a request whose Idempotency-Key is known: it is asked again, so no limit counts it. */
@Injectable()
export class IdempotentReplayGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly keys: IdempotencyRepository,
    private readonly database: Database
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const targets = [context.getHandler(), context.getClass()]
    const route = this.reflector.getAllAndOverride<string | undefined>(idempotentRoute, targets)
    const request = context.switchToHttp().getRequest<Request>()
    const key = String(request.headers['idempotency-key'] ?? '').trim()
    if (route === undefined || key === '' || request.user === undefined) return true
    if (await this.isKnown(request.user.owner, route, key)) markIdempotentReplay(request)
    return true
  }

  /** While nobody can tell, a request counts as new. */
  @Traced('idempotency lookup')
  private async isKnown(owner: string, route: string, key: string): Promise<boolean> {
    try {
      const find = (): Promise<unknown> => this.keys.find({ owner, route, key })
      return (await this.database.withTimeout(lookWithinMs, find)) !== undefined
    } catch (error) {
      if (error instanceof StoreUnavailable) return false
      throw error
    }
  }
}
