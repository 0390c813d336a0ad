import type { BookPlan } from './plan-book.ts'

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

/** The request of a prompt, with a value for every field. */
export interface StoryOrder {
  readonly keywords: readonly string[]
  readonly genre: string
  readonly tone: Tone
  readonly language: string
  readonly audience: string
  readonly words: WordBounds
  /** Names that earlier stories had: no character gets one of them. */
  readonly avoidedNames?: readonly string[]
  /** The section of a longer story that is asked for. */
  readonly section?: number
}

export interface Story {
  readonly title: string
  readonly content: string
  readonly summary: string
  readonly tags: readonly string[]
  /** In place of a story: titles for one. */
  readonly titles?: readonly string[]
  /** In place of a story: the plan of a longer one. */
  readonly plan?: BookPlan
  /** In place of a story: the changes of an earlier one. */
  readonly edits?: readonly StoryEdit[]
}

/** A change of a passage that is named by the words at its start and end. */
export interface StoryEdit {
  readonly action: 'replace' | 'insert'
  readonly from: string
  readonly to: string
  readonly text: string
}

/** Close to the maximum, as models do, but below it. */
export function aimedWords(bounds: WordBounds): number {
  return Math.round(bounds.min + (bounds.max - bounds.min) * 0.8)
}
