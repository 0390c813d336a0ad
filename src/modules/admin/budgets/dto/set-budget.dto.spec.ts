import { ValidationFailed } from '#core/http/dto/validation.js'
import { SetBudgetDto } from './set-budget.dto.js'

function toBudget(body: Partial<SetBudgetDto>) {
  return Object.assign(new SetBudgetDto(), body).toBudget()
}

describe('The budget in a request body', () => {
  it('keeps dollars as decimal text, exactly as sent', () => {
    expect(toBudget({ dailyUsd: '0.10', monthlyUsd: 12.5 })).toEqual({
      dailyUsd: '0.10',
      monthlyUsd: '12.5'
    })
  })

  it('writes a small number without an exponent', () => {
    expect(toBudget({ dailyUsd: 1e-7 })).toEqual({ dailyUsd: '0.000000100000' })
  })

  it('has no limit for a null value', () => {
    expect(toBudget({ dailyUsd: null, dailyTokens: 0 })).toEqual({ dailyTokens: 0 })
    expect(toBudget({ monthlyTokens: null })).toEqual({})
  })

  it('is rejected when empty, because it would remove every limit by mistake', () => {
    expect(() => toBudget({})).toThrow(ValidationFailed)
  })
})
