import { ValidationFailed, type FieldProblem } from '#core/http/dto/validation.js'
import { measureLength } from '#modules/stories/checks/length-check.js'
import type { Revision, RevisionKind } from '#modules/stories/domain/revisions/revision.js'
import type {
  Audience,
  StoryRequest,
  Tone,
  WordBounds
} from '#modules/stories/domain/story-request.js'
import type { Story } from '#modules/stories/domain/story.js'
import { passageOf, type PassageChoice } from './passage.js'

/** The change that a caller wants. */
export interface RevisionChange extends PassageChoice {
  readonly kind: RevisionKind
  readonly words?: number
  readonly tone?: Tone
  readonly audience?: Audience
  readonly instruction?: string
  readonly title?: string
}

/** The longest story that may be continued further, in the unit of its length. */
export const maxRevisedLength = 4000
/** What a continuation adds unless the caller says otherwise. */
export const defaultAddedWords = 200
/** What the bounds of a target leave on both sides, in percent. */
const leewayPercent = 10

/**
 * The request for a revision: what was asked of the parent, as far as the change leaves it.
 *
 * @param earlier instructions that led to the parent
 * @throws ValidationFailed if the change does not fit the parent
 */
export function revisionRequest(
  parent: Story,
  change: RevisionChange,
  earlier: readonly string[]
): StoryRequest {
  const { keywords, genre, tone, language, audience } = parent
  const { kind, title } = change
  return {
    keywords,
    genre,
    tone: change.tone ?? tone,
    words: boundsOf(parent, change),
    language,
    audience: kind === 'simplify' ? (change.audience ?? 'children') : audience,
    revision: {
      revision: revisionOf(parent, change),
      parent,
      earlier,
      ...(title !== undefined && { chosenTitle: proposed(title, parent) })
    }
  }
}

function revisionOf(parent: Story, change: RevisionChange): Revision {
  const { kind, words, instruction, title } = change
  const added = kind === 'continue' ? (words ?? defaultAddedWords) : words
  const titles = title === undefined ? undefined : parent.revision?.titles
  return {
    kind,
    ...(kind === 'rewrite' && passageOf(parent.content, change)),
    ...(added !== undefined && { words: added }),
    ...(instruction !== undefined && { instruction }),
    ...(titles !== undefined && { titles })
  }
}

function proposed(title: string, { revision }: Story): string {
  if (revision?.titles?.includes(title) === true) return title
  throw broken({
    field: 'title',
    messages: ['is none of the titles that this story has in revision.titles'],
    rule: 'one_of'
  })
}

function boundsOf(parent: Story, { kind, words }: RevisionChange): WordBounds {
  const { count } = measureLength(parent.content, parent.language)
  const asked = parent.checks?.length ?? around(count)
  switch (kind) {
    case 'continue':
      return longer(count, words ?? defaultAddedWords)
    case 'lengthen':
      return around(above(count, words ?? 0))
    case 'shorten':
      return around(below(count, words ?? 0))
    case 'simplify':
      return { min: Math.floor((count * 70) / 100), max: Math.ceil((count * 130) / 100) }
    case 'regenerate':
      return { min: asked.min, max: asked.max }
    case 'rewrite':
    case 'tone':
    case 'title':
    case 'instruction':
      // A length that the parent has is no fault of its revision.
      return { min: Math.min(asked.min, count), max: Math.max(asked.max, count) }
    default:
      return kind satisfies never
  }
}

function around(words: number): WordBounds {
  const min = Math.floor((words * (100 - leewayPercent)) / 100)
  return { min, max: Math.ceil((words * (100 + leewayPercent)) / 100) }
}

function longer(count: number, added: number): WordBounds {
  const max = count + added
  if (max <= maxRevisedLength) return { min: count + Math.ceil(added * 0.6), max }
  throw broken({
    field: 'words',
    messages: [`is ${added}; with ${count} before, the story would exceed ${maxRevisedLength}`],
    rule: 'max',
    limit: Math.max(0, maxRevisedLength - count)
  })
}

function above(count: number, words: number): number {
  if (words > count) return words
  const message = `is ${words}; the story has ${count}, so a larger number is needed`
  throw broken({ field: 'words', messages: [message], rule: 'min', limit: count + 1 })
}

function below(count: number, words: number): number {
  if (words < count) return words
  const message = `is ${words}; the story has ${count}, so a smaller number is needed`
  throw broken({ field: 'words', messages: [message], rule: 'max', limit: Math.max(0, count - 1) })
}

function broken(problem: FieldProblem): ValidationFailed {
  return new ValidationFailed([problem])
}
