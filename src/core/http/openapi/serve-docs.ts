import type { NestFastifyApplication } from '@nestjs/platform-fastify'
import { SwaggerModule, type OpenAPIObject } from '@nestjs/swagger'
import { idHeaders } from '#core/http/request/ids.js'
import { docsDocument, docsPage, docsShortcut } from './docs-paths.js'
import { openApiDocument } from './openapi-document.js'

/**
 * The page's own policy: nothing from other servers, and nothing inline except the styles that Swagger UI
 * sets. Every other response keeps the strict policy.
 */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'"
].join('; ')

const json = 'application/json; charset=utf-8'

const assets: ReadonlySet<string> = new Set([
  'swagger-ui.css',
  'swagger-ui-bundle.js',
  'swagger-ui-standalone-preset.js',
  'favicon-16x16.png',
  'favicon-32x32.png'
])

/** Serves the OpenAPI document, and Swagger UI from its package: no other server is contacted. */
export function serveDocs(app: NestFastifyApplication): void {
  const server = app.getHttpAdapter().getInstance()
  // Built on the first request, so that it does not delay the start.
  let document: OpenAPIObject | undefined
  let text: string | undefined
  const read = (): OpenAPIObject => (document ??= openApiDocument(app))
  const readText = (): string => (text ??= JSON.stringify(read()))

  server.addHook('onRequest', (request, reply, done) => {
    const route = request.routeOptions.url
    if (route === docsDocument || route === docsShortcut)
      reply.headers(idHeaders(request.requestContext))
    if (!route?.startsWith(docsPage)) return done()
    // Only the files that the page loads, not the package's manifest and source maps.
    if (route.endsWith('*') && !assets.has(fileName(request.url))) return reply.callNotFound()
    reply.headers(idHeaders(request.requestContext))
    reply.header('Content-Security-Policy', contentSecurityPolicy)
    done()
  })
  server.get(docsDocument, (_request, reply) => reply.type(json).send(readText()))
  server.get(docsShortcut, (_request, reply) => reply.redirect(docsPage))
  SwaggerModule.setup(docsPage, app, read, {
    raw: false,
    customSiteTitle: 'Jiraiya API',
    // The validator badge would send our URL to another server.
    swaggerOptions: { validatorUrl: null }
  })
}

function fileName(url: string): string {
  const path = url.split('?', 1)[0] ?? ''
  return path.slice(path.lastIndexOf('/') + 1)
}
