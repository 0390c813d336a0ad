import type { WordBounds } from '#modules/stories/domain/story-request.js'

/** The length of a book and what is written of it, in the unit in which its language is counted. */
export interface BookProgress {
  readonly total: number
  readonly written: number
  /** Sections that are written. */
  readonly sections: number
  /** Parts of the outline that no section covers yet. */
  readonly partsLeft: number
}

/** The section to write next. */
export interface NextSection {
  readonly words: WordBounds
  /** Parts of the outline that it covers. */
  readonly parts: number
  readonly isLast: boolean
}

export const sectionLength = { min: 600, max: 900 }
const usualLength = 750
/** A book is within this percentage of its length. */
const tolerancePercent = 3
/** A shorter section is not worth a call. */
const shortest = 100
/** Bounds of a section that is not the last one; the next ones make up for its deviation. */
const spread = 0.05
/** Beyond twice the planned ones: for a model that always writes too little. */
const extraSections = 4

/** How many parts the outline of a book has. */
export function partsOf(total: number): number {
  return Math.max(1, Math.round(total / usualLength))
}

export function toleranceOf(total: number): number {
  return Math.floor((total * tolerancePercent) / 100)
}

/** Divides the remaining length among the remaining sections; undefined if the book is complete. */
export function nextSection(progress: BookProgress): NextSection | undefined {
  const { total, written, sections, partsLeft } = progress
  const rest = total - written
  const tolerance = toleranceOf(total)
  const isOver = partsLeft === 0 && (rest <= tolerance || rest < shortest)
  if (isOver || sections >= 2 * partsOf(total) + extraSections) return undefined
  // An ending must fit although the sections before were too long.
  if (partsLeft > 0 && rest + tolerance < shortest) return ending(shortest, partsLeft)
  const left = sectionsLeft(rest, partsLeft)
  if (left === 1) return last(rest, tolerance, partsLeft)
  const target = rest / left
  return {
    words: { min: Math.round(target * (1 - spread)), max: Math.round(target * (1 + spread)) },
    // The last section always has a part of the outline.
    parts: Math.max(0, Math.min(partsLeft - 1, Math.ceil(partsLeft / left))),
    isLast: false
  }
}

/** As many as there are parts, unless the sections would be too short or too long. */
function sectionsLeft(rest: number, partsLeft: number): number {
  const least = Math.max(1, Math.ceil(rest / sectionLength.max))
  const most = Math.max(least, Math.floor(rest / sectionLength.min))
  return Math.min(Math.max(partsLeft, least), most)
}

/** The last section must make the whole as long as it shall be, so that its bounds have no grace. */
function last(rest: number, tolerance: number, parts: number): NextSection {
  const around = Math.min(tolerance, Math.floor(rest * 0.1))
  const words = { min: rest - around, max: rest + around, gracePercent: 0 }
  return rest < shortest ? ending(shortest, parts) : { words, parts, isLast: true }
}

function ending(words: number, parts: number): NextSection {
  return { words: { min: Math.round(words / 2), max: words, gracePercent: 0 }, parts, isLast: true }
}
