import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import { NestFactory } from '@nestjs/core'
import { VersioningType } from '@nestjs/common'
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify'
import { AppModule } from './app.module.js'
import type { Settings } from '#core/config/settings.js'
import { AppError } from '#core/errors/app-error.js'
import { AllowedMethods } from '#core/http/allowed-methods.js'
import { ClientErrors } from '#core/http/protocol/client-error.js'
import { contextHook } from '#core/http/context.hook.js'
import { corsHook } from '#core/http/cors.hook.js'
import { acceptJsonBodies } from '#core/http/protocol/json-body.js'
import { routableUrl } from '#core/http/protocol/malformed-url.js'
import { trackExchange } from '#core/http/protocol/exchanges.js'
import { parseQueryLastWins } from '#core/http/protocol/query-string.js'
import { validateRequestHead } from '#core/http/protocol/request-head.js'
import { serveDocs } from '#core/http/openapi/serve-docs.js'
import { RequestObserver } from '#core/http/request-observer.js'
import { serverLimits } from '#core/http/protocol/server-limits.js'
import { Lifecycle } from '#core/lifecycle/lifecycle.js'
import type { LogDestination } from '#core/logging/logger-options.js'
import { NestLogger } from '#core/logging/nest-logger.js'
import { serveStudio } from '#modules/studio/serve-studio.js'

/** Longer than any header section Node accepts: the router has no limit of its own. */
const maxParameterLength = 16_384

export interface AppOptions {
  /** Where log lines go instead of standard output; for tests, which read them. */
  readonly logTo?: LogDestination
}

/** The service, ready to listen; what main.ts and the tests boot alike. */
export async function createApp(
  settings: Settings,
  { logTo }: AppOptions = {}
): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    ...serverLimits(settings),
    // A malformed address would be answered before any hook runs; so it goes the way of a 404.
    rewriteUrl: (request: IncomingMessage) => routableUrl(request.url ?? '/'),
    routerOptions: { maxParamLength: maxParameterLength, querystringParser: parseQueryLastWins },
    // Once closing, requests on open connections get our own error body, not Fastify's.
    return503OnClosing: false,
    clientErrorHandler: (error: Error, socket: Socket) =>
      app.get(ClientErrors).answer(error, socket)
  })
  const app: NestFastifyApplication = await NestFactory.create(
    AppModule.with(settings, logTo),
    adapter,
    {
      abortOnError: false,
      bodyParser: false,
      bufferLogs: true
    }
  )
  return configureApp(app, adapter, settings)
}

function configureApp(
  app: NestFastifyApplication,
  adapter: FastifyAdapter,
  settings: Settings
): NestFastifyApplication {
  const server = adapter.getInstance()
  const observer = app.get(RequestObserver)
  const lifecycle = app.get(Lifecycle)

  app.useLogger(app.get(NestLogger))
  app.get(AllowedMethods).watch(server)
  app.get(ClientErrors).watch(server.server)
  // `Expect: anything` is taken as if it were not there; Node's own refusal has no body.
  server.server.on('checkExpectation', (...exchange) => server.server.emit('request', ...exchange))

  // Ids and context first, before the body is read.
  adapter.setOnRequestHook((request, reply, done) => {
    trackExchange(reply)
    observer.watch(request, reply)
    contextHook(request, reply, done)
  })
  // Whatever the answer will be, a page of ours may read it; a preflight ends here.
  server.addHook('onRequest', corsHook(settings.CORS_ORIGINS))
  // Whoever still has an open connection while the door closes hears why.
  server.addHook('onRequest', (_request, _reply, done) => {
    done(lifecycle.isClosing ? new AppError('SHUTTING_DOWN') : undefined)
  })
  // What the head shows to be wrong, and what leads nowhere, ends before the body is read.
  server.addHook('onRequest', validateRequestHead)
  // Reading the body leaves the context; go back in before guards and handlers.
  server.addHook('preValidation', contextHook)
  acceptJsonBodies(server)

  app.useSecurityHeaders()
  app.setGlobalPrefix('api', { exclude: ['/', 'metrics'] })
  app.enableVersioning({ type: VersioningType.URI })
  if (settings.ENABLE_DOCS) serveDocs(app)
  if (settings.ENABLE_STUDIO) serveStudio(app)
  return app
}
