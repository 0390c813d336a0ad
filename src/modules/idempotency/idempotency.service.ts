import { randomUUID } from 'node:crypto'
import { Inject, Injectable } from '@nestjs/common'
import type { ConfigType } from '@nestjs/config'
import { PinoLogger } from 'nestjs-pino'
import { appConfig } from '#core/config/app.config.js'
import { Database } from '#core/database/database.js'
import type { KeptError } from './tables.js'
import { StoreUnavailable } from '#core/database/store-error.js'
import { AppError } from '#core/errors/app-error.js'
import { isErrorCode } from '#core/errors/error-codes.js'
import { idempotencyConfig } from './idempotency.config.js'
import { IdempotencyMetrics } from './idempotency.metrics.js'
import { attributeNames } from '#core/tracing/attribute-names.js'
import { note, Traced } from '#core/tracing/traced.js'
import { Claim } from './claim.js'
import type { LookedUpKey } from './idempotency-key.js'
import { IdempotencyRepository, type NewClaim, type Taken } from './idempotency.repository.js'

/** The request waits no longer than this; the release continues in the background. */
const releaseTimeoutMs = 300
/** A request that is still open this long after its deadline has crashed. */
const leaseBeyondDeadlineSeconds = 10
const retryAfterSeconds = 2

/** The state of a key: a claim of this request, or the story of an earlier one. */
export type Claimed = { readonly claim: Claim } | { readonly storyId: string }

/** The first request with a key runs; repeated requests get its outcome and are not charged. */
@Injectable()
export class IdempotencyService {
  constructor(
    private readonly keys: IdempotencyRepository,
    private readonly database: Database,
    @Inject(idempotencyConfig.KEY) private readonly settings: ConfigType<typeof idempotencyConfig>,
    @Inject(appConfig.KEY) private readonly app: ConfigType<typeof appConfig>,
    private readonly logger: PinoLogger,
    private readonly metrics: IdempotencyMetrics
  ) {}

  /**
   * @param fingerprint of the request body; the same key with another one is refused
   * @throws AppError IDEMPOTENCY_MISMATCH, IDEMPOTENCY_IN_PROGRESS, or the stored error of the first run
   */
  @Traced('idempotency claim')
  async claim({ found, ...request }: LookedUpKey, fingerprint: string): Promise<Claimed> {
    const claimId = randomUUID()
    const claim = new Claim(claimId, request, this.keys)
    const wanted = { request, fingerprint, claimId, ...this.times }
    const taken = found?.isAbandoned === false ? found : await this.tryToClaim(wanted, claim)
    const result = resultOf(taken, fingerprint)
    this.metrics.requests.inc({ result })
    note({ [attributeNames.idempotencyResult]: result })
    return taken === undefined ? { claim } : responseFor(taken, fingerprint)
  }

  /** Releases a claim without an outcome. Never rejects: the end of the lease frees the key as well. */
  async giveBack(claim: Claim): Promise<void> {
    try {
      await this.database.withTimeout(releaseTimeoutMs, () => claim.giveBack())
    } catch (error) {
      this.logger.warn(
        { action: 'key_not_freed', err: error },
        'Idempotency key not released; it expires with its lease'
      )
    }
  }

  private async tryToClaim(wanted: NewClaim, claim: Claim): Promise<Taken | undefined> {
    try {
      return await this.keys.claim(wanted)
    } catch (error) {
      // The claim may have been written, but no request will use it.
      if (error instanceof StoreUnavailable && error.mayBeWritten) void this.giveBack(claim)
      throw error
    }
  }

  private get times(): { readonly leaseSeconds: number; readonly keepSeconds: number } {
    return {
      leaseSeconds: this.app.GENERATION_DEADLINE + leaseBeyondDeadlineSeconds,
      keepSeconds: this.settings.IDEMPOTENCY_TTL
    }
  }
}

function resultOf(taken: Taken | undefined, fingerprint: string): string {
  if (taken === undefined) return 'first'
  if (taken.fingerprint !== fingerprint) return 'mismatch'
  return taken.state === 'running' ? 'running' : 'replayed'
}

function responseFor({ fingerprint: first, state, storyId, error }: Taken, now: string): Claimed {
  if (first !== now) throw new AppError('IDEMPOTENCY_MISMATCH')
  if (state === 'running') {
    throw new AppError('IDEMPOTENCY_IN_PROGRESS', { retryAfterSeconds })
  }
  if (storyId !== null) return { storyId }
  throw error === null ? new AppError('INTERNAL_ERROR') : replayOf(error)
}

function replayOf({ code, message, details }: KeptError): AppError {
  if (!isErrorCode(code)) return new AppError('INTERNAL_ERROR')
  return new AppError(code, { message, details, replayed: true })
}
