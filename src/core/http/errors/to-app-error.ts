import { HttpException } from '@nestjs/common'
import { AppError } from '#core/errors/app-error.js'

/**
 * Converts anything thrown to the error that the client sees. Errors of the HTTP layer are recognised
 * by code or status; their texts are not passed on, because they may quote the request.
 */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error
  return fromStatus(statusOf(error), error)
}

function statusOf(error: unknown): number {
  if (error instanceof HttpException) return error.getStatus()
  const status: unknown = error instanceof Error && 'statusCode' in error ? error.statusCode : 500
  return typeof status === 'number' ? status : 500
}

function fromStatus(status: number, cause: unknown): AppError {
  switch (status) {
    case 400:
      return new AppError('MALFORMED_REQUEST', { message: malformed(cause), cause })
    case 401:
      return new AppError('AUTHENTICATION_ERROR', { cause })
    case 403:
      return new AppError('AUTHORIZATION_ERROR', { cause })
    case 404:
      return new AppError('NOT_FOUND', { cause })
    case 405:
      return new AppError('METHOD_NOT_ALLOWED', { cause })
    case 413:
      return new AppError('PAYLOAD_TOO_LARGE', { cause })
    case 415:
      return new AppError('UNSUPPORTED_MEDIA_TYPE', { cause })
    default:
      if (status > 400 && status < 500)
        return new AppError('MALFORMED_REQUEST', { status: 400, cause })
      return new AppError('INTERNAL_ERROR', { cause })
  }
}

/** Messages for Fastify's codes of unreadable bodies. */
const malformedMessages: Readonly<Record<string, string>> = {
  FST_ERR_CTP_EMPTY_JSON_BODY: 'The request body is empty; it must be a JSON object',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'The request body is not as long as Content-Length says'
}

function malformed(error: unknown): string | undefined {
  // Nest wraps errors of Fastify.
  const origin: unknown = error instanceof HttpException ? error.cause : error
  return origin instanceof Error && 'code' in origin
    ? malformedMessages[String(origin.code)]
    : undefined
}
