import { Injectable } from '@nestjs/common'
import { AiError } from '#modules/llm/ai-error.js'
import { LanguageModel, type CompletionCall } from '#modules/llm/language-model.js'
import { allTexts, StorySafetyService } from '#modules/stories/safety/story-safety.service.js'
import { readAnswer } from '#modules/stories/writing/answer/read-answer.js'
import { toDraft } from '#modules/stories/writing/draft.js'
import { endedDraft } from '#modules/stories/writing/ended-draft.js'
import { betterOf, passes } from '#modules/stories/writing/review.js'
import { storySchema } from '#modules/stories/writing/story-prompt.js'
import { isRepairFailure } from '#modules/stories/writing/story-repairer.service.js'
import type { WrittenDraft, WrittenStory } from '#modules/stories/writing/write-draft.js'
import { passageOrder, withPassage, type PassageRequest } from './passage-draft.js'
import { frameOf, placeOf } from './passage-frame.js'

/** Writes a new part of a story. The service puts it in its place, so that no other text changes. */
@Injectable()
export class PassageWriter {
  constructor(
    private readonly languageModel: LanguageModel,
    private readonly safety: StorySafetyService
  ) {}

  /** @throws AiError without a new part; ContentRejected if it repeats the system prompt */
  async write(request: PassageRequest, call: CompletionCall): Promise<WrittenStory> {
    const first = await this.draft(request, call)
    // A rejected story is not worth the cost of a repair.
    if (first) this.safety.rejectLeak(allTexts(first))
    const best = first && passes(first) ? first : await this.repaired(request, first, call)
    if (best !== first) this.safety.rejectLeak(allTexts(best))
    // Text around the passage may give it another meaning, so all of it is moderated.
    return { first, best, unmoderated: allTexts(best) }
  }

  private async repaired(
    request: PassageRequest,
    first: WrittenDraft | undefined,
    call: CompletionCall
  ): Promise<WrittenDraft> {
    try {
      const second = await this.draft(request, call)
      if (first !== undefined) return second === undefined ? first : betterOf(first, second)
      if (second !== undefined) return second
    } catch (error) {
      if (first !== undefined && isRepairFailure(error)) return first
      throw error
    }
    throw new AiError('no_story_in_answer')
  }

  /** Undefined if the answer has no complete part, or the part that is to be replaced. */
  private async draft(
    request: PassageRequest,
    call: CompletionCall
  ): Promise<WrittenDraft | undefined> {
    const output = { ...passageOrder(request), output: storySchema }
    const completion = await this.languageModel.complete(output, { ...call, moderate: false })
    const { text, truncated, model } = completion
    const story = await readAnswer(text)
    const part = endedDraft(story && toDraft(story, truncated, request), completion.endedBy)
    const frame = frameOf(request.revision, request.language)
    const { passage } = placeOf(request.revision)
    if (part === undefined || part.cut || part.content === passage) return undefined
    const content = frame.before + frame.push(part.content) + frame.end()
    if (frame.isUseless || content === request.revision.parent.content) return undefined
    return { ...withPassage(content, part, request), model }
  }
}
