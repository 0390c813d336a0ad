import { Global, Module } from '@nestjs/common'
import { ShutdownHooks } from './shutdown-hooks.js'
import { Lifecycle } from './lifecycle.js'
import { OverloadDetector } from './overload-detector.js'

@Global()
@Module({
  providers: [ShutdownHooks, Lifecycle, OverloadDetector],
  exports: [ShutdownHooks, Lifecycle, OverloadDetector]
})
export class LifecycleModule {}
