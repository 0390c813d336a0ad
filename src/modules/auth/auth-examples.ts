import { AppError } from '#core/errors/app-error.js'
import { ValidationFailed } from '#core/http/dto/validation.js'
import { closedRouteErrors } from '#core/http/openapi/decorators/closed-route-errors.js'
import type { PrincipalReport } from './dto/principal.dto.js'
import type { IssuedToken } from './dto/issued-token.dto.js'
import type { TokenRequestBody } from './dto/token-request.dto.js'

const userId = '0b5c6f6e-3c53-4bb3-8f4e-2f7f3a6f1d10'
const requestId = 'dashboard-0001'
const malformed = new AppError('MALFORMED_REQUEST', {
  message: 'The request body is not valid JSON'
})

export const tokenRequestExamples = {
  'for an hour': { user_id: userId, expires_in_hours: 1 }
} as const satisfies Record<string, TokenRequestBody>

const token: IssuedToken = {
  access_token: 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIwYjVjIn0.c2lnbmF0dXJl',
  token_type: 'Bearer',
  expires_in: 3600,
  expires_at: '2026-11-20T13:00:00.000Z',
  user_id: userId
}

export const tokenExamples = { 'for an hour': { success: true, data: token, requestId } }

const user: PrincipalReport = {
  valid: true,
  kind: 'user',
  name: userId,
  owner: `user:${userId}`,
  scopes: ['stories'],
  claims: { sub: userId, role: 'user', iat: 1_795_176_000, exp: 1_795_179_600 },
  expires_at: '2026-11-20T13:00:00.000Z'
}

const key: PrincipalReport = {
  valid: true,
  kind: 'api-key',
  name: 'dashboard',
  owner: 'key:dashboard',
  scopes: ['act-as', 'stories'],
  claims: {},
  expires_at: null
}

export const principalExamples = {
  'a user’s token': { success: true, data: user, requestId },
  'an API key': { success: true, data: key, requestId }
}

export const issueErrors: readonly AppError[] = [
  new ValidationFailed([
    { field: 'user_id', messages: ['must be 1 to 128 characters of A-Z a-z 0-9 . _ : @ -'] }
  ]),
  malformed,
  ...closedRouteErrors('Required: scope tokens:issue'),
  new AppError('NOT_FOUND', { message: 'This service issues no tokens' })
]

export const validateErrors: readonly AppError[] = [
  new ValidationFailed([
    { field: 'X-User-ID', messages: ['must be 1 to 128 characters of A-Z a-z 0-9 . _ : @ -'] }
  ]),
  malformed,
  ...closedRouteErrors('This caller may not act for that user')
]
