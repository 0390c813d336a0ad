/** A segmenter of words, shared: one costs 100 microseconds and more to make. */
export function wordSegmenter(language: string): Intl.Segmenter {
  const key = tuned.has(languageOf(language)) ? languageOf(language) : 'en'
  const known = segmenters.get(key)
  if (known !== undefined) return known
  const segmenter = new Intl.Segmenter(key, { granularity: 'word' })
  segmenters.set(key, segmenter)
  return segmenter
}

/** The language of a BCP 47 tag: `pt` of `pt-BR`. */
export function languageOf(tag: string): string {
  return tag.replace(/-.*$/, '').toLowerCase()
}

/** Callers choose the tag, so the cache knows only these; all others are divided alike. */
const tuned: ReadonlySet<string> = new Set(['ja', 'km', 'lo', 'my', 'th', 'zh'])
const segmenters = new Map<string, Intl.Segmenter>()
