import { AppError } from '#core/errors/app-error.js'
import type { ErrorCode } from '#core/errors/error-codes.js'
import type { Page } from '#core/http/dto/paging.dto.js'
import { ValidationFailed } from '#core/http/dto/validation.js'
import { closedRouteErrors } from '#core/http/openapi/decorators/closed-route-errors.js'
import type { AuditReport } from './dto/audit-event.dto.js'

const owner = 'user:0b5c6f6e-3c53-4bb3-8f4e-2f7f3a6f1d10'

const data: Page<AuditReport> = {
  results: [
    {
      id: '4711',
      at: '2026-11-20T12:00:00.000Z',
      action: 'budget_set',
      actorKind: 'api-key',
      actor: 'operations',
      owner,
      target: owner,
      address: '192.0.2.7',
      requestId: 'operations-0001',
      correlationId: 'kuybi-4f1d2c3b',
      details: { dailyUsd: '0.50', monthlyUsd: null, dailyTokens: null, monthlyTokens: null }
    }
  ],
  total: 1,
  pagination: { page: 1, limit: 20, totalPages: 1 }
}

export const auditExamples = {
  'a budget was set': { success: true, data, requestId: 'dashboard-0001' }
}

export const auditErrors: readonly (ErrorCode | AppError)[] = [
  new ValidationFailed([{ field: 'action', messages: ['must be 1 to 50 of a-z and _'] }]),
  ...closedRouteErrors('Required: scope admin')
]
