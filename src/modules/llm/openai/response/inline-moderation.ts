import type { ModerationScores } from '#modules/llm/moderation.js'
import { toObject } from './completion-shapes.js'

/**
 * The scores of the generated text that a server returned with it, the highest of each category;
 * undefined without usable scores, such as after a failure of the moderation.
 *
 * @param moderation the field of a completion
 */
export function readInlineModeration(moderation: unknown): ModerationScores | undefined {
  const { results } = toObject(toObject(moderation)['output'])
  const highest = new Map<string, number>()
  for (const result of Array.isArray(results) ? (results as readonly unknown[]) : []) {
    const scores = Object.entries(toObject(toObject(result)['category_scores']))
    if (scores.length === 0) return undefined
    for (const [category, score] of scores) {
      if (typeof score !== 'number' || score < 0 || score > 1) return undefined
      highest.set(category, Math.max(score, highest.get(category) ?? 0))
    }
  }
  return highest.size === 0 ? undefined : Object.fromEntries(highest)
}
