import { Module } from '@nestjs/common'
import { ThrottlerModule } from '@nestjs/throttler'
import { Settings } from '#core/config/settings.js'
import { InProcessStorage } from './per-ip/in-process-storage.js'
import { windowMs } from './limits.js'
import { RateLimitsService } from './rate-limits.service.js'
import { RedisCounter } from './redis-counter.js'

/** What the guards of this folder count with; the guards themselves stand in app.pipeline.ts. */
@Module({
  imports: [
    ThrottlerModule.forRootAsync({
      inject: [Settings],
      useFactory: (settings: Settings) => ({
        throttlers: [{ name: 'flood', ttl: windowMs, limit: settings.FLOOD_LIMIT_PER_MINUTE }],
        storage: new InProcessStorage(),
        // X-RateLimit-* tell an owner of the owner's limits, not of this one.
        setHeaders: false
      })
    })
  ],
  providers: [RedisCounter, RateLimitsService],
  exports: [RateLimitsService]
})
export class RateLimitModule {}
