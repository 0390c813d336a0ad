import { Global, Module } from '@nestjs/common'
import { ShutdownHooks } from './shutdown-hooks.js'
import { Lifecycle } from './lifecycle.js'
import { OverloadDetector } from './overload-detector.js'
import { TurnQueue } from './turn-queue.js'

/** Each takes one to two milliseconds, so turns stay short. One in each would make more and smaller flushes of the ledger. */
const perTurn = 4

@Global()
@Module({
  providers: [
    ShutdownHooks,
    Lifecycle,
    OverloadDetector,
    { provide: TurnQueue, useFactory: () => new TurnQueue(perTurn, setImmediate) }
  ],
  exports: [ShutdownHooks, Lifecycle, OverloadDetector, TurnQueue]
})
export class LifecycleModule {}
