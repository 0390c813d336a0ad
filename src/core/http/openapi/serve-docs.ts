import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { NestFastifyApplication } from '@nestjs/platform-fastify'
import { errorDocsPage } from '#core/http/errors/error-body.js'
import { idHeaders } from '#core/http/request/ids.js'
import { publicPath } from '#core/http/request/public-path.js'
import { serveFiles } from '#core/http/pages/serve-files.js'
import { docsDocument, docsPage, redirects } from './docs-paths.js'
import type { ApiTexts } from './api-texts.js'
import { errorPage } from './error-page.js'
import { createOpenApiDocument } from './openapi-document.js'

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
]

/** Next to this file, in src and in dist. */
const page = fileURLToPath(new URL('page', import.meta.url))
const require = createRequire(import.meta.url)
const swaggerUi = dirname(require.resolve('swagger-ui-dist/package.json'))
const assets = [
  'swagger-ui.css',
  'swagger-ui-bundle.js',
  'favicon-16x16.png',
  'favicon-32x32.png'
] as const

/** Serves the page to which `doc_url` of every error leads, whether the other documents are served or not. */
export function serveErrorDocs(app: NestFastifyApplication): void {
  const html = errorPage()
  app
    .getHttpAdapter()
    .getInstance()
    .get(errorDocsPage, { config: { skipAccessLog: true } }, (request, reply) =>
      reply.headers(idHeaders(request.requestContext)).type('text/html; charset=utf-8').send(html)
    )
}

/** Serves the OpenAPI document, and Swagger UI from its package: no other server is contacted. */
export function serveDocs(app: NestFastifyApplication, texts: ApiTexts): void {
  const server = app.getHttpAdapter().getInstance()
  // Built on the first request, so that it does not delay the start.
  let document: Promise<string> | undefined
  const read = async (): Promise<string> => JSON.stringify(await createOpenApiDocument(app, texts))

  server.get(docsDocument, async (request, reply) =>
    reply
      .headers(idHeaders(request.requestContext))
      .type('application/json; charset=utf-8')
      .send(withServer(await (document ??= read()), request.requestContext.pathPrefix))
  )
  for (const [address, target] of Object.entries(redirects)) {
    server.get(address, (request, reply) =>
      reply.headers(idHeaders(request.requestContext)).redirect(publicPath(target))
    )
  }
  const index = join(page, 'index.html')
  serveFiles(app, {
    contentSecurityPolicy,
    routes: {
      [docsPage]: index,
      [`${docsPage}/swagger-initializer.js`]: join(page, 'swagger-initializer.js'),
      ...Object.fromEntries(assets.map(file => [`${docsPage}/${file}`, join(swaggerUi, file)]))
    }
  })
}

/** The document with the address of the server as its reader sees it. */
function withServer(document: string, pathPrefix: string): string {
  if (pathPrefix === '') return document
  return document.replace('"servers":[{"url":"/"', `"servers":[{"url":"${pathPrefix}"`)
}
