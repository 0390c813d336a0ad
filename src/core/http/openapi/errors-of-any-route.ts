import { AppError } from '#core/errors/app-error.js'
import { toProblem } from '#core/http/errors/client-errors.js'

interface SharedError {
  /** Of its answer among the document's components. */
  readonly name: string
  readonly error: AppError
  /** Where the example was met; empty when no path could be read. */
  readonly path: string
}

const anywhere = '/api/health'

/** What a request can meet at any route: before a route has it, or because we are broken or gone. */
export const sharedErrors: readonly SharedError[] = [
  { name: 'MalformedRequest', error: toProblem('HPE_INVALID_CONSTANT'), path: '' },
  {
    name: 'MethodNotAllowed',
    error: new AppError('METHOD_NOT_ALLOWED', { details: { allowed: ['GET', 'HEAD'] } }),
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
