import 'fastify'
import type { RequestContext } from '../context/request-context.js'

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the first hook of every request. */
    requestContext: RequestContext
  }

  interface FastifyContextConfig {
    /** No access line and no trace: probes, metrics and static files. */
    skipAccessLog?: boolean
    /** Starts long work, so it is refused while this process is overloaded. */
    isGeneration?: boolean
    /** Errors also carry the string `detail` that clients of the Python service read. */
    legacyDetail?: boolean
    /** A body without a content type, of `text/plain` or of a `+json` type is read as JSON. */
    acceptsUntypedJson?: boolean
  }
}
