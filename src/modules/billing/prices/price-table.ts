/** What one model costs, in US dollars per million text tokens, as its source printed it. */
export interface PricePerMillion {
  readonly input: number
  /** Input read back from the prompt cache. Absent: no agreed price was found, so bill it as input. */
  readonly cachedInput?: number
  readonly output: number
}

/** Times the listed prices, for the whole request, once its input is longer than this. */
export interface LongContextSurcharge {
  readonly aboveInputTokens: number
  /** For input, cached input and cache writes alike. */
  readonly inputTimes: number
  readonly outputTimes: number
}

export interface PriceSource {
  readonly title: string
  /** A page's address, or `owner/repository:path` with the commit it was read at. */
  readonly location: string
  readonly commit?: string
  readonly readOn: string
  /** The day the material was published; null when the copy that was read carries no date. */
  readonly dated: string | null
  readonly note?: string
}

export interface PricedModel extends PricePerMillion {
  /** Input written to the prompt cache (30 minutes), where the model bills that separately. */
  readonly cacheWriteInput?: number
  readonly longContext?: LongContextSurcharge
  /** A promotional price: the provider promises it only up to and including this day. */
  readonly guaranteedThrough?: string
  readonly source: PriceSourceName
}

export interface PriceTable {
  readonly version: string
  readonly sources: Readonly<Record<string, PriceSource>>
  readonly models: Readonly<Record<string, PricedModel>>
  /** Models without a price, each with the reason. Never guess one: the reason is the answer. */
  readonly unpriced: Readonly<Record<string, string>>
}

const sources = {
  openaiModelPages: {
    title: 'OpenAI API documentation, one page per model',
    location: 'https://developers.openai.com/api/docs/models/',
    readOn: '2026-11-20',
    dated: null,
    note:
      'First-party, but stored copies (English or translated) without a date, not the live pages. ' +
      'The page for GPT-5.6 Sol calls its price promotional, kept at least until 2026-11-21; the ' +
      'third parties below, older, have 5 / 0.5 / 30. The GPT-5.6 pages print no cache-write price ' +
      'but state 1.25 times input: Sol is priced by that rule, Terra and Luna also stand in ' +
      'genaiPrices. The long-context surcharge of GPT-6 Sol was cut off in the copy and is from ' +
      'github.com/BerriAI/litellm/discussions/42523. A dated snapshot is priced from here only ' +
      'where its page names it.'
  },
  openaiModelOverview: {
    title: 'OpenAI API documentation, overview and comparison of models',
    location: 'https://developers.openai.com/api/docs/models',
    readOn: '2026-11-20',
    dated: null,
    note:
      'First-party stored copies without a date. The overview names GPT-6 Astra with its input and ' +
      'output price; cached input and cache writes stand in the comparison (models/compare) in a ' +
      'column that gives the same prices but not the name. github.com/BerriAI/litellm/discussions/39633 ' +
      'gives all four by name, and the long-context surcharge.'
  },
  portkeyModels: {
    title: 'Portkey model prices',
    location: 'Portkey-AI/models:pricing/openai.json',
    commit: 'f654307ec968cc9c8a54f2139fb79ede59c3d688',
    readOn: '2026-11-20',
    dated: '2026-08-21',
    note:
      'Third-party; the file last changed on 2026-08-02. Every figure taken from it stands in at least ' +
      'one other source here, and in none differently. It has no long-context surcharges: those of ' +
      'GPT-5.4 and GPT-5.5 stand in llmPrices and modelsDev.'
  },
  genaiPrices: {
    title: 'Pydantic genai-prices',
    location: 'pydantic/genai-prices:prices/providers/openai.yml',
    commit: '47df840a5ab10bbcffb8e5ac01b9899032245d1b',
    readOn: '2026-11-20',
    dated: '2026-08-21',
    note:
      'Third-party; the file last changed on 2026-08-05 and marks many older rows as last checked in ' +
      '2025. A cross-check but for gpt-3.5-turbo-0301, which portkeyModels has as gpt-3.5-0301, at ' +
      'the same price.'
  },
  llmPrices: {
    title: 'Simon Willison, llm-prices',
    location: 'simonw/llm-prices:data/openai.json',
    commit: '723ef0bd3a6254436e9fe8d7f05d4d787e99f4c5',
    readOn: '2026-11-20',
    dated: '2026-08-05',
    note: 'Third-party, cross-check only; the file last changed on 2026-07-30.'
  },
  modelsDev: {
    title: 'models.dev',
    location: 'anomalyco/models.dev:providers/openai/models/',
    commit: 'f3fc692299671838c7c65fd8126bf84d81a2e817',
    readOn: '2026-11-20',
    dated: '2026-07-02',
    note: 'Third-party, cross-check only.'
  }
} as const satisfies Record<string, PriceSource>

