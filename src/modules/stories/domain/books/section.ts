/** A part of a book, and what happens in it. */
export interface OutlineEntry {
  readonly title: string
  readonly events: string
}

export const codexKinds = ['person', 'place', 'object'] as const

/** A person, place or object of a book, with facts that its sections must not contradict. */
export interface CodexEntry {
  readonly kind: (typeof codexKinds)[number]
  readonly name: string
  /** Short sentences without the name: "is 51 years old". */
  readonly facts: readonly string[]
}

/** A section of a book that is to be written. Plain JSON: it is stored with its job. */
export interface SectionOrder {
  readonly book: string
  /** From 1. */
  readonly number: number
  readonly isLast: boolean
  readonly outline: readonly OutlineEntry[]
  /** The parts that this section covers; empty if it continues the section before. */
  readonly covers: readonly OutlineEntry[]
  readonly codex: readonly CodexEntry[]
  /** The end of the section before; empty for the first one. */
  readonly before: string
}
