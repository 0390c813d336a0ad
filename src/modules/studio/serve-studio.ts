import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fastifyStatic from '@fastify/static'
import type { NestFastifyApplication } from '@nestjs/platform-fastify'
import { idHeaders } from '#core/http/request/ids.js'

/** The page's own policy: nothing inline, and nothing from or to other servers. */
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

/** Next to this file, in src and in dist. */
const page = fileURLToPath(new URL('page', import.meta.url))

/**
 * Serves a page that requests a story and shows it while it streams. The page is an ordinary client: it
 * holds no key, and has the rights of the key that its user pastes.
 */
export function serveStudio(app: NestFastifyApplication): void {
  const server = app.getHttpAdapter().getInstance()
  void server.register(async scope => {
    // Swagger UI registers the plugin, unless the documents are off.
    if (!scope.hasReplyDecorator('sendFile')) await scope.register(fastifyStatic, { serve: false })
    for (const [path, file] of routes()) {
      scope.get(path, { config: { skipAccessLog: true } }, (request, reply) =>
        reply
          .headers(idHeaders(request.requestContext))
          .header('Content-Security-Policy', contentSecurityPolicy)
          // The browser revalidates each time, and gets 304 while the file is unchanged.
          .header('Cache-Control', 'no-cache')
          .sendFile(file, page, { cacheControl: false })
      )
    }
  })
}

/** Path and file; other files in the folder are not served. */
function routes(): readonly (readonly [string, string])[] {
  const files = readdirSync(page).filter(file => /\.(css|js)$/.test(file))
  return [
    ['/studio', 'index.html'],
    ['/studio/', 'index.html'],
    ...files.map(file => [`/studio/${file}`, file] as const)
  ]
}
