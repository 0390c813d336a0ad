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

export const audiences = ['general', 'children', 'teen', 'adult'] as const

export type Audience = (typeof audiences)[number]

/** Bounds of a story's length, in words, both included. */
export interface WordBounds {
  readonly min: number
  readonly max: number
}

/** A validated request, in normalised form. */
export interface StoryRequest {
  /** 1 to 10, in the caller's order, without duplicates. */
  readonly keywords: readonly string[]
  readonly genre: string
  readonly tone: Tone
  readonly words: WordBounds
  /** BCP 47, in canonical form. */
  readonly language: string
  readonly audience: Audience
}
