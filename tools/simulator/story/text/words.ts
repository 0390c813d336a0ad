type Granularity = 'word' | 'sentence'

/**
 * Creating a segmenter is slow, so segmenters are cached. Their number is limited, because callers
 * choose the language tags.
 */
const maxSegmenters = 64
const segmenters = new Map<string, Intl.Segmenter>()

/** Words as `Intl.Segmenter` sees them, or letters where readers count those. */
export function countWords(text: string, language: string): number {
  if (countedByLetters.test(language)) return text.match(letterOrDigit)?.length ?? 0
  let words = 0
  for (const segment of segmenterFor(language, 'word').segment(text)) {
    if (segment.isWordLike === true) words += 1
  }
  return words
}

const countedByLetters = /^(?:ja|th|zh)\b/i
const letterOrDigit = /[\p{L}\p{N}]/gu

/** `“` closes in German and opens in English: the next character decides. */
const continuation = /^(?:[\p{Ll}»”’」,;:!?)–]|“(?![\p{L}\p{N}]))/u

/** Sentences without the white space around them; direct speech stays with its speaker. */
export function splitSentences(text: string, language: string): string[] {
  const sentences: string[] = []
  for (const { segment } of segmenterFor(language, 'sentence').segment(text)) {
    const trimmed = segment.trim()
    if (trimmed === '') continue
    const last = sentences.length - 1
    const belongsToLast = last >= 0 && continuation.test(trimmed)
    if (belongsToLast) sentences[last] = `${sentences[last]} ${trimmed}`
    else sentences.push(trimmed)
  }
  return sentences
}

function segmenterFor(language: string, granularity: Granularity): Intl.Segmenter {
  const key = `${granularity}:${language}`
  const known = segmenters.get(key)
  if (known) return known
  if (segmenters.size >= maxSegmenters) segmenters.clear()
  const made = makeSegmenter(language, granularity)
  segmenters.set(key, made)
  return made
}

function makeSegmenter(language: string, granularity: Granularity): Intl.Segmenter {
  try {
    return new Intl.Segmenter(language, { granularity })
  } catch {
    // A malformed tag falls back to English instead of failing the call.
    return new Intl.Segmenter('en', { granularity })
  }
}
