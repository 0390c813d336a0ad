import { readFile } from 'node:fs/promises'
import { dirname, basename } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { NestFastifyApplication } from '@nestjs/platform-fastify'
import { idHeaders } from '#core/http/request/ids.js'

interface Files {
  readonly contentSecurityPolicy: readonly string[]
  /** Absolute file names by address; no other file is served. */
  readonly routes: Readonly<Record<string, string>>
}

/**
 * Serves the files of a page, which are not in the access log. The addresses in its HTML begin with a
 * slash; they get the prefix below which the client sees the service.
 */
export function serveFiles(
  app: NestFastifyApplication,
  { contentSecurityPolicy, routes }: Files
): void {
  const server = app.getHttpAdapter().getInstance()
  void server.register(async scope => {
    await scope.register(fastifyStatic, { serve: false })
    for (const [path, file] of Object.entries(routes)) {
      scope.get(path, { config: { skipAccessLog: true } }, async (request, reply) => {
        const { pathPrefix } = request.requestContext
        const page = reply
          .headers(idHeaders(request.requestContext))
          .header('Content-Security-Policy', contentSecurityPolicy.join('; '))
          // The browser revalidates each time, and gets 304 while the file is unchanged.
          .header('Cache-Control', 'no-cache')
        return pathPrefix !== '' && file.endsWith('.html')
          ? page.type('text/html; charset=utf-8').send(await belowPrefix(file, pathPrefix))
          : page.sendFile(basename(file), dirname(file), { cacheControl: false })
      })
    }
  })
}

async function belowPrefix(file: string, pathPrefix: string): Promise<string> {
  const html = await readFile(file, 'utf8')
  return html.replaceAll(/ (href|src)="\//g, ` $1="${pathPrefix}/`)
}
