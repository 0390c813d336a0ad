import { Global, Module } from '@nestjs/common'
import { AllowedMethods } from './allowed-methods.js'
import { ClientErrors } from './protocol/client-error.js'
import { RequestObserver } from './request-observer.js'

@Global()
@Module({
  providers: [AllowedMethods, ClientErrors, RequestObserver],
  exports: [AllowedMethods, ClientErrors, RequestObserver]
})
export class HttpPlatformModule {}
