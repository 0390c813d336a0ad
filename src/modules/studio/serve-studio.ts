import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { NestFastifyApplication } from '@nestjs/platform-fastify'
import { serveFiles } from '#core/http/pages/serve-files.js'

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
]

/** Next to this file, in src and in dist. */
const page = fileURLToPath(new URL('page', import.meta.url))

/**
 * Serves a page that requests a story and shows it while it streams. The page is an ordinary client: it
 * holds no key, and has the rights of the key that its user pastes.
 */
export function serveStudio(app: NestFastifyApplication): void {
  const files = readdirSync(page).filter(file => /\.(css|js)$/.test(file))
  const index = join(page, 'index.html')
  serveFiles(app, {
    contentSecurityPolicy,
    routes: {
      '/studio': index,
      ...Object.fromEntries(files.map(file => [`/studio/${file}`, join(page, file)]))
    }
  })
}
