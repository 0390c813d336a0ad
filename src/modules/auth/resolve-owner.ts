import type { Caller } from '#core/access/caller.js'
import { AppError } from '#core/errors/app-error.js'
import { isOwnerId } from './strategies/token-claims.js'

/**
 * The caller with the owner that `X-User-ID` names. Only keys and services that hold `act-as` may
 * act for a user; a user may only name themself. An empty header counts as absent.
 * @throws AppError VALIDATION_ERROR for a malformed id, AUTHORIZATION_ERROR where it is not theirs to name
 */
export function withNamedOwner(caller: Caller, header: string | string[] | undefined): Caller {
  const id = String(header ?? '').trim()
  if (id === '') return caller
  if (!isOwnerId(id)) {
    const messages = ['must be 1 to 128 characters of A-Z a-z 0-9 . _ : @ -']
    const details = { validation_errors: [{ field: 'X-User-ID', messages }] }
    throw new AppError('VALIDATION_ERROR', { details })
  }
  if (mayName(caller, id)) return { ...caller, owner: `user:${id}` }
  throw new AppError('AUTHORIZATION_ERROR', {
    message: 'Insufficient permissions. This caller may not act for that user'
  })
}

function mayName(caller: Caller, id: string): boolean {
  switch (caller.kind) {
    case 'user':
    case 'issued':
      return caller.name === id
    case 'api-key':
    case 'service':
      return caller.scopes.has('act-as')
    case 'anonymous':
      return true
    default:
      return caller.kind satisfies never
  }
}
