import type { StoryTrace } from '#modules/stories/domain/variety/avoidance.js'

const maxTexts = 10
/** Letters, and spaces between words: nothing else becomes a part of a prompt. */
const plainWords = /^[\p{L}\p{M}]+(?: [\p{L}\p{M}]+)*$/u
const maxText = 60

/** A trace that was stored as JSON; undefined for anything else. */
export function parseTrace(text: unknown): StoryTrace | undefined {
  if (typeof text !== 'string') return undefined
  try {
    const { id, language, names, opening, words } = Object(JSON.parse(text)) as Record<
      keyof StoryTrace,
      unknown
    >
    if (typeof id !== 'string' || typeof language !== 'string') return undefined
    const [first = ''] = textsOf([opening])
    return { id, language, names: textsOf(names), opening: first, words: textsOf(words) }
  } catch {
    return undefined
  }
}

function textsOf(value: unknown): readonly string[] {
  const items: readonly unknown[] = Array.isArray(value) ? value : []
  return items
    .filter(item => typeof item === 'string')
    .filter(item => item.length <= maxText && plainWords.test(item))
    .slice(0, maxTexts)
}
