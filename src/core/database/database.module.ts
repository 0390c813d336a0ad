import { Global, Module } from '@nestjs/common'
import { DatabaseMetrics } from './database.metrics.js'
import { Database } from './database.js'
import { Retention } from './retention.js'

@Global()
@Module({ providers: [Database, DatabaseMetrics, Retention], exports: [Database, Retention] })
export class DatabaseModule {}
