import { countCharacters } from './shorten.js'

/** The limits of Kuybi's tags. */
export const tagLength = { min: 2, max: 50 }
export const maxTags = 50

/**
 * The tags of a story: the keywords that it uses, then the model's tags. Texts that Kuybi does not
 * accept as tags are left out, for instance one letter; so are repetitions in another letter case.
 */
export function storyTags(
  keywordsUsed: readonly string[],
  modelTags: readonly string[]
): readonly string[] {
  return distinctTags([...keywordsUsed, ...modelTags]).slice(0, maxTags)
}

/** One line each, in order, without repetitions. */
export function distinctTags(texts: readonly string[]): readonly string[] {
  const tags = new Map<string, string>()
  for (const tag of texts.map(toTag)) {
    const key = tag.normalize('NFKC').toLowerCase()
    if (isTag(tag) && !tags.has(key)) tags.set(key, tag)
  }
  return [...tags.values()]
}

function toTag(text: string): string {
  return text.toWellFormed().replace(blanks, ' ').trim()
}

/** White space, line breaks and control characters. */
const blanks = /[\s\p{Cc}]+/gu

/** Whether the length is within the limits, counted in code points and in UTF-16 code units. */
function isTag(text: string): boolean {
  return countCharacters(text) >= tagLength.min && text.length <= tagLength.max
}