type PriceSourceName = keyof typeof sources

const above272k = { aboveInputTokens: 272_000, inputTimes: 2, outputTimes: 1.5 } as const

/**
 * What the provider charges, with a source and a date for every price.
 *
 * Units: US dollars per million text tokens, standard tier. Batch, flex, fast or priority processing,
 * regional processing (10 % more on the newer models), tool calls, taxes and agreed discounts are not
 * in it. Reasoning tokens are billed as output.
 *
 * Standing: unverified against the live page. This version was made from stored material only, and
 * the provider's pricing page was not in it. Its pages on single models, most of the newest among
 * them, were there as copies without a date, and they decide; everything else is third-party
 * material of July and August 2026 in which at least two sources agree, and may have changed since.
 * Where sources disagree and no page of the provider's decides, the model is unpriced.
 * A price does not mean that the model can still be called: the SDK's types list shutdown dates.
 *
 * To update: read https://developers.openai.com/api/docs/pricing, change the figures, give each
 * changed row a source with the day it was read, set `version` to that day, and drop from
 * `unpriced` what now has a price. Write no figure that was not read.
 */
export const priceTable = {
  version: '2026-11-20',
  sources,
  models: {
    'gpt-6-astra': {
      input: 10,
      cachedInput: 1,
      cacheWriteInput: 12.5,
      output: 50,
      longContext: above272k,
      source: 'openaiModelOverview'
    },
    'gpt-6.1-sol': {
      input: 2,
      cachedInput: 0.1,
      cacheWriteInput: 2.5,
      output: 10,
      longContext: above272k,
      source: 'openaiModelPages'
    },
    'gpt-6.1-terra': {
      input: 1,
      cachedInput: 0.05,
      cacheWriteInput: 1.25,
      output: 5,
      longContext: above272k,
      source: 'openaiModelPages'
    },
    'gpt-6-sol': {
      input: 2,
      cachedInput: 0.2,
      cacheWriteInput: 2.5,
      output: 10,
      longContext: above272k,
      source: 'openaiModelPages'
    },
    'gpt-6-luna': {
      input: 0.1,
      cachedInput: 0.01,
      cacheWriteInput: 0.125,
      output: 0.5,
      longContext: above272k,
      source: 'openaiModelPages'
    },
    'gpt-5.6-sol': {
      input: 4,
      cachedInput: 0.4,
      cacheWriteInput: 5,
      output: 20,
      longContext: above272k,
      guaranteedThrough: '2026-11-21',
      source: 'openaiModelPages'
    },
    'gpt-5.6-terra': {
      input: 2,
      cachedInput: 0.2,
      cacheWriteInput: 2.5,
      output: 12,
      longContext: above272k,
      source: 'openaiModelPages'
    },
    'gpt-5.6-luna': {
      input: 0.2,
      cachedInput: 0.02,
      cacheWriteInput: 0.25,
      output: 1.2,
      longContext: above272k,
      source: 'openaiModelPages'
    },
    'gpt-5.5': {
      input: 5,
      cachedInput: 0.5,
      output: 30,
      longContext: above272k,
      source: 'portkeyModels'
    },
    'gpt-5.5-2026-04-23': {
      input: 5,
      cachedInput: 0.5,
      output: 30,
      longContext: above272k,
      source: 'portkeyModels'
    },
    'gpt-5.4': {
      input: 2.5,
      cachedInput: 0.25,
      output: 15,
      longContext: above272k,
      source: 'portkeyModels'
    },
    'gpt-5.4-mini': { input: 0.75, cachedInput: 0.075, output: 4.5, source: 'portkeyModels' },
    'gpt-5.4-nano': { input: 0.2, cachedInput: 0.02, output: 1.25, source: 'openaiModelPages' },
    'gpt-5.4-mini-2026-03-17': {
      input: 0.75,
      cachedInput: 0.075,
      output: 4.5,
      source: 'portkeyModels'
    },
    'gpt-5.4-nano-2026-03-17': {
      input: 0.2,
      cachedInput: 0.02,
      output: 1.25,
      source: 'portkeyModels'
    },
    'gpt-5.3-chat-latest': { input: 1.75, cachedInput: 0.175, output: 14, source: 'portkeyModels' },
    'gpt-5.2': { input: 1.75, cachedInput: 0.175, output: 14, source: 'portkeyModels' },
    'gpt-5.2-2025-12-11': { input: 1.75, cachedInput: 0.175, output: 14, source: 'portkeyModels' },
    'gpt-5.2-chat-latest': { input: 1.75, cachedInput: 0.175, output: 14, source: 'portkeyModels' },
    'gpt-5.2-pro': { input: 21, output: 168, source: 'portkeyModels' },
    'gpt-5.2-pro-2025-12-11': { input: 21, output: 168, source: 'portkeyModels' },
    'gpt-5.1': { input: 1.25, cachedInput: 0.125, output: 10, source: 'portkeyModels' },
    'gpt-5.1-2025-11-13': { input: 1.25, cachedInput: 0.125, output: 10, source: 'portkeyModels' },
    'gpt-5.1-chat-latest': { input: 1.25, cachedInput: 0.125, output: 10, source: 'portkeyModels' },
    'gpt-5': { input: 1.25, cachedInput: 0.125, output: 10, source: 'portkeyModels' },
    'gpt-5-mini': { input: 0.25, cachedInput: 0.025, output: 2, source: 'openaiModelPages' },
    'gpt-5-nano': { input: 0.05, cachedInput: 0.005, output: 0.4, source: 'openaiModelPages' },
    'gpt-5-2025-08-07': { input: 1.25, cachedInput: 0.125, output: 10, source: 'portkeyModels' },
    'gpt-5-mini-2025-08-07': {
      input: 0.25,
      cachedInput: 0.025,
      output: 2,
      source: 'openaiModelPages'
    },
    'gpt-5-nano-2025-08-07': {
      input: 0.05,
      cachedInput: 0.005,
      output: 0.4,
      source: 'openaiModelPages'
    },
    'gpt-5-chat-latest': { input: 1.25, cachedInput: 0.125, output: 10, source: 'portkeyModels' },
    'gpt-4.1': { input: 2, cachedInput: 0.5, output: 8, source: 'portkeyModels' },
    // Sources agree on these two, not on cached input (0.025 or 0.03), which is so billed as input.
    'gpt-4.1-nano': { input: 0.1, output: 0.4, source: 'portkeyModels' },
    'gpt-4.1-nano-2025-04-14': { input: 0.1, output: 0.4, source: 'portkeyModels' },
    'gpt-4.1-mini': { input: 0.4, cachedInput: 0.1, output: 1.6, source: 'portkeyModels' },
    'gpt-4.1-2025-04-14': { input: 2, cachedInput: 0.5, output: 8, source: 'portkeyModels' },
    'gpt-4.1-mini-2025-04-14': {
      input: 0.4,
      cachedInput: 0.1,
      output: 1.6,
      source: 'portkeyModels'
    },
    'o4-mini': { input: 1.1, cachedInput: 0.275, output: 4.4, source: 'portkeyModels' },
    'o4-mini-2025-04-16': { input: 1.1, cachedInput: 0.275, output: 4.4, source: 'portkeyModels' },
    'o3-mini': { input: 1.1, cachedInput: 0.55, output: 4.4, source: 'portkeyModels' },
    'o3-mini-2025-01-31': { input: 1.1, cachedInput: 0.55, output: 4.4, source: 'portkeyModels' },
    o1: { input: 15, cachedInput: 7.5, output: 60, source: 'portkeyModels' },
    'o1-2024-12-17': { input: 15, cachedInput: 7.5, output: 60, source: 'portkeyModels' },
    'o1-preview': { input: 15, cachedInput: 7.5, output: 60, source: 'portkeyModels' },
    'o1-preview-2024-09-12': { input: 15, cachedInput: 7.5, output: 60, source: 'portkeyModels' },
    'gpt-4o': { input: 2.5, cachedInput: 1.25, output: 10, source: 'portkeyModels' },
    'gpt-4o-2024-11-20': { input: 2.5, cachedInput: 1.25, output: 10, source: 'portkeyModels' },
    'gpt-4o-2024-08-06': { input: 2.5, cachedInput: 1.25, output: 10, source: 'portkeyModels' },
    'chatgpt-4o-latest': { input: 5, output: 15, source: 'portkeyModels' },
    'gpt-4o-mini': { input: 0.15, cachedInput: 0.075, output: 0.6, source: 'portkeyModels' },
    'gpt-4o-mini-2024-07-18': {
      input: 0.15,
      cachedInput: 0.075,
      output: 0.6,
      source: 'portkeyModels'
    },
    'gpt-4-turbo': { input: 10, output: 30, source: 'openaiModelPages' },
    'gpt-4-turbo-2024-04-09': { input: 10, output: 30, source: 'openaiModelPages' },
    'gpt-4-0125-preview': { input: 10, output: 30, source: 'openaiModelPages' },
    'gpt-4-turbo-preview': { input: 10, output: 30, source: 'openaiModelPages' },
    'gpt-4-1106-preview': { input: 10, output: 30, source: 'portkeyModels' },
    'gpt-4-vision-preview': { input: 10, output: 30, source: 'portkeyModels' },
    'gpt-4': { input: 30, output: 60, source: 'openaiModelPages' },
    'gpt-4-0314': { input: 30, output: 60, source: 'portkeyModels' },
    'gpt-4-0613': { input: 30, output: 60, source: 'openaiModelPages' },
    'gpt-4-32k': { input: 60, output: 120, source: 'portkeyModels' },
    'gpt-4-32k-0314': { input: 60, output: 120, source: 'portkeyModels' },
    'gpt-4-32k-0613': { input: 60, output: 120, source: 'portkeyModels' },
    'gpt-3.5-turbo': { input: 0.5, output: 1.5, source: 'portkeyModels' },
    'gpt-3.5-turbo-16k': { input: 3, output: 4, source: 'portkeyModels' },
    'gpt-3.5-turbo-0301': { input: 1.5, output: 2, source: 'genaiPrices' },
    'gpt-3.5-turbo-0613': { input: 1.5, output: 2, source: 'portkeyModels' },
    'gpt-3.5-turbo-1106': { input: 1, output: 2, source: 'portkeyModels' },
    'gpt-3.5-turbo-0125': { input: 0.5, output: 1.5, source: 'portkeyModels' },
    'gpt-3.5-turbo-16k-0613': { input: 3, output: 4, source: 'portkeyModels' }
  },
  unpriced: {
    o3: 'disputed: portkeyModels, genaiPrices and modelsDev say 2 / 8, llmPrices says 10 / 40',
    'o3-2025-04-16': 'disputed: see o3, which points to it',
    'gpt-4o-2024-05-13':
      'disputed: portkeyModels and modelsDev say 5 / 15, genaiPrices says 2.5 / 10',
    'o1-mini': 'disputed: sources disagree on the snapshot it points to',
    'o1-mini-2024-09-12': 'disputed: portkeyModels says 3 / 12, genaiPrices says 1.1 / 4.4',
    'gpt-5.1-mini':
      'no readable source from the provider: the SDK calls it an unsupported model ID, and one third party alone prices it'
  }
} as const satisfies PriceTable

