import { Inject, Injectable } from '@nestjs/common'
import type { ConfigType } from '@nestjs/config'
import { billingConfig } from '#modules/billing/billing.config.js'
import type { TokenUsage } from '#modules/llm/language-model.js'
import type { LongContextSurcharge, PricePerMillion } from '#modules/llm/models/model-table.js'
import { perToken, type Picodollars } from './money.js'
import { priceTable } from './price-table.js'

type Price = PricePerMillion & {
  readonly cacheWriteInput?: number
  readonly longContext?: LongContextSurcharge
}

/** Prices by requested model: the configured ones, then the shipped table (llm/models/models-and-prices.json). */
@Injectable()
export class PriceBook {
  private readonly prices: ReadonlyMap<string, Price>

  constructor(
    @Inject(billingConfig.KEY) private readonly settings: ConfigType<typeof billingConfig>
  ) {
    this.prices = new Map(Object.entries({ ...priceTable.models, ...settings.OPENAI_PRICES }))
  }

  /** The version of the prices of a model. */
  versionFor(model: string): string {
    return model in this.settings.OPENAI_PRICES ? 'configured' : priceTable.version
  }

  costOf(model: string, usage: TokenUsage): Picodollars {
    const price = this.prices.get(model)
    if (price === undefined) throw new Error(`no price for the model ${model}`)
    const { input, output, cachedInput = input, cacheWriteInput = input, longContext } = price
    const { promptTokens, cachedPromptTokens, cacheWriteTokens, completionTokens } = usage
    const long = longContext !== undefined && promptTokens > longContext.aboveInputTokens
    const inputTimes = long ? longContext.inputTimes : 1
    const outputTimes = long ? longContext.outputTimes : 1
    const plain = promptTokens - cachedPromptTokens - cacheWriteTokens
    return (
      BigInt(plain) * perToken(input * inputTimes) +
      BigInt(cachedPromptTokens) * perToken(cachedInput * inputTimes) +
      BigInt(cacheWriteTokens) * perToken(cacheWriteInput * inputTimes) +
      BigInt(completionTokens) * perToken(output * outputTimes)
    )
  }
}
