import { shorten } from '#modules/stories/domain/shorten.js'
import { distinctTags } from '#modules/stories/domain/story-tags.js'
import { toPlainText } from '#modules/stories/checks/plain-text.js'

const maxSummaryLength = 500
/** Shorter than a summary, because it says less per character. */
const maxBeginningLength = 300
const maxModelTags = 6

/** The model's summary as one paragraph of plain text; without one, the beginning of the story. */
export function toSummary(raw: unknown, content: string, language: string): string {
  const summary = typeof raw === 'string' ? oneParagraph(toPlainText(raw)) : ''
  return summary === '' ? summaryOf(content, language) : within(maxSummaryLength, summary, language)
}

/** The first sentences of a story, used as its summary. */
export function summaryOf(content: string, language: string): string {
  return within(maxBeginningLength, oneParagraph(content), language)
}

/** The valid ones of the model's tags. */
export function toModelTags(raw: unknown): readonly string[] {
  const items: readonly unknown[] = Array.isArray(raw) ? raw : []
  const texts = items.filter(item => typeof item === 'string')
  return distinctTags(texts.map(withoutHash)).slice(0, maxModelTags)
}

/** Limits the work on a text that is far too long to be a tag. */
const maxRawTagLength = 500

function withoutHash(text: string): string {
  return toPlainText(text.slice(0, maxRawTagLength)).replace(/^#+/, '')
}

function oneParagraph(text: string): string {
  return text
    .replace(/^\* \* \*$/gm, '')
    .replace(/\s+/g, ' ')
    .trim()
}

/** Shortens a text; a sentence that is cut ends with an ellipsis. */
function within(max: number, text: string, language: string): string {
  if (text.length <= max) return text
  const { text: shortened, end } = shorten(text, { min: 1, max: max - 1 }, language)
  return end === 'inside' ? `${shortened}…` : shortened
}
