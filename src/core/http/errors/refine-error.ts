import type { FastifyReply, FastifyRequest } from 'fastify'
import { AppError } from '#core/errors/app-error.js'
import { isMalformedUrl } from '#core/http/protocol/malformed-url.js'
import { publicPath } from '#core/http/request/public-path.js'
import type { AllowedMethods } from './allowed-methods.js'

/** Methods of an ordinary API. Others (TRACE, PROPFIND) get 405 at any address. */
const commonMethods: ReadonlySet<string> = new Set([
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'OPTIONS'
])

/** An error of the HTTP layer, with what the request says about its cause. */
export function refineError(
  error: AppError,
  request: FastifyRequest,
  reply: FastifyReply,
  routes: AllowedMethods
): AppError {
  switch (error.code) {
    case 'NOT_FOUND':
      return request.is404 ? refineNotFound(error, request, reply, routes) : error
    // An error without a cause has its own message.
    case 'PAYLOAD_TOO_LARGE':
      return error.cause === undefined ? error : tooLarge(request, error)
    case 'UNSUPPORTED_MEDIA_TYPE':
      return error.cause === undefined ? error : wrongType(request, error)
    default:
      return error
  }
}

/** The reason why no route matched, if it is known. */
function refineNotFound(
  error: AppError,
  request: FastifyRequest,
  reply: FastifyReply,
  routes: AllowedMethods
): AppError {
  const { method, url } = request
  if (isMalformedUrl(request.originalUrl)) {
    return new AppError('MALFORMED_REQUEST', {
      message: 'The address is not a valid URL: a percent sign must begin an encoded character'
    })
  }
  const allowed = routes.at(url)
  if (allowed.length === 0 && commonMethods.has(method)) return notFound(url, routes)
  // The route exists and threw NOT_FOUND itself.
  if (allowed.includes(method)) return error
  reply.header('Allow', allowed.join(', '))
  return methodNotAllowed(method, allowed)
}

function notFound(url: string, routes: AllowedMethods): AppError {
  const near = routes.near(url)
  const hint =
    near === undefined
      ? `GET ${publicPath('/')} lists the addresses`
      : `did you mean ${publicPath(near)}?`
  return new AppError('NOT_FOUND', { message: `There is nothing at this address; ${hint}` })
}

export function methodNotAllowed(method: string, allowed: readonly string[]): AppError {
  const use = allowed.length === 0 ? '' : `; use ${allowed.join(' or ')}`
  return new AppError('METHOD_NOT_ALLOWED', {
    message: `This address does not support ${method}${use}`,
    details: { allowed }
  })
}

function tooLarge({ routeOptions }: FastifyRequest, { cause }: AppError): AppError {
  const { bodyLimit } = routeOptions
  const limit = bodyLimit === undefined ? 'the limit' : `${bodyLimit / 1024} KB, the limit`
  return new AppError('PAYLOAD_TOO_LARGE', {
    message: `The request body is larger than ${limit}`,
    cause
  })
}

/** The media type of a request, if it is one that is short enough to repeat. */
const mediaType = /^[a-z]{1,20}\/[a-z0-9.+-]{1,60}(?=;|$)/i

function wrongType({ headers }: FastifyRequest, { cause }: AppError): AppError {
  const type = headers['content-type'] ?? ''
  const sent =
    type === '' ? 'without Content-Type' : `as ${mediaType.exec(type)?.[0] ?? 'another type'}`
  return new AppError('UNSUPPORTED_MEDIA_TYPE', {
    message: `The request body was sent ${sent}; send JSON with Content-Type: application/json`,
    cause
  })
}
