import type { FastifyRequest } from 'fastify'

const maxUserAgentLength = 200

/** Who sent a request: the address, behind trusted proxies the client's own, and the user agent. */
export function clientForLog({ raw, requestContext }: FastifyRequest): {
  readonly address: string
  readonly userAgent: string | undefined
} {
  const userAgent = raw.headers['user-agent']?.slice(0, maxUserAgentLength)
  return { address: requestContext.address, userAgent: userAgent || undefined }
}
