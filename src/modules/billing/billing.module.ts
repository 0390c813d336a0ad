import { Module } from '@nestjs/common'
import { BillingService } from './billing.service.js'
import { PriceBook } from './price-book.js'

@Module({ providers: [PriceBook, BillingService], exports: [BillingService] })
export class BillingModule {}
