import { Global, Module } from '@nestjs/common'
import { AllowedMethods } from './errors/allowed-methods.js'
import { ClientErrors } from './errors/client-errors.js'
import { Exchanges } from './errors/exchanges.js'
import { HttpMetrics } from './http.metrics.js'
import { RequestObserver } from './request-observer.js'

/** Providers that app.setup.ts uses outside the routes. */
@Global()
@Module({
  providers: [AllowedMethods, ClientErrors, Exchanges, HttpMetrics, RequestObserver],
  exports: [AllowedMethods, ClientErrors, Exchanges, RequestObserver]
})
export class HttpPlatformModule {}
