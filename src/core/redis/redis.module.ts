import { Global, Module } from '@nestjs/common'
import { RedisMetrics } from './redis.metrics.js'
import { RedisService } from './redis.service.js'

@Global()
@Module({ providers: [RedisService, RedisMetrics], exports: [RedisService, RedisMetrics] })
export class RedisModule {}
