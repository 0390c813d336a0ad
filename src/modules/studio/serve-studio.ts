import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fastifyStatic from '@fastify/static'
import type { NestFastifyApplication } from '@nestjs/platform-fastify'

/** The page's own policy: everything from here, nothing inline, and no other server is told anything. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'"
].join('; ')

/** Beside this file, in src as in dist. */
const page = fileURLToPath(new URL('page', import.meta.url))

/**
 * Serves a page on which a person asks for a story and watches it arrive. It is a client like any
 * other: it holds no key, and what it may do is what the pasted one may.
 */
export function serveStudio(app: NestFastifyApplication): void {
  const server = app.getHttpAdapter().getInstance()
  void server.register(async scope => {
    // The documents' page has brought it, unless it is off.
    if (!scope.hasReplyDecorator('sendFile')) await scope.register(fastifyStatic, { serve: false })
    for (const [path, file] of routes()) {
      scope.get(path, { config: { skipAccessLog: true } }, (_request, reply) =>
        reply
          .header('Content-Security-Policy', contentSecurityPolicy)
          // Asked for each time, answered with 304 as long as it is the same.
          .header('Cache-Control', 'no-cache')
          .sendFile(file, page, { cacheControl: false })
      )
    }
  })
}

/** Path -> file. Whatever else comes to lie beside them is nobody's business. */
function routes(): readonly (readonly [string, string])[] {
  const files = readdirSync(page).filter(file => /\.(css|js)$/.test(file))
  return [
    ['/studio', 'index.html'],
    ['/studio/', 'index.html'],
    ...files.map(file => [`/studio/${file}`, file] as const)
  ]
}
