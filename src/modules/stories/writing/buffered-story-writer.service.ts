import { Injectable } from '@nestjs/common'
import type { CompletionCall } from '#modules/llm/language-model.js'
import type { AuthoredStory } from './authored-story.js'
import { DraftGenerator } from './draft-generator.service.js'
import { StoryRepairer } from './story-repairer.service.js'
import { passes } from './review.js'
import { allTexts, StorySafetyService } from '#modules/stories/safety/story-safety.service.js'
import { storyPrompt } from './story-prompt.js'
import type { StoryRequest } from '#modules/stories/domain/story-request.js'

/** A story in one piece: written, checked, mended once if needed, cleared. */
@Injectable()
export class BufferedStoryWriter {
  constructor(
    private readonly writer: DraftGenerator,
    private readonly repair: StoryRepairer,
    private readonly safety: StorySafetyService
  ) {}

  /** @throws AiError when the model gave no story; ContentRejected when it must not be delivered */
  async write(request: StoryRequest, call: CompletionCall): Promise<AuthoredStory> {
    const first = await this.writer.write(request, storyPrompt(request), call)
    // Before anything is paid to mend it.
    if (first) this.safety.rejectLeak(allTexts(first))
    const best = first && passes(first) ? first : await this.repair.execute(request, first, call)
    if (best !== first) this.safety.rejectLeak(allTexts(best))
    await this.safety.moderateText(allTexts(best), request, call.signal)
    return { first, best }
  }
}
