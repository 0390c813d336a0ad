import { Global, Module } from '@nestjs/common'
import { Cleanups } from './cleanups.js'
import { Lifecycle } from './lifecycle.js'
import { LoadWatch } from './load-watch.js'

@Global()
@Module({ providers: [Cleanups, Lifecycle, LoadWatch], exports: [Cleanups, Lifecycle, LoadWatch] })
export class LifecycleModule {}
