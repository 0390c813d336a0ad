import type { AppError } from '#core/errors/app-error.js'
import { ownerIdRule } from '#core/http/dto/input-field.decorators.js'
import { ValidationFailed } from '#core/http/dto/validation.js'
import { closedRouteErrors } from '#core/http/openapi/decorators/closed-route-errors.js'

/** The documented errors of the own usage. */
export const ownUsageErrors: readonly AppError[] = [
  new ValidationFailed([{ field: 'X-User-ID', messages: [ownerIdRule] }]),
  ...closedRouteErrors('Required: create Story')
]

/** The documented errors of the usage report. */
export const usageReportErrors: readonly AppError[] = [
  new ValidationFailed([
    {
      field: 'groupBy',
      messages: ['is not an allowed value; use one of owner, model, day'],
      rule: 'one_of'
    }
  ]),
  ...closedRouteErrors('Required: scope admin')
]
