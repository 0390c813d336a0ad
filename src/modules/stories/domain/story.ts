import type { ChargeTotals } from '#modules/billing/charge-totals.js'
import type { Audience, Tone } from './story-request.js'

/** A finished story and the truth about it. */
export interface Story {
  readonly id: string
  /** One line, plain text, 3 to 200 characters. */
  readonly title: string
  /** Plain text; a blank line between paragraphs. */
  readonly content: string
  /** What it is about, in plain text of one paragraph, at most 500 characters. */
  readonly summary: string
  /** The keywords used and a few of the model's own; each 2 to 50 characters. */
  readonly tags: readonly string[]
  readonly language: string
  readonly audience: Audience
  readonly genre: string
  readonly tone: Tone
  /** As asked for. */
  readonly keywords: readonly string[]
  /** Really found in the content. */
  readonly keywordsUsed: readonly string[]
  readonly keywordsMissing: readonly string[]
  readonly wordCount: number
  /** The model that wrote it, as it names itself. */
  readonly model: string
  /** Written before, for the same request; then it cost nothing. */
  readonly cached: boolean
  /** All attempts of this generation together. */
  readonly charges: ChargeTotals
  readonly createdAt: Date
}
