import { Global, Module } from '@nestjs/common'
import { KuybiRedis } from './kuybi-redis.js'
import { Redis } from './redis.js'

@Global()
@Module({ providers: [Redis, KuybiRedis], exports: [Redis, KuybiRedis] })
export class RedisModule {}
