import { checkEnding } from '#modules/stories/checks/ending-check.js'
import type { RevisionOrder } from '#modules/stories/domain/revisions/revision.js'
import { ContinuationJoin } from '#modules/stories/writing/text/continuation-join.js'
import { lastSentenceEnd } from '#modules/stories/writing/text/sentence-end.js'
import type { PassagePlace } from './revision-prompts.js'

/**
 * Puts a new part into a story. `before`, all results of `push` and that of `end` are the content of
 * the revision: the text outside the passage is that of the parent.
 */
export interface PassageFrame {
  readonly before: string
  /** Returns what the next piece of the part adds to the content. */
  push(piece: string): string
  /** Returns the rest of the content. */
  end(): string
  /** Whether the part is none: it is the story once more. */
  readonly isUseless: boolean
}

/** The story around a passage. */
export function placeOf({ parent, revision }: RevisionOrder): PassagePlace {
  const { content } = parent
  const { start = content.length, end = content.length } = revision
  return {
    before: content.slice(0, start),
    passage: content.slice(start, end),
    after: content.slice(end)
  }
}

export function frameOf(order: RevisionOrder, language: string): PassageFrame {
  return order.revision.kind === 'continue'
    ? new EndFrame(order.parent.content, language)
    : new MiddleFrame(placeOf(order))
}

class MiddleFrame implements PassageFrame {
  readonly before: string
  readonly isUseless = false
  private readonly after: string

  constructor({ before, after }: PassagePlace) {
    this.before = before
    this.after = after
  }

  push(piece: string): string {
    return piece
  }

  end(): string {
    return this.after
  }
}

/** Continues a story after its end. A story that ends in mid-sentence is continued there. */
class EndFrame implements PassageFrame {
  private readonly join: ContinuationJoin

  constructor(
    readonly before: string,
    language: string
  ) {
    const { sentenceEnds } = checkEnding(before, language)
    const end = sentenceEnds ? before.length : lastSentenceEnd(before)
    const parts = { content: before.slice(0, end), tail: before.slice(end) }
    this.join = new ContinuationJoin({ ...parts, isTailDelivered: true })
  }

  get isUseless(): boolean {
    return this.join.isUseless
  }

  push(piece: string): string {
    return this.join.push(piece)
  }

  end(): string {
    return this.join.end()
  }
}
