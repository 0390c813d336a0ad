import { Module } from '@nestjs/common'
import { KuybiMetrics } from './kuybi.metrics.js'
import { KuybiRedis } from './kuybi-redis.service.js'
import { RevocationList } from './revocation-list.service.js'

@Module({ providers: [KuybiMetrics, KuybiRedis, RevocationList], exports: [RevocationList] })
export class KuybiModule {}
