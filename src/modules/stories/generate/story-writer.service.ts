import { Injectable } from '@nestjs/common'
import type { CompletionCall, OnAttempt } from '#modules/llm/language-model.js'
import type { StoryListener } from '#modules/stories/domain/story-listener.js'
import type { StoryRequest } from '#modules/stories/domain/story-request.js'
import { StorySafetyService } from '#modules/stories/safety/story-safety.service.js'
import { BufferedStoryWriter } from '#modules/stories/writing/buffered-story-writer.service.js'
import { StreamingStoryWriter } from '#modules/stories/writing/streaming/streaming-story-writer.service.js'
import { Variety } from '#modules/stories/variety/variety.service.js'
import type { WrittenStory } from '#modules/stories/writing/write-draft.js'
import type { GenerationCommand } from './generation-command.js'
import { GenerationDeadline } from './generation-deadline.js'
import { RevisionWriter } from './revision-writer.service.js'

interface WriteOptions {
  readonly storyId: string
  readonly command: Pick<GenerationCommand, 'principal' | 'recent'>
  readonly listener: StoryListener | undefined
  readonly signal: AbortSignal
  /** Reserves the cost of each attempt before it is made, and records its end. */
  readonly onAttempt: OnAttempt
}

/** Writes a story that may be delivered, within the deadline of a generation. */
@Injectable()
export class StoryWriter {
  constructor(
    private readonly buffered: BufferedStoryWriter,
    private readonly streaming: StreamingStoryWriter,
    private readonly revisions: RevisionWriter,
    private readonly variety: Variety,
    private readonly safety: StorySafetyService,
    private readonly deadline: GenerationDeadline
  ) {}

  /** @throws AiError without a story; ContentRejected if request or story must not pass */
  write(asked: StoryRequest, options: WriteOptions): Promise<WrittenStory> {
    const { owner } = options.command.principal
    const recent = options.command.recent ?? this.variety.lookUp(owner)
    return this.deadline.run(options.signal, async (signal, deadlineAtMs) => {
      await this.safety.moderateRequest(asked, signal)
      const request = await this.variety.applyTo(asked, recent)
      const call = {
        signal,
        deadlineAtMs,
        onAttempt: options.onAttempt,
        moderate: this.safety.isOutputModerated(request)
      }
      const written = await this.writeDrafts(request, call, options)
      await this.safety.moderateText(written.unmoderated, request, signal, written.moderation)
      this.variety.remember(owner, options.storyId, request, written.best.content)
      return written
    })
  }

  private writeDrafts(
    request: StoryRequest,
    call: CompletionCall,
    { storyId, listener }: WriteOptions
  ): Promise<WrittenStory> {
    if (request.revision !== undefined) {
      const written = this.revisions.write(request, call, { storyId, listener })
      if (written !== undefined) return written
    }
    if (listener === undefined) return this.buffered.write(request, call)
    return this.streaming.write(request, call, { storyId, listener })
  }
}
