import { dirname, basename } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { NestFastifyApplication } from '@nestjs/platform-fastify'
import { idHeaders } from '#core/http/request/ids.js'

interface Files {
  readonly contentSecurityPolicy: readonly string[]
  /** Absolute file names by address; no other file is served. */
  readonly routes: Readonly<Record<string, string>>
}

/** Serves the files of a page, which are not in the access log. */
export function serveFiles(
  app: NestFastifyApplication,
  { contentSecurityPolicy, routes }: Files
): void {
  const server = app.getHttpAdapter().getInstance()
  void server.register(async scope => {
    await scope.register(fastifyStatic, { serve: false })
    for (const [path, file] of Object.entries(routes)) {
      scope.get(path, { config: { skipAccessLog: true } }, (request, reply) =>
        reply
          .headers(idHeaders(request.requestContext))
          .header('Content-Security-Policy', contentSecurityPolicy.join('; '))
          // The browser revalidates each time, and gets 304 while the file is unchanged.
          .header('Cache-Control', 'no-cache')
          .sendFile(basename(file), dirname(file), { cacheControl: false })
      )
    }
  })
}
