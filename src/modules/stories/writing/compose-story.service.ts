import { Injectable } from '@nestjs/common'
import type { CompletionCall } from '#modules/llm/language-model.js'
import type { AuthoredStory } from './authored-story.js'
import { DraftWriter } from './draft-writer.service.js'
import { RepairStory } from './repair-story.service.js'
import { passes } from './review.js'
import { allTexts, StorySafety } from '#modules/stories/safety/story-safety.service.js'
import { storyPrompt } from './story-prompt.js'
import type { StoryRequest } from '#modules/stories/domain/story-request.js'

/** A story in one piece: written, checked, mended once if needed, cleared. */
@Injectable()
export class ComposeStory {
  constructor(
    private readonly writer: DraftWriter,
    private readonly repair: RepairStory,
    private readonly safety: StorySafety
  ) {}

  /** @throws AiError when the model gave no story; ContentRejected when it must not be delivered */
  async write(request: StoryRequest, call: CompletionCall): Promise<AuthoredStory> {
    const first = await this.writer.write(request, storyPrompt(request), call)
    // Before anything is paid to mend it.
    if (first) this.safety.refuseLeak(allTexts(first))
    const best = first && passes(first) ? first : await this.repair.execute(request, first, call)
    if (best !== first) this.safety.refuseLeak(allTexts(best))
    await this.safety.clearPassage(allTexts(best), request, call.signal)
    return { first, best }
  }
}
