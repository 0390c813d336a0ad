import { Global, Module } from '@nestjs/common'
import { AllowedMethods } from './allowed-methods.js'
import { RequestObserver } from './request-observer.js'

@Global()
@Module({
  providers: [AllowedMethods, RequestObserver],
  exports: [AllowedMethods, RequestObserver]
})
export class HttpModule {}
