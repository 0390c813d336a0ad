import type { StoryRequest } from '#modules/stories/domain/story-request.js'

/**
 * Tokens that a word takes in o200k_base, rounded up from the texts in token-limit.spec.ts. A word
 * is what `countWords` counts, so for scripts without spaces it is a dictionary word.
 */
const tokensPerWord: Readonly<Record<string, number>> = {
  en: 1.4,
  de: 1.9,
  nl: 1.7,
  sv: 1.9,
  da: 1.9,
  nb: 1.9,
  es: 1.6,
  fr: 1.7,
  it: 1.7,
  pt: 1.6,
  zh: 1.7,
  ja: 1.7
}
const tokensPerOtherWord = 3

/** A model that is asked for 500 words may write 600; the story must not be truncated for that. */
const overshoot = 1.3
/** The longest summary and tags, in words. */
const summaryWords = 120
/** Title, braces, escapes. */
const frameTokens = 120

/** How often a story is expected to contain a keyword, title included. */
const keywordRepetitions = 3

/** The token limit of a request: enough for the longest story that is allowed, in its language. */
export function tokenLimit({
  words,
  language,
  keywords
}: Pick<StoryRequest, 'words' | 'language' | 'keywords'>): number {
  const [primary = ''] = language.split('-', 1)
  const perWord = tokensPerWord[primary] ?? tokensPerOtherWord
  const rare = keywords.reduce((sum, keyword) => sum + rareTokens(keyword), 0)
  const room = (words.max * overshoot + summaryWords) * perWord
  return Math.ceil(room) + rare * keywordRepetitions + frameTokens
}

/** The token limit of a list of edits: a longer one costs more than the story. */
export function editTokenLimit(request: Parameters<typeof tokenLimit>[0]): number {
  return Math.ceil(tokenLimit(request) / 2)
}

/** Characters of rare scripts need up to one token a byte, in any language. */
function rareTokens(keyword: string): number {
  return Buffer.byteLength(keyword.replace(/\p{ASCII}/gu, ''))
}
