import { AppError } from '#core/errors/app-error.js'
import type { ErrorCode } from '#core/errors/error-codes.js'
import { ValidationFailed } from '#core/http/dto/validation.js'
import { closedRouteErrors } from '#core/http/openapi/decorators/closed-route-errors.js'
import type { UsageReport } from './dto/usage-report.dto.js'
import type { OwnUsage } from './dto/own-usage.dto.js'

const requestId = 'dashboard-0001'
const owner = 'user:0b5c6f6e-3c53-4bb3-8f4e-2f7f3a6f1d10'
const today = { from: '2026-11-20T00:00:00.000Z', to: '2026-11-21T00:00:00.000Z' }
const month = { from: '2026-11-01T00:00:00.000Z', to: '2026-12-01T00:00:00.000Z' }
const tokens = { promptTokens: 5660, completionTokens: 2440, totalTokens: 8100 }

const ownUsage: OwnUsage = {
  owner,
  today: {
    ...today,
    generations: 1,
    promptTokens: 283,
    completionTokens: 122,
    totalTokens: 405,
    costUsd: 0.00011565
  },
  month: { ...month, generations: 20, ...tokens, costUsd: 0.002313 },
  byModel: [{ model: 'gpt-4o-mini', attempts: 20, ...tokens, costUsd: 0.002313 }],
  budgets: [
    {
      scope: 'owner',
      period: 'day',
      unit: 'usd',
      limit: 0.5,
      spent: 0.00011565,
      reserved: 0,
      remaining: 0.49988435,
      resetsAt: today.to
    }
  ],
  limits: [
    { policy: 'minute', limit: 10, remaining: 9, resetSeconds: 42 },
    { policy: 'hour', limit: 100, remaining: 80, resetSeconds: 1302 }
  ]
}

export const ownUsageExamples = { 'of a user': { success: true, data: ownUsage, requestId } }

export const ownUsageErrors: readonly (ErrorCode | AppError)[] = [
  new ValidationFailed([
    { field: 'X-User-ID', messages: ['must be 1 to 128 characters of A-Z a-z 0-9 . _ : @ -'] }
  ]),
  ...closedRouteErrors('Required: create Story')
]

const sums = { attempts: 21, ...tokens, costUsd: 0.0025, chargedUsd: 0.002313, ownUsd: 0.000187 }

const byOwner = {
  ...month,
  results: [{ owner, ...sums }],
  total: 1,
  pagination: { page: 1, limit: 20, totalPages: 1 },
  totals: sums
} as const satisfies UsageReport

const byDay: UsageReport = { ...byOwner, results: [{ day: '2026-11-20', ...sums }] }

export const bookedUsageExamples = {
  'by owner': { success: true, data: byOwner, requestId },
  'by day': { success: true, data: byDay, requestId }
}

export const bookedUsageErrors: readonly (ErrorCode | AppError)[] = [
  new ValidationFailed([{ field: 'groupBy', messages: ['must be one of owner, model, day'] }]),
  ...closedRouteErrors('Required: scope admin')
]
