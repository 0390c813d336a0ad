/** A shared word segmenter: creating one costs more than 100 microseconds. */
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
  const end = tag.indexOf('-')
  return (end < 0 ? tag : tag.slice(0, end)).toLowerCase()
}

/** Languages with their own segmentation. Callers choose the tag, so the cache holds only these. */
const tuned: ReadonlySet<string> = new Set(['ja', 'km', 'lo', 'my', 'th', 'zh'])
const segmenters = new Map<string, Intl.Segmenter>()
