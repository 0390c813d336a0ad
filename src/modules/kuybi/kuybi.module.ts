import { Module } from '@nestjs/common'
import { KuybiRedis } from './kuybi-redis.service.js'
import { RevocationList } from './revocation-list.service.js'

@Module({ providers: [KuybiRedis, RevocationList], exports: [RevocationList] })
export class KuybiModule {}
