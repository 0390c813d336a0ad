import { AppError } from '#core/errors/app-error.js'
import type { ErrorCode } from '#core/errors/error-codes.js'
import { ValidationFailed } from '#core/http/dto/validation.js'
import { closedRouteErrors } from '#core/http/openapi/decorators/closed-route-errors.js'
import type { BudgetBody } from './dto/budget.dto.js'
import type { OwnerBudget } from './dto/owner-budget.dto.js'
import { ownerRule } from '#modules/usage/dto/owner-path.dto.js'

const requestId = 'dashboard-0001'
const owner = 'user:0b5c6f6e-3c53-4bb3-8f4e-2f7f3a6f1d10'

export const budgetRequests = {
  money: { dailyUsd: '0.50', monthlyUsd: 10 },
  unlimited: { dailyUsd: null }
} as const satisfies Record<string, BudgetBody>

const setByAdmin = {
  owner,
  source: 'admin',
  dailyUsd: 0.5,
  monthlyUsd: null,
  dailyTokens: null,
  monthlyTokens: null,
  setBy: 'key:operations',
  setAt: '2026-11-20T12:00:00.000Z',
  status: [
    {
      scope: 'owner',
      period: 'day',
      unit: 'usd',
      limit: 0.5,
      spent: 0.00011565,
      reserved: 0,
      remaining: 0.49988435,
      resetsAt: '2026-11-21T00:00:00.000Z'
    }
  ]
} as const satisfies OwnerBudget

const configured: OwnerBudget = {
  ...setByAdmin,
  source: 'configured',
  dailyUsd: null,
  setBy: null,
  setAt: null,
  status: []
}

export const budgetExamples = {
  'set by an admin': { success: true, data: setByAdmin, requestId },
  'configured, without limits': { success: true, data: configured, requestId }
}

export const budgetErrors: readonly (ErrorCode | AppError)[] = [
  new ValidationFailed([{ field: 'owner', messages: [ownerRule.message] }]),
  ...closedRouteErrors('Required: scope admin')
]

export const setBudgetErrors: readonly (ErrorCode | AppError)[] = [
  ...budgetErrors,
  new AppError('MALFORMED_REQUEST', { message: 'The request body is not valid JSON' })
]
