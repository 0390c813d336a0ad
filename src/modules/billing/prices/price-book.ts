import { Inject, Injectable } from '@nestjs/common'
import type { ConfigType } from '@nestjs/config'
import { SettingsError, type SettingProblem } from '#core/config/settings-error.js'
import { llmConfig } from '#modules/llm/llm.config.js'
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

  /** @throws SettingsError if a configured model has no price: its cost would be recorded as 0 */
  constructor(
    @Inject(billingConfig.KEY) private readonly settings: ConfigType<typeof billingConfig>,
    @Inject(llmConfig.KEY) llm: ConfigType<typeof llmConfig>
  ) {
    this.prices = new Map(Object.entries({ ...priceTable.models, ...settings.OPENAI_PRICES }))
    const { OPENAI_MODEL, OPENAI_FALLBACK_MODELS } = llm
    const unpriced = (models: readonly string[]): boolean => !models.every(m => this.prices.has(m))
    const rule = 'must be a model with a price: name one of the price table or add OPENAI_PRICES'
    const problems: SettingProblem[] = []
    if (unpriced([OPENAI_MODEL])) problems.push({ name: 'OPENAI_MODEL', rule })
    if (unpriced(OPENAI_FALLBACK_MODELS)) problems.push({ name: 'OPENAI_FALLBACK_MODELS', rule })
    if (problems.length > 0) throw new SettingsError(problems)
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
