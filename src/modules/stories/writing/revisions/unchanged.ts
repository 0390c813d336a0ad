import type { RevisionOrder } from '#modules/stories/domain/revisions/revision.js'
import { sentencesOf } from '#modules/stories/domain/revisions/sentences.js'

/** A new version with this share of the sentences of another one is the same story. */
const sameShare = 0.5

/**
 * Whether a text is no revision of its parent: it is the same text or, when another story is wanted,
 * has half of its sentences.
 */
export function isUnchanged(
  content: string,
  { parent, revision }: RevisionOrder,
  language: string
): boolean {
  if (content === parent.content) return true
  if (revision.kind !== 'regenerate') return false
  const known = new Set(sentencesOf(parent.content, language).map(text => text.trim()))
  const sentences = sentencesOf(content, language).map(text => text.trim())
  const same = sentences.filter(sentence => known.has(sentence)).length
  return same >= sentences.length * sameShare
}

/** Follows a text that arrives in parts, as long as it is the beginning of another one. */
export class SameBeginning {
  private length = 0
  private agrees = true

  constructor(private readonly other: string) {}

  /** Whether the text so far is the beginning of the other one. */
  push(part: string): boolean {
    this.agrees &&= this.other.startsWith(part, this.length)
    this.length += part.length
    return this.agrees
  }
}
