import type { NestFastifyApplication } from '@nestjs/platform-fastify'
import { originForm } from '#core/http/protocol/malformed-url.js'
import { openApiDocument } from '../../../src/app.openapi.js'
import { ApiContract } from './api-contract.js'

/** Routes are the same for all settings, so one contract does for all services of a test file. */
let contract: ApiContract | undefined

/**
 * Holds every answer of a service against its OpenAPI document. Must be called before it listens.
 *
 * @returns throws when an answer was not as documented
 */
export async function watchContract(app: NestFastifyApplication): Promise<() => void> {
  const known = (contract ??= new ApiContract(await openApiDocument(app)))
  const violations: string[] = []
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onSend', (request, reply, payload, done) => {
      const body = textOf(payload)
      // The studio is a page, which the document of the API leaves out.
      if (body !== undefined && !(reply.statusCode === 200 && request.url.startsWith('/studio'))) {
        const { method } = request
        // The address without PATH_PREFIX, or the whole one if it has no route.
        const url = originForm(request.is404 ? request.originalUrl : request.url)
        const headers = reply.getHeaders()
        const { statusCode: status } = reply
        violations.push(...known.violations({ method, url, status, headers, body }))
      }
      done()
    })
  return () => {
    if (violations.length > 0) throw new Error(`not as documented:\n${violations.join('\n')}`)
  }
}

/** Undefined for a stream: only the files of the documents' page are sent as one. */
function textOf(payload: unknown): string | undefined {
  if (payload === null || payload === undefined) return ''
  if (typeof payload === 'string') return payload
  return Buffer.isBuffer(payload) ? payload.toString() : undefined
}
