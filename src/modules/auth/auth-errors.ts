import { AppError } from '#core/errors/app-error.js'
import { ownerIdRule } from '#core/http/dto/input-field.decorators.js'
import { ValidationFailed } from '#core/http/dto/validation.js'
import {
  closedRouteErrors,
  malformedBody
} from '#core/http/openapi/decorators/closed-route-errors.js'

/** The documented errors of issuing a token. */
export const issueErrors: readonly AppError[] = [
  new ValidationFailed([
    { field: 'user_id', messages: [`is empty; it ${ownerIdRule}`], rule: 'pattern' }
  ]),
  malformedBody,
  ...closedRouteErrors('Required: scope tokens:issue'),
  new AppError('NOT_FOUND', { message: 'This service issues no tokens' })
]

/** The documented errors of validating a credential. */
export const validateErrors: readonly AppError[] = [
  new ValidationFailed([{ field: 'X-User-ID', messages: [ownerIdRule] }]),
  malformedBody,
  ...closedRouteErrors('This caller may not act for that user')
]
