import type { ModerationScores } from '#modules/llm/moderation.js'
import type { Audience } from '#modules/stories/domain/story-request.js'

/** The score from which a category is flagged; `other` is for categories without their own. */
interface Thresholds {
  readonly violence: number
  readonly sexual: number
  readonly other: number
}

/** Dark tales are a supported genre, so violence may score higher than other categories. */
const thresholds: Readonly<Record<Audience, Thresholds>> = {
  children: { violence: 0.2, sexual: 0.05, other: 0.1 },
  teen: { violence: 0.7, sexual: 0.2, other: 0.4 },
  general: { violence: 0.85, sexual: 0.4, other: 0.5 },
  adult: { violence: 0.95, sexual: 0.8, other: 0.6 }
}

/** The threshold of `sexual/minors`, the same for every audience. */
const minors = 0.05

/** Known categories. Callers see their names, so no other text of a provider is passed on. */
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

/** The categories flagged for an audience, by the provider's names; `other` for unknown ones. */
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