const audio = 'made for audio: part of its use is billed at audio prices'
const search = 'made for web search: a fee per call comes on top of the tokens'
const coding = 'made for coding agents'
const research = 'made for deep research: a long run of tool calls, through the Responses API only'
const responsesOnly = 'the SDK names it for the Responses API only, not for chat completions'
const specialist = 'a specialist model (security or life science), for the Responses API only'

/** Models the SDK names that a story is never written with, each with the reason. No prices. */
export const notForStories = {
  'gpt-audio-mini': audio,
  'gpt-audio-mini-2025-12-15': audio,
  'gpt-4o-audio-preview': audio,
  'gpt-4o-audio-preview-2024-10-01': audio,
  'gpt-4o-audio-preview-2024-12-17': audio,
  'gpt-4o-audio-preview-2025-06-03': audio,
  'gpt-4o-mini-audio-preview': audio,
  'gpt-4o-mini-audio-preview-2024-12-17': audio,
  'gpt-4o-search-preview': search,
  'gpt-4o-search-preview-2025-03-11': search,
  'gpt-4o-mini-search-preview': search,
  'gpt-4o-mini-search-preview-2025-03-11': search,
  'codex-mini-latest': coding,
  'gpt-5-codex': coding,
  'gpt-5.1-codex': coding,
  'gpt-5.1-codex-max': coding,
  'o3-deep-research': research,
  'o3-deep-research-2025-06-26': research,
  'o4-mini-deep-research': research,
  'o4-mini-deep-research-2025-06-26': research,
  'computer-use-preview': responsesOnly,
  'computer-use-preview-2025-03-11': responsesOnly,
  'o1-pro': responsesOnly,
  'o1-pro-2025-03-19': responsesOnly,
  'o3-pro': responsesOnly,
  'o3-pro-2025-06-10': responsesOnly,
  'gpt-5-pro': responsesOnly,
  'gpt-5-pro-2025-10-06': responsesOnly,
  'gpt-5.5-pro': responsesOnly,
  'gpt-5.5-pro-2026-04-23': responsesOnly,
  'gpt-daybreak-blue-latest': specialist,
  'gpt-daybreak-red-latest': specialist,
  'gpt-5.6-cyber': specialist,
  'gpt-6-cyber': specialist,
  'gpt-rosalind-research': specialist,
  'gpt-6-rosalind': specialist
} as const satisfies Readonly<Record<string, string>>
