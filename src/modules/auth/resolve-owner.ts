import type { Principal } from '#core/access/principal.js'
import { AppError } from '#core/errors/app-error.js'
import { ownerIdRule } from '#core/http/dto/input-field.decorators.js'
import { ValidationFailed } from '#core/http/dto/validation.js'
import { isOwnerId } from './strategies/token-claims.js'

/**
 * The principal, with the owner that `X-User-ID` names. Only keys and services with the scope `act-as`
 * may act for a user; a user may only name their own id. An empty header counts as absent.
 * @throws AppError VALIDATION_ERROR for a malformed id, AUTHORIZATION_ERROR if the id is not permitted
 */
export function withNamedOwner(
  principal: Principal,
  header: string | string[] | undefined
): Principal {
  const id = String(header ?? '').trim()
  if (id === '') return principal
  if (!isOwnerId(id)) {
    throw new ValidationFailed([{ field: 'X-User-ID', messages: [ownerIdRule] }])
  }
  if (mayName(principal, id)) return { ...principal, owner: `user:${id}` }
  throw new AppError('AUTHORIZATION_ERROR', {
    message: 'Insufficient permissions. This caller may not act for that user'
  })
}

function mayName(principal: Principal, id: string): boolean {
  switch (principal.kind) {
    case 'user':
    case 'issued':
      return principal.name === id
    case 'api-key':
    case 'service':
      return principal.scopes.has('act-as')
    case 'anonymous':
      return true
    default:
      return principal.kind satisfies never
  }
}
