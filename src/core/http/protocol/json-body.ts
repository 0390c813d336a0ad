import { isUtf8 } from 'node:buffer'
import type {
  FastifyInstance,
  FastifyReply,
  FastifyRequest,
  HookHandlerDoneFunction
} from 'fastify'
import { AppError } from '#core/errors/app-error.js'
import { jsonFault } from './json-fault.js'

/** Four times what any request body needs; deeper JSON could overflow the stack of recursive code. */
const deepestNesting = 20

const untypedJson = /^(text\/plain|application\/[\w.+-]{1,60}\+json) *(;|$)/i

/** Reads a body as JSON whose type does not say so, on routes for clients of the Python service. */
export function readUntypedJson(
  { raw, routeOptions }: FastifyRequest,
  _reply: FastifyReply,
  done: HookHandlerDoneFunction
): void {
  const { headers } = raw
  const type = headers['content-type'] ?? 'text/plain'
  const hasBody = Number(headers['content-length'] ?? 0) > 0 || 'transfer-encoding' in headers
  if (routeOptions.config.acceptsUntypedJson && hasBody && untypedJson.test(type)) {
    headers['content-type'] = 'application/json'
  }
  done()
}

/** Accepts JSON in UTF-8 of limited depth, and rejects keys that could pollute a prototype. */
export function acceptJsonBodies(server: FastifyInstance): void {
  const parse = server.getDefaultJsonParser('error', 'error')
  server.removeAllContentTypeParsers()
  server.addContentTypeParser<Buffer>(
    'application/json',
    { parseAs: 'buffer' },
    (request, bytes, done) => {
      const fault = bodyFault(bytes)
      if (fault !== undefined) {
        done(new AppError('MALFORMED_REQUEST', { message: fault }))
        return
      }
      const text = bytes.toString('utf8')
      void parse(request, text, (error, body) =>
        error === null ? done(null, body) : done(malformedJson(text, error))
      )
    }
  )
}

/** The parser's own message would quote the body. */
function malformedJson(text: string, cause: unknown): AppError {
  const message =
    text.trim() === '' ? 'The request body is empty; it must be a JSON object' : jsonFault(text)
  return new AppError('MALFORMED_REQUEST', { message, cause })
}

function bodyFault(bytes: Buffer): string | undefined {
  if (!isUtf8(bytes)) return 'The request body is not valid UTF-8'
  if (isNestedBeyond(bytes, deepestNesting)) {
    return `The request body is nested more than ${deepestNesting} levels deep`
  }
  return undefined
}

const quote = 0x22
const backslash = 0x5c
const openers: ReadonlySet<number> = new Set([0x5b, 0x7b])
const closers: ReadonlySet<number> = new Set([0x5d, 0x7d])

/** Whether JSON text opens more than `limit` arrays and objects at once; one pass, no stack. */
export function isNestedBeyond(bytes: Uint8Array, limit: number): boolean {
  let depth = 0
  let inString = false
  for (let index = 0; index < bytes.length; index++) {
    const byte = bytes[index] ?? 0
    if (inString) {
      if (byte === backslash) index++
      else if (byte === quote) inString = false
    } else if (byte === quote) inString = true
    else if (openers.has(byte) && ++depth > limit) return true
    else if (closers.has(byte)) depth--
  }
  return false
}
