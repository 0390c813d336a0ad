import { Module } from '@nestjs/common'
import type { ConfigType } from '@nestjs/config'
import { ThrottlerModule } from '@nestjs/throttler'
import { rateLimitConfig } from '#modules/rate-limit/rate-limit.config.js'
import { InProcessStorage } from './per-ip/in-process-storage.js'
import { windowMs } from './limits.js'
import { RateLimitMetrics } from './rate-limit.metrics.js'
import { RateLimitsService } from './rate-limits.service.js'
import { RedisCounter } from './redis-counter.js'

/** What the guards of this folder count with; the guards themselves stand in app.pipeline.ts. */
@Module({
  imports: [
    ThrottlerModule.forRootAsync({
      inject: [rateLimitConfig.KEY],
      useFactory: (settings: ConfigType<typeof rateLimitConfig>) => ({
        throttlers: [{ name: 'flood', ttl: windowMs, limit: settings.FLOOD_LIMIT_PER_MINUTE }],
        storage: new InProcessStorage(),
        // X-RateLimit-* tell an owner of the owner's limits, not of this one.
        setHeaders: false
      })
    })
  ],
  providers: [RedisCounter, RateLimitMetrics, RateLimitsService],
  exports: [RateLimitMetrics, RateLimitsService]
})
export class RateLimitModule {}
