import { Module } from '@nestjs/common'
import { KuybiRedis } from './kuybi-redis.js'
import { RevocationList } from './revocation-list.js'

@Module({ providers: [KuybiRedis, RevocationList], exports: [RevocationList] })
export class KuybiModule {}
