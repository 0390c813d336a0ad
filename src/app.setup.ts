import './app.errors.js'
import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import { NestFactory } from '@nestjs/core'
import { VersioningType } from '@nestjs/common'
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify'
import type { FastifyInstance } from 'fastify'
import { PinoLogger } from 'nestjs-pino'
import { AppModule } from './app.module.js'
import { apiTexts } from './app.openapi.js'
import type { Settings } from './app.settings.js'
import { AppError } from '#core/errors/app-error.js'
import { corsHook } from '#core/http/cors.hook.js'
import { AllExceptionsFilter } from '#core/http/errors/all-exceptions.filter.js'
import { AllowedMethods } from '#core/http/errors/allowed-methods.js'
import { ClientErrors } from '#core/http/errors/client-errors.js'
import { Exchanges } from '#core/http/errors/exchanges.js'
import { acceptJsonBodies, readUntypedJson } from '#core/http/protocol/json-body.js'
import { routableUrl } from '#core/http/protocol/malformed-url.js'
import { PathPrefix } from '#core/http/protocol/path-prefix.js'
import { parseQueryLastWins } from '#core/http/protocol/query-string.js'
import { validateRequestHead } from '#core/http/protocol/request-head.js'
import { serveDocs, serveErrorDocs } from '#core/http/openapi/serve-docs.js'
import { enterContext, inRequest, openContext } from '#core/http/request/context.hook.js'
import { RequestObserver } from '#core/http/request-observer.js'
import { serverLimits, waitingConnections } from '#core/http/protocol/server-limits.js'
import type { SettingProblem } from '#core/config/settings-error.js'
import { enableGracefulShutdown } from '#core/lifecycle/graceful-shutdown.js'
import { Lifecycle } from '#core/lifecycle/lifecycle.js'
import type { LogDestination } from '#core/logging/logger-options.js'
import { NestLogger } from '#core/logging/nest-logger.js'
import { OverloadGuard } from '#modules/rate-limit/overload.guard.js'
import { serveStudio } from '#modules/studio/serve-studio.js'

/**
 * Maximum length of a path parameter. It exceeds any header section that Node accepts, so the router never
 * rejects a URL for its length.
 */
const maxParameterLength = 16_384

/** What a process does: it serves the API, or it only runs jobs. */
export type ProcessRole = 'api' | 'worker'

export interface AppOptions {
  /** Where log lines go instead of standard output; for tests that read them. */
  readonly logTo?: LogDestination
  /** Default: api. */
  readonly role?: ProcessRole
}

/** The service, ready to listen. main.ts and the tests start it through this function. */
export async function createApp(
  settings: Settings,
  { logTo, role = 'api' }: AppOptions = {}
): Promise<NestFastifyApplication> {
  const prefix = new PathPrefix(settings.http)
  const adapter = createAdapter(settings, prefix, (error, socket) =>
    app.get(ClientErrors).respond(error, socket)
  )
  const app: NestFastifyApplication = await NestFactory.create(
    AppModule.with(settings, logTo),
    adapter,
    { abortOnError: false, bodyParser: false, bufferLogs: true }
  )
  if (role === 'worker') serveOnlyProbes(app)
  return configureApp(app, adapter, settings, prefix)
}

const probe = /\/health(?:\/|$)|^\/metrics$/

/** A worker has no other addresses. The hooks of configureApp respond to the error. */
function serveOnlyProbes(app: NestFastifyApplication): void {
  serverOf(app).addHook('onRequest', ({ routeOptions }, _reply, done) => {
    done(probe.test(routeOptions.url ?? '') ? undefined : new AppError('NOT_FOUND'))
  })
}

/** Resolves when the service listens. */
export async function startService(
  settings: Settings,
  notices: readonly SettingProblem[],
  role: ProcessRole
): Promise<void> {
  const app = await createApp(settings, { role })
  const logger = app.get(PinoLogger)
  for (const { name, rule } of notices) {
    logger.warn({ action: 'setting_notice', name, rule }, `${name} ${rule}`)
  }
  enableGracefulShutdown(app, settings.lifecycle)
  const { HOST: host, PORT: port } = settings.http
  await app.listen({ port, host, backlog: waitingConnections })
  app.get(Lifecycle).started(await app.getUrl())
}

