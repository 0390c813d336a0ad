import { Injectable } from '@nestjs/common'
import { AiError } from '#modules/llm/ai-error.js'
import { LanguageModel, type CompletionCall } from '#modules/llm/language-model.js'
import type { RevisionOrder } from '#modules/stories/domain/revisions/revision.js'
import type { StoryRequest } from '#modules/stories/domain/story-request.js'
import { repeatedPassage } from '#modules/stories/checks/repetition.js'
import { StorySafetyService } from '#modules/stories/safety/story-safety.service.js'
import { review } from '#modules/stories/writing/review.js'
import { isRepairFailure } from '#modules/stories/writing/story-repairer.service.js'
import type { WrittenDraft, WrittenStory } from '#modules/stories/writing/write-draft.js'
import { titlePrompt, titlesSchema } from './revision-prompts.js'
import { readTitles } from './title-reader.js'

type TitleRequest = StoryRequest & { readonly revision: RevisionOrder }

const proposedTitles = 3
const maxTokens = 300

export function asksForTitle(request: StoryRequest): request is TitleRequest {
  return request.revision?.revision.kind === 'title'
}

/** Proposes titles of a story whose text stays as it is. */
@Injectable()
export class TitleWriter {
  constructor(
    private readonly languageModel: LanguageModel,
    private readonly safety: StorySafetyService
  ) {}

  /** @throws AiError without a title; ContentRejected if one repeats the system prompt */
  async write(request: TitleRequest, call: CompletionCall): Promise<WrittenStory> {
    const { chosenTitle, parent, revision } = request.revision
    if (chosenTitle !== undefined) {
      const titles = revision.titles ?? []
      const best = titled(chosenTitle, titles, parent.model, request)
      // It has been moderated when it was proposed.
      return { first: best, best, unmoderated: '' }
    }
    const { titles, model } = await this.propose(request, call)
    const [title] = titles
    if (title === undefined) throw new AiError('no_story_in_answer')
    this.safety.rejectLeak(titles.join('\n\n'))
    const best = titled(title, titles, model, request)
    return { first: best, best, unmoderated: titles.join('\n') }
  }

  /** With one further call if there are too few. */
  private async propose(
    request: TitleRequest,
    call: CompletionCall
  ): Promise<{ readonly titles: readonly string[]; readonly model: string }> {
    const first = await this.ask(request, [], call)
    if (first.titles.length === proposedTitles) return first
    try {
      const { titles, model } = await this.ask(request, first.titles, call)
      return { titles: [...first.titles, ...titles].slice(0, proposedTitles), model }
    } catch (error) {
      if (first.titles.length > 0 && isRepairFailure(error)) return first
      throw error
    }
  }

  private async ask(
    request: TitleRequest,
    not: readonly string[],
    call: CompletionCall
  ): Promise<{ readonly titles: readonly string[]; readonly model: string }> {
    const messages = titlePrompt(request, not)
    const { text, model } = await this.languageModel.complete(
      { messages, output: titlesSchema, maxTokens },
      { ...call, moderate: false }
    )
    const known = [request.revision.parent.title, ...not]
    return { titles: readTitles(text, request.language, known).slice(0, proposedTitles), model }
  }
}

function titled(
  title: string,
  titles: readonly string[],
  model: string,
  request: TitleRequest
): WrittenDraft {
  const { content, summary, tags } = request.revision.parent
  const story = { title, content, summary, tags, forms: [], cut: false, isLoop: false, tail: '' }
  return { ...review({ ...story, repeated: repeatedPassage(content) }, request), titles, model }
}
