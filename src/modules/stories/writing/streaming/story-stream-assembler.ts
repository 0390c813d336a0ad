import type { Completion, TextPart } from '#modules/llm/language-model.js'
import { toTitle } from '#modules/stories/checks/to-title.js'
import { readCutDraft, readDraft, type Draft } from '#modules/stories/writing/read-draft.js'
import { summaryOf } from '#modules/stories/writing/summary.js'
import type { ModerationBuffer } from './moderation-buffer.js'
import { StreamingMarkdownStripper } from './streaming-markdown-stripper.js'
import { SentenceBuffer } from './sentence-buffer.js'
import { StoryJsonReader, type TextPiece } from './story-json-reader.js'
import type { StoryListener } from '#modules/stories/domain/story-listener.js'

/** From this part of the token limit on, whole sentences only: the story may be cut off. */
const nearLimit = 0.8

/** An apology in prose is shorter than any story; until then nothing of it is told. */
const minProse = 300

/**
 * A story that is told while the model writes it: title and content are decoded, made plain and
 * cleared on the way. What has been told, put together, is the story's content.
 */
export class StoryStreamAssembler {
  private reader = new StoryJsonReader()
  private flow = new StreamingMarkdownStripper()
  private sentences = new SentenceBuffer()
  private rawTitle = ''
  private title: string | undefined
  private emitted = ''
  private prose = ''
  private hasBegun = false
  private isUnusable = false

  constructor(
    private readonly storyId: string,
    private readonly listener: StoryListener,
    private readonly cleared: ModerationBuffer,
    private readonly language: string
  ) {}

  /** Whether anybody has heard anything of it. */
  get hasStarted(): boolean {
    return this.hasBegun
  }

  /** Takes what the model has written further. */
  readonly push = async ({ text, tokens, maxTokens, model }: TextPart): Promise<void> => {
    if (tokens >= nearLimit * maxTokens) this.sentences.nearTokenLimit()
    await this.take(this.reader.push(text), model)
  }

  /**
   * The draft, once the model has ended. Undefined when it held no story; then nothing was told.
   */
  async end({ text, truncated, model }: Completion): Promise<Draft | undefined> {
    await this.take(this.reader.end(), model)
    if (this.isUnusable) return undefined
    if (this.prose !== '' && this.emitted === '') return undefined
    const cut = truncated && !this.reader.isComplete
    await this.emit(this.sentences.push(this.flow.end()), model)
    const rest = this.sentences.end()
    if (!cut) await this.emit(rest, model)
    await this.emitTitle(model)
    if (this.title === undefined || this.emitted === '') return undefined
    await this.cleared.end()
    return { ...this.draft(text), cut }
  }

  /** What has been told of the content. */
  get content(): string {
    return this.emitted
  }

  /** Nobody has heard anything: the next answer is the first. */
  reset(): void {
    this.reader = new StoryJsonReader()
    this.flow = new StreamingMarkdownStripper()
    this.sentences = new SentenceBuffer()
    this.rawTitle = ''
    this.prose = ''
    this.isUnusable = false
  }

  /** Ready for the model's next answer, which goes on where the story stopped. */
  continue(): void {
    this.reader = new StoryJsonReader()
    this.flow = new StreamingMarkdownStripper(true)
    this.sentences = new SentenceBuffer()
  }

  private async take(pieces: readonly TextPiece[], model: string): Promise<void> {
    for (const { field, text } of pieces) {
      if (this.isUnusable) return
      if (field === 'title') this.rawTitle += this.title === undefined ? text : ''
      else await this.takeContent(text, model)
    }
  }

  private async takeContent(text: string, model: string): Promise<void> {
    if (this.reader.isPlain && this.emitted === '') {
      this.prose += text
      if (this.prose.length < minProse) return
      await this.emit(this.sentences.push(this.flow.push(this.prose)), model)
      return
    }
    // The title is whole when the content begins.
    if (this.title === undefined && this.rawTitle !== '') {
      await this.emitTitle(model)
      if (this.isUnusable) return
    }
    await this.emit(this.sentences.push(this.flow.push(text)), model)
  }

  private async emitTitle(model: string): Promise<void> {
    if (this.title !== undefined) return
    // Behind the content it comes too late to be missing.
    this.title = toTitle(this.rawTitle) ?? (this.emitted === '' ? undefined : toTitle(this.emitted))
    if (this.title === undefined) this.isUnusable = true
    else {
      await this.begin(model)
      await this.cleared.push('title', this.title)
    }
  }

  private async emit(text: string, model: string): Promise<void> {
    if (text === '') return
    await this.begin(model)
    this.emitted += text
    await this.cleared.push('text', text)
  }

  private async begin(model: string): Promise<void> {
    if (this.hasBegun) return
    this.hasBegun = true
    await this.listener.onStart({ storyId: this.storyId, model })
  }

  /** Summary and tags come behind the content, when all is written. */
  private draft(answer: string): Draft {
    const { emitted: content, language } = this
    const read = readDraft(answer, language) ?? readCutDraft(answer, language)
    return {
      title: this.title ?? '',
      content,
      summary: read?.summary ?? summaryOf(content, language),
      tags: read?.tags ?? [],
      cut: false
    }
  }
}
