import { Global, Module } from '@nestjs/common'
import { Database } from './database.js'
import { Retention } from './retention.js'

@Global()
@Module({ providers: [Database, Retention], exports: [Database] })
export class DatabaseModule {}
