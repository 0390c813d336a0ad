import { Injectable } from '@nestjs/common'
import { AiError } from '#modules/llm/ai-error.js'
import { LanguageModel, type CompletionCall } from '#modules/llm/language-model.js'
import type { StoryListener } from '#modules/stories/domain/story-listener.js'
import { allTexts, StorySafetyService } from '#modules/stories/safety/story-safety.service.js'
import { endedDraft } from '#modules/stories/writing/ended-draft.js'
import { requireComplete } from '#modules/stories/writing/review.js'
import { storySchema } from '#modules/stories/writing/story-prompt.js'
import { ModerationBuffer } from './moderation-buffer.js'
import { StoryStreamAssembler } from './story-stream-assembler.js'
import type { StreamTarget } from './streaming-story-writer.service.js'
import type { WrittenDraft, WrittenStory } from '#modules/stories/writing/write-draft.js'
import {
  passageOrder,
  withPassage,
  type PassageRequest
} from '#modules/stories/writing/revisions/passage-draft.js'
import { frameOf, type PassageFrame } from '#modules/stories/writing/revisions/passage-frame.js'

/** Writes a new part of a story that is delivered, between what surrounds it, while it is written. */
@Injectable()
export class StreamingPassageWriter {
  constructor(
    private readonly languageModel: LanguageModel,
    private readonly safety: StorySafetyService
  ) {}

  /** @throws AiError without a new part; ContentRejected if it must not be delivered */
  async write(
    request: PassageRequest,
    call: CompletionCall,
    { storyId, listener }: StreamTarget
  ): Promise<WrittenStory> {
    const { revision: order, language } = request
    const framed = new FramedListener(listener, order.parent.title, frameOf(order, language))
    const moderated = new ModerationBuffer(this.safety, request, call.signal, framed)
    const assembler = new StoryStreamAssembler(storyId, framed, moderated, request)
    const best = await this.firstOf(assembler, framed, request, call)
    this.safety.rejectLeak(allTexts(best))
    return { first: best, best, unmoderated: [best.summary, ...best.tags].join('\n') }
  }

  /** Retries once after an answer without a part, as long as nothing has been delivered. */
  private async firstOf(
    assembler: StoryStreamAssembler,
    framed: FramedListener,
    request: PassageRequest,
    call: CompletionCall
  ): Promise<WrittenDraft> {
    const first = await this.streamAnswer(assembler, framed, request, call)
    if (first !== undefined) return first
    if (assembler.hasStarted) throw new AiError('no_story_in_answer')
    assembler.reset()
    const second = await this.streamAnswer(assembler, framed, request, call)
    if (second === undefined) throw new AiError('no_story_in_answer')
    return second
  }

  private async streamAnswer(
    assembler: StoryStreamAssembler,
    framed: FramedListener,
    request: PassageRequest,
    call: CompletionCall
  ): Promise<WrittenDraft | undefined> {
    const output = { ...passageOrder(request), output: storySchema }
    const onText = assembler.push
    const { model, endedBy, ...ended } = await this.languageModel
      .complete(output, { ...call, onText })
      .catch(error => {
        if (!(error instanceof AiError) || error.reason !== 'wrong_language') throw error
        return { model: '', truncated: true, endedBy: undefined }
      })
    const part = endedDraft(await assembler.end({ ...ended, model }), endedBy)
    if (part === undefined) return undefined
    const content = await framed.end()
    return requireComplete({ ...withPassage(content, part, request), model })
  }
}

/** Passes a part on with the text around it, and with the title of the parent. */
class FramedListener implements StoryListener {
  private content = ''

  constructor(
    private readonly listener: StoryListener,
    private readonly title: string,
    private readonly frame: PassageFrame
  ) {}

  onStart(start: { readonly storyId: string; readonly model: string }): Promise<void> {
    return this.listener.onStart(start)
  }

  async onTitle(): Promise<void> {
    await this.listener.onTitle(this.title)
    await this.deliver(this.frame.before)
  }

  async onDelta(text: string): Promise<void> {
    await this.deliver(this.frame.push(text))
  }

  /** Delivers the rest and returns the whole content. @throws AiError if the part is the story once more */
  async end(): Promise<string> {
    await this.deliver(this.frame.end())
    if (this.frame.isUseless || this.content === this.frame.before)
      throw new AiError('no_story_in_answer')
    return this.content
  }

  private async deliver(text: string): Promise<void> {
    this.content += text
    if (text !== '') await this.listener.onDelta(text)
  }
}
