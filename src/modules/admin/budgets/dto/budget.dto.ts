import { IsInt, IsOptional, Max, Min, registerDecorator } from 'class-validator'
import type { ConfiguredBudget } from '#modules/billing/budgets/configured-budgets.js'
import { isDollars } from '#core/config/setting.decorators.js'
import { ValidationFailed } from '#core/http/dto/validation.js'
import { DollarsField, IntegerField } from '#core/http/openapi/decorators/field.decorators.js'

export const tokenLimits = { min: 0, max: Number.MAX_SAFE_INTEGER }

const tokenRule = { message: `must be a whole number from ${tokenLimits.min}, or null` }
const dollarRule =
  'must be US dollars like 12.5 or "12.50", at most 999999999 with at most 12 decimals, or null'
const names = ['dailyUsd', 'monthlyUsd', 'dailyTokens', 'monthlyTokens'] as const

/** A budget, as a whole: what is null or left out is unlimited. */
export class BudgetBody {
  @DollarsField({ description: 'A day (UTC), in US dollars.', optional: true, nullable: true })
  @IsOptional()
  @IsDollars()
  readonly dailyUsd?: number | string | null

  @DollarsField({ description: 'A month (UTC), in US dollars.', optional: true, nullable: true })
  @IsOptional()
  @IsDollars()
  readonly monthlyUsd?: number | string | null

  @IntegerField({
    description: 'Tokens a day (UTC).',
    optional: true,
    nullable: true,
    ...tokenLimits
  })
  @IsOptional()
  @Min(tokenLimits.min, tokenRule)
  @Max(tokenLimits.max, tokenRule)
  @IsInt(tokenRule)
  readonly dailyTokens?: number | null

  @IntegerField({
    description: 'Tokens a month (UTC).',
    optional: true,
    nullable: true,
    ...tokenLimits
  })
  @IsOptional()
  @Min(tokenLimits.min, tokenRule)
  @Max(tokenLimits.max, tokenRule)
  @IsInt(tokenRule)
  readonly monthlyTokens?: number | null
}

/**
 * The budget that a body asks for.
 * @throws ValidationFailed for an empty one, which would lift every limit by mistake
 */
export function toBudget(body: BudgetBody): ConfiguredBudget {
  if (names.every(name => body[name] === undefined)) {
    const messages = ['is needed, or one of the others; null is unlimited']
    throw new ValidationFailed([{ field: names[0], messages }])
  }
  const { dailyTokens, monthlyTokens } = body
  const dailyUsd = decimalText(body.dailyUsd)
  const monthlyUsd = decimalText(body.monthlyUsd)
  return {
    ...(dailyUsd !== undefined && { dailyUsd }),
    ...(monthlyUsd !== undefined && { monthlyUsd }),
    ...(typeof dailyTokens === 'number' && { dailyTokens }),
    ...(typeof monthlyTokens === 'number' && { monthlyTokens })
  }
}

function IsDollars(): PropertyDecorator {
  return (target, property) =>
    registerDecorator({
      name: 'isDollars',
      target: target.constructor,
      propertyName: String(property),
      options: { message: dollarRule },
      validator: { validate: value => decimalText(value) !== undefined }
    })
}

/** The amount in plain decimals, exactly as it was written; undefined when it is none. */
function decimalText(value: unknown): string | undefined {
  if (typeof value === 'string') return isDollars(value) ? value : undefined
  if (typeof value !== 'number') return undefined
  const text = value > 0 && value < 1e-6 ? value.toFixed(12) : String(value)
  return isDollars(text) && Number(text) === value ? text : undefined
}
