import { AppError } from '#core/errors/app-error.js'
import { ownerIdRule } from '#core/http/dto/input-field.decorators.js'
import { ValidationFailed } from '#core/http/dto/validation.js'
import { closedRouteErrors } from '#core/http/openapi/decorators/closed-route-errors.js'

const malformed = new AppError('MALFORMED_REQUEST', {
  message: 'The request body is not valid JSON'
})

/** The documented errors of issuing a token. */
export const issueErrors: readonly AppError[] = [
  new ValidationFailed([{ field: 'user_id', messages: [ownerIdRule] }]),
  malformed,
  ...closedRouteErrors('Required: scope tokens:issue'),
  new AppError('NOT_FOUND', { message: 'This service issues no tokens' })
]

/** The documented errors of validating a credential. */
export const validateErrors: readonly AppError[] = [
  new ValidationFailed([{ field: 'X-User-ID', messages: [ownerIdRule] }]),
  malformed,
  ...closedRouteErrors('This caller may not act for that user')
]
