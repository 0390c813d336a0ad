import type { Bill } from '../../billing/billing.service.js'

/** A finished story and the truth about it. */
export interface Story {
  readonly id: string
  /** One line, plain text, 3 to 200 characters. */
  readonly title: string
  /** Plain text; a blank line between paragraphs. */
  readonly content: string
  /** Really found in the content. */
  readonly keywordsUsed: readonly string[]
  readonly keywordsMissing: readonly string[]
  readonly wordCount: number
  /** The model that wrote it, as it names itself. */
  readonly model: string
  readonly cached: boolean
  /** All attempts of this generation together. */
  readonly bill: Bill
}
