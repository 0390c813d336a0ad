import type { IncomingMessage } from 'node:http'
import type { FastifyReply, FastifyRequest, HookHandlerDoneFunction } from 'fastify'
import { AppError } from '#core/errors/app-error.js'

/** Several times as many as a browser behind several proxies sends. */
const maxHeaders = 100

/** The characters of host and port (RFC 3986, 3.2). */
const hostForm = /^[\w.~!$&'()*+,;=%:[\]-]*$/

const charsetParameter = /;\s*charset\s*=\s*"?([^\s";]*)/i

/** Refuses requests with an invalid head before the body is read. */
export function validateRequestHead(
  request: FastifyRequest,
  reply: FastifyReply,
  done: HookHandlerDoneFunction
): void {
  const fault = formFault(request.raw)
  // It is uncertain where such a request ends and the next one begins.
  if (fault?.code === 'MALFORMED_REQUEST') reply.header('Connection', 'close')
  done(fault ?? (request.is404 ? new AppError('NOT_FOUND') : undefined))
}

/** The first fault in the head of a request, checked before the body is read. */
export function formFault(request: IncomingMessage): AppError | undefined {
  const { rawHeaders, headers } = request
  if (rawHeaders.length > maxHeaders * 2) {
    return new AppError('MALFORMED_REQUEST', {
      status: 431,
      message: `The request has more than ${maxHeaders} headers`
    })
  }
  if (!isFramedPlainly(request)) {
    return new AppError('MALFORMED_REQUEST', { message: 'The request is not valid HTTP/1.1' })
  }
  if (!namesOneHost(request)) {
    return new AppError('MALFORMED_REQUEST', { message: 'The request must name one valid host' })
  }
  if (isEncoded(headers['content-encoding'])) {
    return new AppError('UNSUPPORTED_MEDIA_TYPE', {
      message: 'The request body must not be compressed'
    })
  }
  if (!isUtf8(headers['content-type'])) {
    return new AppError('UNSUPPORTED_MEDIA_TYPE', { message: 'The request body must be UTF-8' })
  }
  return undefined
}

/**
 * Node's parser also accepts HTTP/0.9 and 2.0 version numbers, transfer codings that this service does not
 * decode, and chunks in HTTP/1.0 (RFC 9112, 6.1). Another server may read such a request differently.
 */
function isFramedPlainly({
  headers,
  httpVersionMajor,
  httpVersionMinor
}: IncomingMessage): boolean {
  if (httpVersionMajor !== 1) return false
  const coding = headers['transfer-encoding']
  return coding === undefined || (httpVersionMinor === 1 && coding.toLowerCase() === 'chunked')
}

/** RFC 9112, 3.2. With two hosts, two servers may read the request differently. */
function namesOneHost({ rawHeaders, headers, httpVersionMinor }: IncomingMessage): boolean {
  let hosts = 0
  for (let index = 0; index < rawHeaders.length; index += 2) {
    if (rawHeaders[index]?.toLowerCase() === 'host') hosts++
  }
  if (hosts === 0) return httpVersionMinor === 0
  return hosts === 1 && hostForm.test(headers.host ?? '')
}

function isEncoded(contentEncoding: string | undefined): boolean {
  return contentEncoding !== undefined && !/^(identity)?$/i.test(contentEncoding.trim())
}

function isUtf8(contentType: string | undefined): boolean {
  const charset = contentType === undefined ? undefined : charsetParameter.exec(contentType)?.[1]
  return charset === undefined || /^(utf-?8|us-ascii)$/i.test(charset)
}
