import type { Answer } from './answer.js'
import type { CallOptions, GenerationOptions, TimeoutOptions } from './client-options.js'
import { generationCall } from './generation-call.js'
import * as calls from './generated/sdk.gen.js'
import type { RevisionRequest, RevisionTree, Story, StoryDiff } from './generated/types.gen.js'
import { openStory } from './streaming/open-story.js'
import type { StoryStream } from './streaming/story-stream.js'
import type { Transport } from './transport.js'

/** The change of a story, for example `{ kind: 'shorten', words: 200 }`. */
export type RevisionCommand = Readonly<RevisionRequest>

/** Revisions of stored stories. Each is a story of its own with a `parentId`. */
export class RevisionCalls {
  constructor(
    private readonly transport: Transport,
    private readonly timeouts: TimeoutOptions | undefined
  ) {}

  /** @throws NotFoundError if the story does not exist or belongs to another owner */
  create(
    storyId: string,
    command: RevisionCommand,
    options: GenerationOptions = {}
  ): Answer<Story> {
    const parts = { path: { id: storyId }, body: command }
    return this.transport.requestData(
      sending => calls.reviseStory({ ...sending, ...parts }),
      generationCall(options, this.timeouts)
    )
  }

  /** As `streamStory`. The first delta of a rewritten passage is the text before it. */
  stream(storyId: string, command: RevisionCommand, options: GenerationOptions = {}): StoryStream {
    const parts = { path: { id: storyId }, body: command, parseAs: 'stream' } as const
    return openStory(
      this.transport,
      sending => calls.streamRevision({ ...sending, ...parts }),
      options
    )
  }

  /** All revisions below a story, without their texts. */
  list(storyId: string, options: CallOptions = {}): Answer<RevisionTree> {
    return this.transport.requestData(
      sending => calls.listRevisions({ ...sending, path: { id: storyId } }),
      options
    )
  }

  /** What to change in the content of a story to get that of another one. */
  compare(storyId: string, otherId: string, options: CallOptions = {}): Answer<StoryDiff> {
    const parts = { path: { id: storyId }, query: { to: otherId } }
    return this.transport.requestData(
      sending => calls.compareStories({ ...sending, ...parts }),
      options
    )
  }
}
