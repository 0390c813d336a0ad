import { Module } from '@nestjs/common'
import { KuybiMetrics } from './kuybi.metrics.js'
import { KuybiRedis } from './kuybi-redis.service.js'
import { KuybiTokens } from './kuybi-tokens.service.js'
import { RevocationList } from './revocation-list.service.js'
import { UserLookup } from './user-lookup.service.js'

@Module({
  providers: [KuybiMetrics, KuybiRedis, RevocationList, UserLookup, KuybiTokens],
  exports: [KuybiTokens]
})
export class KuybiModule {}
