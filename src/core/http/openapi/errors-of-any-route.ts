import { AppError } from '#core/errors/app-error.js'
import { toProblem } from '#core/http/errors/client-errors.js'
import { methodNotAllowed } from '#core/http/errors/refine-error.js'

interface SharedError {
  /** Name of the response among the document's components. */
  readonly name: string
  readonly error: AppError
  /** Path of the example; empty when the request had none. */
  readonly path: string
}

const anywhere = '/api/health'

/**
 * Errors that every route can return: before the route is reached, or by a failure of the service.
 * `toProblem` gives MALFORMED_REQUEST or PAYLOAD_TOO_LARGE. Routes that need a credential add the errors
 * of closed-route-errors.ts.
 */
export const sharedErrors: readonly SharedError[] = [
  { name: 'MalformedRequest', error: toProblem('HPE_INVALID_CONSTANT'), path: '' },
  {
    name: 'MethodNotAllowed',
    error: methodNotAllowed('POST', ['GET', 'HEAD']),
    path: anywhere
  },
  { name: 'TooSlow', error: toProblem('ERR_HTTP_REQUEST_TIMEOUT'), path: '' },
  {
    name: 'PayloadTooLarge',
    error: toProblem('HPE_CHUNK_EXTENSIONS_OVERFLOW'),
    path: anywhere
  },
  {
    name: 'UnsupportedMediaType',
    error: new AppError('UNSUPPORTED_MEDIA_TYPE', {
      message: 'The request body must not be compressed'
    }),
    path: anywhere
  },
  { name: 'HeadersTooLarge', error: toProblem('HPE_HEADER_OVERFLOW'), path: '' },
  { name: 'InternalError', error: new AppError('INTERNAL_ERROR'), path: anywhere },
  { name: 'ShuttingDown', error: new AppError('SHUTTING_DOWN'), path: anywhere }
]
