import { Inject, Injectable } from '@nestjs/common'
import type { ConfigType } from '@nestjs/config'
import { PinoLogger } from 'nestjs-pino'
import { StoreUnavailable } from '#core/database/store-error.js'
import type { AppError } from '#core/errors/app-error.js'
import type { Allowance, AttemptStart, TokenUsage } from '#modules/llm/language-model.js'
import { billingConfig } from '../billing.config.js'
import { BillingMetrics } from '../billing.metrics.js'
import { budgetAccounts } from '../budgets/budget-accounts.js'
import { BudgetExceeded, type ExceededBudget } from '../budgets/budget-exceeded.js'
import { LedgerWriter, type Reserved } from '../ledger-writer/ledger-writer.service.js'
import { PriceBook } from '../prices/price-book.js'
import type { Attempt, PricedUsage } from './attempt.js'
import type { GenerationCharges } from './generation-charges.js'

/**
 * As long as this share of every budget is free, the worst case of an attempt is reserved at once.
 * After that the reservation grows with the answer, so that the rest of a budget can be used up.
 */
const shareForWorstCase = 0.5
/** Tokens of the answer that are reserved at once. A story of 500 words has about 700. */
const sliceTokens = 256
/** If a slice does not fit, half of it may; fewer tokens than this are not worth a statement. */
const minSliceTokens = 32

/** Reserves what attempts may cost, before they start and while their answers grow. */
@Injectable()
export class AttemptReserver {
  constructor(
    private readonly ledger: LedgerWriter,
    private readonly prices: PriceBook,
    @Inject(billingConfig.KEY) private readonly settings: ConfigType<typeof billingConfig>,
    private readonly logger: PinoLogger,
    private readonly metrics: BillingMetrics
  ) {}

  /**
   * Reserves an attempt and records its start.
   * @returns what the answer may have; undefined if the worst case is reserved
   * @throws BudgetExceeded if nothing is reserved
   */
  async reserve(
    charges: GenerationCharges,
    attempt: Attempt,
    { promptTokens }: AttemptStart
  ): Promise<Allowance | undefined> {
    if (charges.limitedBy !== undefined) throw charges.limitedBy
    if ('day' in (await this.submit(charges, attempt, shareForWorstCase))) return undefined
    const prompt = promptTokens()
    if (prompt !== undefined) {
      const { usage } = attempt.worstCase
      const completionTokens = Math.min(sliceTokens, usage.completionTokens)
      const promptOnly = { ...usage, promptTokens: Math.min(prompt, usage.promptTokens) }
      attempt.held = this.priced(attempt, { ...promptOnly, completionTokens })
    }
    const result = await this.submit(charges, attempt, 1)
    if ('day' in result) return this.allowanceOf(charges, attempt)
    const { scope, period, unit } = result
    this.metrics.budgetRefusals.inc({ scope, period, unit })
    const error = new BudgetExceeded(result)
    throw charges.isEmpty ? error : this.limit(charges, 'attempt', error)
  }

  /** Ends the spending of a generation that has begun. Its story says so. */
  limit(charges: GenerationCharges, what: 'answer' | 'attempt', error: AppError): AppError {
    charges.limitedBy = error
    this.metrics.budgetLimits.inc({ what })
    const { code, details } = error
    this.logger.info(
      { action: 'budget_limited', what, code, ...details },
      'The budget does not allow more of a story'
    )
    return error
  }

  priced({ model }: Pick<Attempt, 'model'>, usage: TokenUsage): PricedUsage {
    return { usage, cost: this.prices.costOf(model, usage) }
  }

  private allowanceOf(charges: GenerationCharges, attempt: Attempt): Allowance {
    let step = sliceTokens
    return {
      tokens: attempt.held.usage.completionTokens,
      extend: async () => {
        try {
          for (; ; step /= 2) {
            const result = await this.extend(charges, attempt, step)
            if (typeof result === 'number') return result
            if (step <= minSliceTokens) throw new BudgetExceeded(result)
          }
        } catch (error) {
          throw refusalOf(error)
        }
      }
    }
  }

  /** @returns the tokens that the answer may have now, or the limit that is exceeded */
  private async extend(
    charges: GenerationCharges,
    attempt: Attempt,
    more: number
  ): Promise<number | ExceededBudget> {
    const { usage } = attempt.held
    const most = attempt.worstCase.usage.completionTokens
    const completionTokens = Math.min(usage.completionTokens + more, most)
    const held = this.priced(attempt, { ...usage, completionTokens })
    const result = await this.submit(charges, { ...attempt, held }, 1)
    if (!('day' in result)) return result
    attempt.held = held
    this.metrics.reservations.inc({ event: 'extended' })
    return completionTokens
  }

  private async submit(
    charges: GenerationCharges,
    attempt: Attempt,
    share: number
  ): Promise<Reserved> {
    const result = await this.ledger.reserve({
      ...charges.reservationWith(attempt),
      share,
      accounts: budgetAccounts(charges.principal, this.settings),
      leaseSeconds: this.settings.RESERVATION_LEASE
    })
    if ('day' in result) charges.day = result.day
    return result
  }
}

/** The budget is used up, or it cannot be checked. */
function refusalOf(error: unknown): BudgetExceeded | StoreUnavailable {
  const isKnown = error instanceof BudgetExceeded || error instanceof StoreUnavailable
  return isKnown ? error : new StoreUnavailable(error)
}
