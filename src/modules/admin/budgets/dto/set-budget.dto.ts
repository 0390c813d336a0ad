import { IsOptional } from 'class-validator'
import type { ConfiguredBudget } from '#modules/billing/budgets/configured-budgets.js'
import { isDollars } from '#core/config/setting.decorators.js'
import { Checked, notOfType, wholeNumberRule } from '#core/http/dto/field-rule.js'
import { ValidationFailed } from '#core/http/dto/validation.js'
import { DollarsField, IntegerField } from '#core/http/openapi/decorators/field.decorators.js'

export const tokenLimits = { min: 0, max: Number.MAX_SAFE_INTEGER }

const tokenRule = wholeNumberRule(tokenLimits)
const dollarRule =
  'must be US dollars like 12.5 or "12.50", at most 999999999 with at most 12 decimals, or null'
const names = ['dailyUsd', 'monthlyUsd', 'dailyTokens', 'monthlyTokens'] as const

/** A whole budget: a limit that is null or missing is unlimited. */
export class SetBudgetDto {
  static readonly examples: Readonly<Record<string, Partial<SetBudgetDto>>> = {
    money: { dailyUsd: '0.50', monthlyUsd: 10 },
    unlimited: { dailyUsd: null }
  }

  @DollarsField({ description: 'US dollars per day (UTC).', optional: true, nullable: true })
  @IsOptional()
  @IsDollars()
  readonly dailyUsd?: number | string | null

  @DollarsField({ description: 'US dollars per month (UTC).', optional: true, nullable: true })
  @IsOptional()
  @IsDollars()
  readonly monthlyUsd?: number | string | null

  @IntegerField({
    description: 'Tokens per day (UTC).',
    optional: true,
    nullable: true,
    ...tokenLimits
  })
  @IsOptional()
  @Checked('tokens', tokenRule)
  readonly dailyTokens?: number | null

  @IntegerField({
    description: 'Tokens per month (UTC).',
    optional: true,
    nullable: true,
    ...tokenLimits
  })
  @IsOptional()
  @Checked('tokens', tokenRule)
  readonly monthlyTokens?: number | null

  /** @throws ValidationFailed for an empty body, which would lift every limit by mistake */
  toBudget(): ConfiguredBudget {
    if (names.every(name => this[name] === undefined)) {
      const messages = ['is needed, or one of the others; null is unlimited']
      throw new ValidationFailed([{ field: names[0], messages }])
    }
    const { dailyTokens, monthlyTokens } = this
    const dailyUsd = decimalText(this.dailyUsd)
    const monthlyUsd = decimalText(this.monthlyUsd)
    return {
      ...(dailyUsd !== undefined && { dailyUsd }),
      ...(monthlyUsd !== undefined && { monthlyUsd }),
      ...(typeof dailyTokens === 'number' && { dailyTokens }),
      ...(typeof monthlyTokens === 'number' && { monthlyTokens })
    }
  }
}

function IsDollars(): PropertyDecorator {
  return Checked('dollars', value => {
    if (decimalText(value) !== undefined) return []
    if (typeof value === 'string') return [{ rule: 'pattern', message: dollarRule }]
    return [notOfType(value, `it ${dollarRule}`)]
  })
}

/** The amount in plain decimals, exactly as written; undefined when it is not an amount. */
function decimalText(value: unknown): string | undefined {
  if (typeof value === 'string') return isDollars(value) ? value : undefined
  if (typeof value !== 'number') return undefined
  const text = value > 0 && value < 1e-6 ? value.toFixed(12) : String(value)
  return isDollars(text) && Number(text) === value ? text : undefined
}
