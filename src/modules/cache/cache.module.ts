import { Module } from '@nestjs/common'
import { ResultCache } from './result-cache.js'

@Module({ providers: [ResultCache], exports: [ResultCache] })
export class CacheModule {}