function createAdapter(
  settings: Settings,
  prefix: PathPrefix,
  clientErrorHandler: (error: Error, socket: Socket) => void
): FastifyAdapter {
  return new FastifyAdapter({
    ...serverLimits(settings.http),
    // The router would refuse a malformed URL before any hook runs; this makes it a 404 instead.
    rewriteUrl: ({ url = '/' }: IncomingMessage) => prefix.routeOf(routableUrl(url)),
    routerOptions: {
      maxParamLength: maxParameterLength,
      querystringParser: parseQueryLastWins,
      ignoreTrailingSlash: true
    },
    // While closing, requests on open connections get our error body instead of Fastify's.
    return503OnClosing: false,
    clientErrorHandler
  })
}

/** The steps in order: hooks run in the order in which they are added. */
function configureApp(
  app: NestFastifyApplication,
  adapter: FastifyAdapter,
  settings: Settings,
  prefix: PathPrefix
): NestFastifyApplication {
  app.useLogger(app.get(NestLogger))
  collectAllowedMethods(app, prefix)
  handleBareConnections(app)
  openRequestContext(app, adapter, prefix)
  allowOrigins(app, settings)
  refuseWhileClosing(app)
  refuseMalformedHeads(app)
  refuseWhileOverloaded(app)
  reenterContextAfterBody(app)
  acceptJsonBodies(serverOf(app))
  app.useSecurityHeaders()
  addressRoutes(app)
  servePages(app, settings)
  return app
}

/** For the header Allow of a 405. */
function collectAllowedMethods(app: NestFastifyApplication, prefix: PathPrefix): void {
  app.get(AllowedMethods).watch(serverOf(app), url => prefix.routeOf(url))
}

/** CONNECT and an unknown `Expect` would end without a response of ours. */
function handleBareConnections(app: NestFastifyApplication): void {
  const { server } = serverOf(app)
  app.get(ClientErrors).watch(server)
  server.on('checkExpectation', (...exchange) => server.emit('request', ...exchange))
}

/**
 * Ids and context exist before anything else runs. The adapter's own hook runs before those that its
 * constructor adds, one of which responds with a 404.
 */
function openRequestContext(
  app: NestFastifyApplication,
  adapter: FastifyAdapter,
  prefix: PathPrefix
): void {
  const exchanges = app.get(Exchanges)
  const observer = app.get(RequestObserver)
  adapter.setOnRequestHook((request, reply, done) => {
    exchanges.track(reply)
    const context = openContext(request, reply, prefix.of(request.raw.headers))
    observer.observe(request, reply)
    inRequest(context, done)
  })
}

/** CORS headers are on every later response, so that pages can read errors; a preflight ends here. */
function allowOrigins(app: NestFastifyApplication, { http }: Settings): void {
  serverOf(app).addHook('onRequest', corsHook(http.CORS_ORIGINS))
}

/** Clients with an open connection get an error that says why. */
function refuseWhileClosing(app: NestFastifyApplication): void {
  const lifecycle = app.get(Lifecycle)
  serverOf(app).addHook('onRequest', (_request, _reply, done) => {
    done(lifecycle.isClosing ? new AppError('SHUTTING_DOWN') : undefined)
  })
}

/** Invalid heads and unknown addresses end before the body is read, and its type is known. */
function refuseMalformedHeads(app: NestFastifyApplication): void {
  serverOf(app).addHook('onRequest', validateRequestHead)
  serverOf(app).addHook('onRequest', readUntypedJson)
}

/** Before the body is read, and without the error handlers: refusals must leave the time to what is running. */
function refuseWhileOverloaded(app: NestFastifyApplication): void {
  const guard = app.get(OverloadGuard)
  const errors = app.get(AllExceptionsFilter)
  serverOf(app).addHook('onRequest', (request, reply, done) => {
    const refusal = request.routeOptions?.config.isGeneration ? guard.refusal() : undefined
    if (refusal === undefined) done()
    else errors.respond(refusal, request, reply)
  })
}

/** Reading the body leaves the AsyncLocalStorage context; guards and handlers need it. */
function reenterContextAfterBody(app: NestFastifyApplication): void {
  serverOf(app).addHook('preValidation', enterContext)
}

function addressRoutes(app: NestFastifyApplication): void {
  app.setGlobalPrefix('api', { exclude: ['/', 'metrics', '.well-known/jwks.json'] })
  app.enableVersioning({ type: VersioningType.URI })
}

function servePages(app: NestFastifyApplication, settings: Settings): void {
  serveErrorDocs(app)
  if (settings.http.ENABLE_DOCS) serveDocs(app, apiTexts)
  if (settings.studio.ENABLE_STUDIO) serveStudio(app)
}

function serverOf(app: NestFastifyApplication): FastifyInstance {
  return app.getHttpAdapter().getInstance()
}
