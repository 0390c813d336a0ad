import { AppError } from '#core/errors/app-error.js'
import { ownerRule } from '#core/http/dto/input-field.decorators.js'
import { ValidationFailed } from '#core/http/dto/validation.js'
import {
  closedRouteErrors,
  malformedBody
} from '#core/http/openapi/decorators/closed-route-errors.js'

/** The documented errors of reading and resetting a budget. */
export const budgetErrors: readonly AppError[] = [
  new ValidationFailed([{ field: 'owner', messages: [ownerRule] }]),
  ...closedRouteErrors('Required: scope admin')
]

/** The documented errors of setting a budget. */
export const setBudgetErrors: readonly AppError[] = [...budgetErrors, malformedBody]
