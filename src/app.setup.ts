import type { IncomingMessage } from 'node:http'
import { NestFactory } from '@nestjs/core'
import { VersioningType } from '@nestjs/common'
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify'
import { AppModule } from './app.module.js'
import type { Settings } from './core/config/settings.js'
import { AppError } from './core/errors/app-error.js'
import { AllowedMethods } from './core/http/allowed-methods.js'
import { answerClientError } from './core/http/client-error.js'
import { contextHook } from './core/http/context.hook.js'
import { routableUrl } from './core/http/malformed-url.js'
import { RequestObserver } from './core/http/request-observer.js'
import { Lifecycle } from './core/lifecycle/lifecycle.js'
import { NestLogger } from './core/logging/nest-logger.js'

/** Headers and body must have arrived by then; a caller who dribbles is cut off. */
const requestArrivalMs = 30_000

/** Longer than any header section Node accepts: the router has no limit of its own. */
const longestParameter = 16_384

/** The service, ready to listen; what main.ts and the tests boot alike. */
export async function createApp(settings: Settings): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    bodyLimit: settings.BODY_LIMIT_KB * 1024,
    requestTimeout: requestArrivalMs,
    // A malformed address would be answered before any hook runs; so it goes the way of a 404.
    rewriteUrl: (request: IncomingMessage) => routableUrl(request.url ?? '/'),
    routerOptions: { maxParamLength: longestParameter },
    // Once closing, requests on open connections get our own error body, not Fastify's.
    return503OnClosing: false,
    clientErrorHandler: answerClientError
  })
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.with(settings), adapter, {
    abortOnError: false,
    bodyParser: false,
    bufferLogs: true
  })
  return configureApp(app, adapter)
}

function configureApp(
  app: NestFastifyApplication,
  adapter: FastifyAdapter
): NestFastifyApplication {
  const server = adapter.getInstance()
  const observer = app.get(RequestObserver)
  const lifecycle = app.get(Lifecycle)

  app.useLogger(app.get(NestLogger))
  app.get(AllowedMethods).watch(server)

  // Ids and context first, before the body is read.
  adapter.setOnRequestHook((request, reply, done) => {
    observer.watch(request, reply)
    contextHook(request, reply, done)
  })
  // Whoever still has an open connection while the door closes hears why.
  server.addHook('onRequest', (_request, _reply, done) => {
    done(lifecycle.isClosing ? new AppError('SHUTTING_DOWN') : undefined)
  })
  // Reading the body leaves the context; go back in before guards and handlers.
  server.addHook('preValidation', contextHook)
  // Bodies are JSON; anything else is 415.
  server.removeContentTypeParser('text/plain')

  app.useSecurityHeaders()
  app.setGlobalPrefix('api', { exclude: ['/', 'metrics'] })
  app.enableVersioning({ type: VersioningType.URI })
  return app
}
