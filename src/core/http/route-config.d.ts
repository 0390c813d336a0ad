import 'fastify'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** No access line: probes and metrics. */
    skipAccessLog?: boolean
    /** Errors also carry the string `detail` that clients of the Python service read. */
    legacyDetail?: boolean
  }
}
