import { shorten } from '#modules/stories/domain/shorten.js'
import { distinctTags } from '#modules/stories/domain/story-tags.js'
import { toPlainText } from '#modules/stories/checks/plain-text.js'

const maxSummaryLength = 500
/** A beginning of the story says less per character than a summary does. */
const maxBeginningLength = 300
const maxModelTags = 6

/** The model's summary as plain text of one paragraph; where it gave none, the story's beginning. */
export function toSummary(raw: unknown, content: string, language: string): string {
  const summary = typeof raw === 'string' ? oneParagraph(toPlainText(raw)) : ''
  return summary === '' ? summaryOf(content, language) : within(maxSummaryLength, summary, language)
}

/** The first sentences of a story, in place of a summary. */
export function summaryOf(content: string, language: string): string {
  return within(maxBeginningLength, oneParagraph(content), language)
}

/** The model's tags, as far as they are some. */
export function toModelTags(raw: unknown): readonly string[] {
  const items: readonly unknown[] = Array.isArray(raw) ? raw : []
  const texts = items.filter(item => typeof item === 'string')
  return distinctTags(texts.map(withoutHash)).slice(0, maxModelTags)
}

/** Tags are short: of an endless one its beginning shows that it is none. */
const enoughOfATag = 500

function withoutHash(text: string): string {
  return toPlainText(text.slice(0, enoughOfATag)).replace(/^#+/, '')
}

function oneParagraph(text: string): string {
  return text
    .replace(/^\s*\* \* \*\s*$/gm, '')
    .replace(/\s+/g, ' ')
    .trim()
}

/** A sentence that is cut says so. */
function within(max: number, text: string, language: string): string {
  if (text.length <= max) return text
  const { text: shortened, end } = shorten(text, { min: 1, max: max - 1 }, language)
  return end === 'inside' ? `${shortened}…` : shortened
}
