import type { ChargeTotals } from '#modules/billing/charges/charge-totals.js'
import type { StoryChecks } from './story-checks.js'
import type { StoryIndicators } from './story-indicators.js'
import type { Revision } from './revisions/revision.js'
import type { Audience, Tone } from './story-request.js'

/** Checks that a story may fail after its repair. */
export const lacks = [
  'keywords',
  'length',
  'repetition',
  'language',
  'ending',
  'reading_level'
] as const
export type Lack = (typeof lacks)[number]

/** Marks a text as written by a model: the duty of the EU AI Act, Article 50, in the terms of the IPTC. */
export const aiMark = { aiGenerated: true, digitalSourceType: 'trainedAlgorithmicMedia' } as const

/** A finished story and the results of its checks. */
export interface Story {
  readonly id: string
  /** One line, plain text, 3 to 200 characters. */
  readonly title: string
  /** Plain text; a blank line between paragraphs. */
  readonly content: string
  /** One paragraph of plain text, at most 500 characters. */
  readonly summary: string
  /** The keywords used and a few tags of the model; each 2 to 50 characters. */
  readonly tags: readonly string[]
  readonly language: string
  readonly audience: Audience
  readonly genre: string
  readonly tone: Tone
  /** As requested. */
  readonly keywords: readonly string[]
  /** Found in the content. */
  readonly keywordsUsed: readonly string[]
  /** Only the model says that a form of them is in the content. */
  readonly keywordsUnconfirmed: readonly string[]
  readonly keywordsMissing: readonly string[]
  readonly wordCount: number
  /** The checks that it still fails. */
  readonly lacks: readonly Lack[]
  /** What was verified; null for stories of before. */
  readonly checks: StoryChecks | null
  /** Absent until they are computed. */
  readonly indicators?: StoryIndicators
  /** The model that wrote it, as it names itself. */
  readonly model: string
  /** Version of the prompts that it was written with. */
  readonly promptVersion: string
  /** A copy of a story that was written for an equal request; it costs nothing. */
  readonly cached: boolean
  /** Whether the budget did not allow the whole story, or a repair of it. */
  readonly budgetLimited: boolean
  /** The total of all attempts of the generation. */
  readonly charges: ChargeTotals
  /** The story that it is a revision of; null for a story of its own. The parent may be deleted. */
  readonly parentId: string | null
  /** How it was made of its parent. */
  readonly revision: Revision | null
  readonly createdAt: Date
}
