import { Injectable } from '@nestjs/common'
import { LanguageModel, type CompletionCall } from '#modules/llm/language-model.js'
import type { StoryRequest } from '#modules/stories/domain/story-request.js'
import { allTexts, StorySafetyService } from '#modules/stories/safety/story-safety.service.js'
import { passes } from './review.js'
import { firstPrompt } from './revisions/revision-prompts.js'
import { StoryRepairer } from './story-repairer.service.js'
import { writeDraft } from './write-draft.js'
import type { WrittenStory } from './write-draft.js'

/** Writes a story that is delivered when it is complete. */
@Injectable()
export class BufferedStoryWriter {
  constructor(
    private readonly languageModel: LanguageModel,
    private readonly repairer: StoryRepairer,
    private readonly safety: StorySafetyService
  ) {}

  /** @throws AiError without a story; ContentRejected if it repeats the system prompt */
  async write(request: StoryRequest, call: CompletionCall): Promise<WrittenStory> {
    const first = await writeDraft(this.languageModel, request, firstPrompt(request), call)
    // A rejected story is not worth the cost of a repair.
    if (first) this.safety.rejectLeak(allTexts(first))
    const best = first && passes(first) ? first : await this.repairer.repair(request, first, call)
    if (best !== first) this.safety.rejectLeak(allTexts(best))
    return { first, best, unmoderated: allTexts(best), moderation: best.moderation }
  }
}
