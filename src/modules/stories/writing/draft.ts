import { toPlainText } from '#modules/stories/checks/plain-text.js'
import { passageOf, scanForRepetition } from '#modules/stories/checks/repetition.js'
import { missingQuote } from '#modules/stories/checks/ending-check.js'
import { toTitle } from '#modules/stories/checks/to-title.js'
import type { StoryRequest } from '#modules/stories/domain/story-request.js'
import { AiError } from '#modules/llm/ai-error.js'
import type { NamedForm } from '#modules/stories/checks/keywords/keyword-check.js'
import type { AnsweredStory } from './answer/answer-reader.js'
import { toNamedForms } from './answer/named-forms.js'
import { withoutBoilerplate } from './text/boilerplate.js'
import { isRefusal } from './text/refusal.js'
import { endsWithLine, lastSentenceEndOfCut } from './text/sentence-end.js'
import { summaryOf, toModelTags, toSummary } from './text/summary.js'

/** A model's story in plain text. */
export interface Draft {
  readonly title: string
  readonly content: string
  /** Plain text of one paragraph, at most 500 characters; the model's, or the story's beginning. */
  readonly summary: string
  /** The model's own; at most 6, each 2 to 50 characters. */
  readonly tags: readonly string[]
  /** Forms of keywords that the model says it used. */
  readonly forms: readonly NamedForm[]
  /** Whether the story is incomplete; then the content ends with its last full sentence. */
  readonly cut: boolean
  /** Whether it is incomplete because the model repeated one passage without end. */
  readonly isLoop: boolean
  /** The incomplete sentence after the content of an incomplete story. */
  readonly tail: string
  /** A passage that occurs more than once; undefined if there is none but refrains. */
  readonly repeated: string | undefined
}

/**
 * The draft of an answer's story; undefined if title or content are empty as plain text.
 *
 * @param truncated whether the model did not report a normal end
 * @throws AiError `refusal` if the content is an apology
 */
export function toDraft(
  story: AnsweredStory,
  truncated: boolean,
  { language, audience, keywords }: Pick<StoryRequest, 'language' | 'audience' | 'keywords'>
): Draft | undefined {
  const title = toTitle(story.title)
  if (title === undefined) return undefined
  const answered = toPlainText(story.content)
  if (isRefusal(answered)) throw new AiError('refusal')
  const isUnfinished = isCut(story, truncated)
  const hasMoral = audience === 'children'
  const whole = withoutBoilerplate(answered, { title, hasMoral, keywords }, isUnfinished)
  const repetition = scanForRepetition(whole)
  const isLoop = repetition.isLoop || (isUnfinished && repetition.stopsInRepetition)
  const plain = isLoop ? whole.slice(0, repetition.repeatsFrom) : whole
  const cut = isUnfinished || isLoop
  const hasLineEnd = !isLoop && endsWithLine(story.content)
  const end = cut ? lastSentenceEndOfCut(plain, hasLineEnd) : plain.length
  if (end === 0) return undefined
  const text = plain.slice(0, end)
  const content = cut ? text : text + missingQuote(text, language)
  const summary = cut ? summaryOf(content, language) : toSummary(story.summary, content, language)
  return {
    title,
    content,
    summary,
    tags: toModelTags(story.tags),
    forms: toNamedForms(story.forms),
    cut,
    isLoop,
    tail: plain.slice(end),
    repeated: passageOf(whole, repetition)
  }
}

/** Whether a story is incomplete: by its JSON object or, for prose, by the finish reason. */
export function isCut({ end }: AnsweredStory, truncated: boolean): boolean {
  return end === 'cut' || (end === 'prose' && truncated)
}
