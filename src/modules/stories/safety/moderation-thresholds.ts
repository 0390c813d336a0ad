import type { ModerationScores } from '#modules/llm/moderation.js'
import type { Audience } from '#modules/stories/domain/story-request.js'

/** From which score on a category is too much; `other` for categories not named. */
interface Thresholds {
  readonly violence: number
  readonly sexual: number
  readonly other: number
}

/** Dark tales are wanted, so violence may score higher than the rest; children get none of it. */
const thresholds: Readonly<Record<Audience, Thresholds>> = {
  children: { violence: 0.2, sexual: 0.05, other: 0.1 },
  teen: { violence: 0.7, sexual: 0.2, other: 0.4 },
  general: { violence: 0.85, sexual: 0.4, other: 0.5 },
  adult: { violence: 0.95, sexual: 0.8, other: 0.6 }
}

/** For no audience. */
const minors = 0.05

/** Those that providers are known to have. They go out to callers, so no text of theirs is taken. */
const knownCategories: ReadonlySet<string> = new Set([
  'harassment',
  'harassment/threatening',
  'hate',
  'hate/threatening',
  'illicit',
  'illicit/violent',
  'self-harm',
  'self-harm/instructions',
  'self-harm/intent',
  'sexual',
  'sexual/minors',
  'violence',
  'violence/graphic'
])

/** The categories that are too much for an audience, in the provider's names; `other` for unknown. */
export function flaggedCategories(scores: ModerationScores, audience: Audience): readonly string[] {
  const names = Object.entries(scores)
    .filter(([category, score]) => score >= thresholdOf(category, thresholds[audience]))
    .map(([category]) => (knownCategories.has(category) ? category : 'other'))
  return [...new Set(names)].toSorted((a, b) => a.localeCompare(b))
}

function thresholdOf(category: string, { violence, sexual, other }: Thresholds): number {
  if (category === 'sexual/minors') return minors
  if (category.startsWith('violence')) return violence
  return category.startsWith('sexual') ? sexual : other
}
