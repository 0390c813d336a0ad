import { Injectable } from '@nestjs/common'
import type { CompletionCall } from '#modules/llm/language-model.js'
import type { StoryListener } from '#modules/stories/domain/story-listener.js'
import type { StoryRequest } from '#modules/stories/domain/story-request.js'
import type { WrittenStory } from '#modules/stories/writing/write-draft.js'
import { asksForPassage } from '#modules/stories/writing/revisions/passage-draft.js'
import { PassageWriter } from '#modules/stories/writing/revisions/passage-writer.service.js'
import { StreamingPassageWriter } from '#modules/stories/writing/streaming/streaming-passage-writer.service.js'
import {
  asksForTitle,
  TitleWriter
} from '#modules/stories/writing/revisions/title-writer.service.js'

interface RevisionTarget {
  readonly storyId: string
  readonly listener: StoryListener | undefined
}

/** Writes the revisions of which the model writes less than the whole story. */
@Injectable()
export class RevisionWriter {
  constructor(
    private readonly titles: TitleWriter,
    private readonly passages: PassageWriter,
    private readonly streamed: StreamingPassageWriter
  ) {}

  /** Undefined if the model is to write the whole story. Titles are delivered when all are there. */
  write(
    request: StoryRequest,
    call: CompletionCall,
    { storyId, listener }: RevisionTarget
  ): Promise<WrittenStory> | undefined {
    if (asksForTitle(request)) return this.titles.write(request, call)
    if (!asksForPassage(request)) return undefined
    if (listener === undefined) return this.passages.write(request, call)
    return this.streamed.write(request, call, { storyId, listener })
  }
}
