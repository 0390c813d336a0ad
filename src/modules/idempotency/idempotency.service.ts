import { randomUUID } from 'node:crypto'
import { Injectable } from '@nestjs/common'
import { PinoLogger } from 'nestjs-pino'
import { Settings } from '#core/config/settings.js'
import { Database } from '#core/database/database.js'
import type { KeptError } from '#core/database/schema.js'
import { StoreUnavailable } from '#core/database/store-error.js'
import { AppError } from '#core/errors/app-error.js'
import { errorCatalogue, type ErrorCode } from '#core/errors/error-catalogue.js'
import { InjectMetric, type Counter } from '#core/metrics/inject-metric.js'
import { attributeNames } from '#core/tracing/attribute-names.js'
import { note, Traced } from '#core/tracing/traced.js'
import { Claim } from './claim.js'
import {
  IdempotencyRepository,
  type KeyedRequest,
  type NewClaim,
  type Taken
} from './idempotency.repository.js'

/** It goes on after that: only the caller, who has waited in vain before, is not kept longer. */
const giveBackWithinMs = 300
/** A run that has not ended by its deadline has died. */
const leaseBeyondDeadlineSeconds = 10
const askAgainAfterSeconds = 2

/** What a key stands for: nothing yet, or an answer that is given again. */
export type Claimed = { readonly claim: Claim } | { readonly storyId: string }

/** A repeated request is not paid twice: the first with a key runs, the others get its answer. */
@Injectable()
export class IdempotencyService {
  constructor(
    private readonly keys: IdempotencyRepository,
    private readonly database: Database,
    private readonly settings: Settings,
    private readonly logger: PinoLogger,
    @InjectMetric('jiraiya_idempotency_total') private readonly requests: Counter
  ) {}

  /**
   * @param fingerprint of the request; the same key with another is a mistake
   * @throws AppError IDEMPOTENCY_MISMATCH, IDEMPOTENCY_IN_PROGRESS, or the kept error of before
   */
  @Traced('idempotency claim')
  async claim(request: KeyedRequest, fingerprint: string): Promise<Claimed> {
    const claimId = randomUUID()
    const claim = new Claim(claimId, request, this.keys)
    const taken = await this.tryToClaim({ request, fingerprint, claimId, ...this.times }, claim)
    const result = resultOf(taken, fingerprint)
    this.requests.inc({ result })
    note({ [attributeNames.idempotencyResult]: result })
    return taken === undefined ? { claim } : responseFor(taken, fingerprint)
  }

  /** The claim's end where no answer is kept. Never fails: a lease frees what this cannot. */
  async giveBack(claim: Claim): Promise<void> {
    try {
      await this.database.withTimeout(giveBackWithinMs, () => claim.giveBack())
    } catch (error) {
      this.logger.warn({ action: 'key_not_freed', err: error }, 'Its lease will free it')
    }
  }

  private async tryToClaim(wanted: NewClaim, claim: Claim): Promise<Taken | undefined> {
    try {
      return await this.keys.claim(wanted)
    } catch (error) {
      // Nobody runs under a claim that may have been made all the same.
      if (error instanceof StoreUnavailable && error.mayBeWritten) void this.giveBack(claim)
      throw error
    }
  }

  private get times(): { readonly leaseSeconds: number; readonly keepSeconds: number } {
    return {
      leaseSeconds: this.settings.GENERATION_DEADLINE + leaseBeyondDeadlineSeconds,
      keepSeconds: this.settings.IDEMPOTENCY_TTL
    }
  }
}

function resultOf(taken: Taken | undefined, fingerprint: string): string {
  if (taken === undefined) return 'first'
  if (taken.fingerprint !== fingerprint) return 'mismatch'
  return taken.state === 'running' ? 'running' : 'replayed'
}

function responseFor({ fingerprint: before, state, storyId, error }: Taken, now: string): Claimed {
  if (before !== now) throw new AppError('IDEMPOTENCY_MISMATCH')
  if (state === 'running') {
    throw new AppError('IDEMPOTENCY_IN_PROGRESS', { retryAfterSeconds: askAgainAfterSeconds })
  }
  if (storyId !== null) return { storyId }
  throw error === null ? new AppError('INTERNAL_ERROR') : asBefore(error)
}

function asBefore({ code, message, details }: KeptError): AppError {
  if (!isErrorCode(code)) return new AppError('INTERNAL_ERROR')
  return new AppError(code, { message, details, replayed: true })
}

function isErrorCode(code: string): code is ErrorCode {
  return code in errorCatalogue
}
