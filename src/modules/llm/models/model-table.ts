import data from './models-and-prices.json' with { type: 'json' }

/** What a model costs, in US dollars per million text tokens, as its source printed it. */
export interface PricePerMillion {
  readonly input: number
  /** Input read back from the prompt cache. Absent: no agreed price was found, so bill it as input. */
  readonly cachedInput?: number
  readonly output: number
}

/** Multiplies the listed prices of a whole request once its input is longer than this. */
export interface LongContextSurcharge {
  readonly aboveInputTokens: number
  /** For input, cached input and cache writes alike. */
  readonly inputTimes: number
  readonly outputTimes: number
}

/**
 * Standard tier. Not included: batch, flex, fast and priority processing, regional processing (10 %
 * more on the newer models), tool calls, taxes and agreed discounts. Reasoning tokens are billed as
 * output.
 */
export interface ModelPrice extends PricePerMillion {
  /** Input written to the prompt cache (30 minutes), where the model bills that separately. */
  readonly cacheWriteInput?: number
  readonly longContext?: LongContextSurcharge
  /** A promotional price: the provider promises it only up to and including this day. */
  readonly guaranteedThrough?: string
  /** A name in `priceSources`. */
  readonly source: string
  readonly note?: string
}

export interface ModelSource {
  readonly title: string
  /** A page's address, or `owner/repository:path` with the commit it was read at. */
  readonly location: string
  readonly commit?: string
  readonly readOn: string
  /** The day the material was published; null when the copy that was read carries no date. */
  readonly dated: string | null
  readonly note?: string
}

/** What a model accepts at first; the answers of the server correct it. */
export interface ModelCapabilities {
  readonly structuredOutput: 'json_schema' | 'json_object' | 'none'
  /** Absent: the model accepts the name that its server usually takes. */
  readonly tokenLimit?: 'max_completion_tokens'
  /** Whether it accepts a temperature other than 1. */
  readonly temperature: boolean
  /** Whether it uses reasoning tokens, which count against the token limit. */
  readonly reasoning: boolean
  /** Accepted values of `reasoning_effort`. Absent: unknown, or the model does not reason. */
  readonly reasoningEfforts?: readonly string[]
  /** Names in `capabilitySources`. */
  readonly sources: readonly string[]
}

interface ModelRow {
  readonly price?: ModelPrice
  /** Why the model has no price. Never guess one. */
  readonly unpriced?: string
  /** Why no story is written with the model; it has no price. */
  readonly notForStories?: string
  /** A name in `capabilities`. */
  readonly capabilities?: string
  /** The day the provider has announced. A price does not mean that the model can still be called. */
  readonly shutdownDate?: string
}

interface ModelTable {
  /** The day the prices were last read. */
  readonly priceVersion: string
  readonly priceSources: Readonly<Record<string, ModelSource>>
  readonly capabilitySources: Readonly<Record<string, ModelSource>>
  readonly capabilities: Readonly<Record<string, ModelCapabilities>>
  readonly models: Readonly<Record<string, ModelRow>>
}

/**
 * Known models, from models-and-prices.json: prices, capabilities, shutdown dates, each with a source and a date.
 *
 * Nothing in it was read on the provider's live pages. Most prices are from stored copies of its model
 * pages; the rest are third-party material of July and August 2026 in which at least two sources agree.
 * Where sources disagree and no page of the provider decides, a model is unpriced.
 *
 * The type of a JSON file has no literals, so model-table.spec.ts checks what the assertion claims.
 */
export const modelTable = data as ModelTable

/** Undefined for a model that is not in the table: nothing is guessed from its name. */
export function capabilitiesOf(model: string): ModelCapabilities | undefined {
  const { capabilities } = rowOf(model) ?? {}
  return capabilities === undefined ? undefined : modelTable.capabilities[capabilities]
}

/** The announced shutdown date, as YYYY-MM-DD; undefined if none is known. */
export function shutdownDateOf(model: string): string | undefined {
  return rowOf(model)?.shutdownDate
}

function rowOf(model: string): ModelRow | undefined {
  return Object.hasOwn(modelTable.models, model) ? modelTable.models[model] : undefined
}
