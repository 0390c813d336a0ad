import { Module } from '@nestjs/common'
import type { ConfigType } from '@nestjs/config'
import { ThrottlerModule } from '@nestjs/throttler'
import { rateLimitConfig } from '#modules/rate-limit/rate-limit.config.js'
import { GenerationAdmission } from './generation-admission.js'
import { InProcessStorage } from './per-ip/in-process-storage.js'
import { windowMs } from './too-many-requests.js'
import { RateLimitMetrics } from './rate-limit.metrics.js'
import { RateLimitsService } from './rate-limits.service.js'
import { RedisCounter } from './counters/redis-counter.js'

/** The counters of the rate limit guards; app.pipeline.ts lists the guards. */
@Module({
  imports: [
    ThrottlerModule.forRootAsync({
      inject: [rateLimitConfig.KEY],
      useFactory: (settings: ConfigType<typeof rateLimitConfig>) => ({
        throttlers: [{ name: 'flood', ttl: windowMs, limit: settings.FLOOD_LIMIT_PER_MINUTE }],
        storage: new InProcessStorage(),
        // X-RateLimit-* describe the limits of the owner, not this per-IP limit.
        setHeaders: false
      })
    })
  ],
  providers: [GenerationAdmission, RedisCounter, RateLimitMetrics, RateLimitsService],
  exports: [GenerationAdmission, RateLimitMetrics, RateLimitsService]
})
export class RateLimitModule {}
