export const tones = [
  'neutral',
  'humorous',
  'dark',
  'epic',
  'romantic',
  'mysterious',
  'dramatic'
] as const
export type Tone = (typeof tones)[number]

export interface WordBounds {
  readonly min: number
  readonly max: number
}

/** What a prompt asks for, made whole: every field has a value. */
export interface StoryOrder {
  readonly keywords: readonly string[]
  readonly genre: string
  readonly tone: Tone
  readonly language: string
  readonly audience: string
  readonly words: WordBounds
}

export interface Story {
  readonly title: string
  readonly content: string
  readonly summary: string
  readonly tags: readonly string[]
}

/** Most of the way to the maximum, as models do, and safely inside. */
export function aimedWords(bounds: WordBounds): number {
  return Math.round(bounds.min + (bounds.max - bounds.min) * 0.8)
}
