import { Module } from '@nestjs/common'
import { ApiKeyStrategy } from './api-key.strategy.js'
import { ApiKeys } from './api-keys.js'

@Module({ providers: [ApiKeys, ApiKeyStrategy] })
export class AuthModule {}
